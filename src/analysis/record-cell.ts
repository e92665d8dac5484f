/** Single values of the record as table cells: how they are written, and how a hand edit is read back. */
import { formatInstant, type Instant, parseInstant } from "#src/calendar/instant.ts";
import { escapeCell, isPlainUrl } from "#src/markdown/escape.ts";
import type { Cell } from "#src/markdown/tables.ts";

/** What was read, or why not and what the right form is. */
export type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string };

/** `2026-11-22 05:30Z`; seconds only where there are some. */
export function timeCell(at: Instant): string {
  return formatInstant(at).replace("T", " ").replace(/:00Z$/, "Z");
}

/** Reads a time that a person may have typed: ISO 8601 with an offset, `Z` or `UTC`. */
export function readTime(text: string): Reading<Instant> {
  const at = parseInstant(
    text
      .trim()
      .replace(/\s*(?:UTC|GMT|Z)$/i, "Z")
      .replace(/\s+(?=[+-]\d{2}:?\d{2}$)/, ""),
  );
  if (at !== null) return { ok: true, value: at };
  return { ok: false, why: `“${text}” is no time with a zone; write it like 2026-11-22 05:30Z` };
}

/** A link for an address, else the text itself. `readSource` gives it back. */
export function sourceCell(source: string): string {
  return isPlainUrl(source) ? `[seen here](${source})` : escapeCell(source);
}

/** The address or text of a source cell. */
export function readSource(cell: Cell): string {
  return cell.link !== null && isPlainUrl(cell.link) ? cell.link : cell.text;
}

/** One row of a table from cells that are already escaped. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** A whole table; the empty string when it has no rows. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  return [tableRow(header), `|${"---|".repeat(header.length)}`, ...rows.map(tableRow)].join("\n");
}
