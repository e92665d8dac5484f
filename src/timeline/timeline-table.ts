/** The timeline as a Markdown table with evidence, and its length kept within what GitHub takes. */
import { sayInstant } from "#src/calendar/instant.ts";
import { escapeCell, isPlainUrl } from "#src/markdown/escape.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

/** How much room there is, and where a reader finds the rest. */
export interface TableRoom {
  /** The longest table in characters (UTF-16 units). */
  readonly characters: number;
  /** Address of the whole story, such as the incident issue. */
  readonly restUrl: string;
}

const HEADER = "| When (UTC) | What happened | Seen in |\n|---|---|---|";

/** The table. When it does not fit, its middle is left out, a row says how much, and leads to the rest. */
export function timelineTable(entries: readonly TimelineEntry[], room: TableRoom): string {
  const rows = entries.map(timelineRow);
  const { head, tail } = fitting(rows, room.characters - HEADER.length - 200);
  const omitted = rows.length - head.length - tail.length;
  const rest = isPlainUrl(room.restUrl) ? `[the incident](${room.restUrl})` : "the incident";
  const gap = omitted === 0 ? [] : [`| … | *${omitted} entries left out here for length: see ${rest}* | |`];
  return [HEADER, ...head, ...gap, ...tail].join("\n");
}

function timelineRow(entry: TimelineEntry): string {
  const by = entry.by === null ? "" : ` (${escapeCell(entry.by)})`;
  const evidence = entry.url !== null && isPlainUrl(entry.url) ? `[${EVIDENCE[entry.source]}](${entry.url})` : "";
  return `| ${sayInstant(entry.at)} | ${escapeCell(entry.text)}${by} | ${evidence} |`;
}

const EVIDENCE: Readonly<Record<TimelineEntry["source"], string>> = {
  moment: "stated",
  note: "note",
  activity: "GitHub",
};

// Beginning and end matter most: that is where detection and mitigation are.
function fitting(rows: readonly string[], characters: number): { head: readonly string[]; tail: readonly string[] } {
  const total = rows.reduce((sum, row) => sum + row.length + 1, 0);
  if (total <= characters) return { head: rows, tail: [] };
  const head = takeWhileFits(rows, characters * 0.6);
  const tail = takeWhileFits(rows.slice(head.length).toReversed(), characters * 0.4).toReversed();
  return { head, tail };
}

function takeWhileFits(rows: readonly string[], characters: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const row of rows) {
    used += row.length + 1;
    if (used > characters) break;
    taken.push(row);
  }
  return taken;
}
