/** The item block as people see it: a table between two markers in the body of the item's issue. */
import { findMarkers, renderMarker, type Marker } from "#src/effect/marker.ts";
import { blockOf, fieldsOf, type ItemBlock } from "./item-block.ts";
import { escapeCell } from "#src/markdown/escape.ts";
import { parseMarkdown, type Region } from "#src/markdown/parse-markdown.ts";
import { replaceRegion } from "#src/markdown/region.ts";
import { readTables, type Table } from "#src/markdown/tables.ts";

/** What the opening marker says: whose item this is. */
export interface ItemIdentity {
  /** `12`, or `owner/repo#12` for an analysis in another repository. */
  readonly pia: string;
  /** `COMMENT_ID:LINE` of the command that asked for the item. */
  readonly source: string;
}

const HEADING = ["| Remediation item | |", "| :-- | :-- |"];
const END = renderMarker({ kind: "item-end", keys: {} });

/** The marker by which an item is found again. */
export function itemMarker({ pia, source }: ItemIdentity): Marker {
  return { kind: "item", keys: { pia, source } };
}

/** Writes the block with both markers. `parseItemBlock(renderItemBlock(identity, block))` gives both back. */
export function renderItemBlock(identity: ItemIdentity, block: ItemBlock): string {
  return [renderMarker(itemMarker(identity)), renderTable(block), END].join("\n");
}

function renderTable(block: ItemBlock): string {
  const rows = Object.entries(fieldsOf(block)).map(([name, text]) => `| ${escapeCell(name)} | ${escapeCell(text)} |`);
  return [...HEADING, ...rows].join("\n");
}

/**
 * Reads the first block of a body.
 * @returns null when the body has no opening marker; rows that cannot be read are named in `problems`.
 */
export function parseItemBlock(
  body: string,
): { identity: ItemIdentity; block: ItemBlock; problems: readonly string[] } | null {
  const place = findPlace(body);
  if (!place) return null;
  const rows = (place.table?.rows ?? []).map(({ cells }): [string, string] => [
    cells[0]?.text ?? "",
    cells[1]?.text ?? "",
  ]);
  const { pia = "", source = "" } = place.marker.keys;
  return { identity: { pia, source }, ...blockOf(mergeRows(rows.filter(([name]) => name !== ""))) };
}

/** The body with the block's table written anew; everything else, also between the markers, stays as it was, byte for byte. */
export function replaceItemBlock(body: string, block: ItemBlock): string {
  const place = findPlace(body);
  if (!place) return `${body}\n\n${renderItemBlock({ pia: "", source: "" }, block)}`;
  const { table, after } = place;
  if (table) return replaceRegion(body, table, renderTable(block));
  return replaceRegion(body, { from: after, to: after }, `\n${renderTable(block)}\n`);
}

/** Where the block's table stands; `table: null` when somebody deleted it between the markers. */
interface Place {
  readonly marker: Marker;
  /** End of the opening marker. */
  readonly after: number;
  readonly table: (Region & Pick<Table, "rows">) | null;
}

function findPlace(body: string): Place | null {
  const marker = findMarkers(body).find((candidate) => candidate.kind === "item");
  const from = body.indexOf("<!-- aftercare:item ");
  if (!marker || from < 0) return null;
  const after = body.indexOf("-->", from) + 3;
  const end = body.indexOf(END, after);
  // Read on its own: a code fence that somebody left open further up must not swallow the table.
  const within = endRowsWithBars(body.slice(after, end < 0 ? body.length : end));
  const [table] = readTables(parseMarkdown(within));
  return { marker, after, table: table ? { rows: table.rows, from: after + table.from, to: after + table.to } : null };
}

/** GitHub's editor saves Windows line ends, which the table parser counts as one more cell; every offset stays. */
function endRowsWithBars(text: string): string {
  return text.replaceAll(/\|([ \t\r]+)(?=\n|$)/g, (_, space: string) => `${" ".repeat(space.length)}|`);
}

/** Two rows of one name become one with both texts, so that neither is lost. */
function mergeRows(rows: readonly [string, string][]): Record<string, string> {
  const merged = new Map<string, string>();
  for (const [name, text] of rows) merged.set(name, merged.has(name) ? `${merged.get(name)}\n${text}` : text);
  return Object.fromEntries(merged);
}
