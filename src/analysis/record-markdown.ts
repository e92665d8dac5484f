/** The record comment: first what it means for readers, then the tables that are the record. */
import { renderMarker } from "#src/effect/marker.ts";
import { RECORD } from "#src/incident/declare.ts";
import { timelineTable } from "#src/timeline/timeline-table.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { recordSummary, type RecordView } from "./record-summary.ts";
import { historyTables, statedTables } from "./record-tables.ts";

const END = "<!-- aftercare:record-end -->";

/** GitHub takes 65,536 characters; what people wrote below our part needs room too. */
const LONGEST = 60_000;
const LONGEST_TIMELINE = 20_000;
const SHORTEST_TIMELINE = 1_000;

/**
 * The whole comment, marker included. `readRecord` gives the record back.
 * @param previous the comment as it stands, so that anything that people wrote below our part stays; leave out for a new one
 */
export function renderRecord(view: RecordView, previous = ""): string {
  const { record } = view;
  let omitted = 0;
  while (ownPart(view, omitted, "").length > LONGEST && omitted < record.log.length) {
    omitted = Math.ceil((omitted + record.log.length) / 2);
  }
  const room = Math.min(LONGEST_TIMELINE, LONGEST - ownPart(view, omitted, "").length);
  return ownPart(view, omitted, foldedTimeline(view, room)) + textBelow(previous);
}

/** @param omitted so many of the oldest log lines are left out: the log only grows, and nothing is decided by it */
function ownPart(view: RecordView, omitted: number, timeline: string): string {
  const record: AnalysisRecord = { ...view.record, log: view.record.log.slice(omitted) };
  const note = omitted === 0 ? "" : `*${omitted} older log lines are in this comment's edit history.*`;
  const parts = [
    `${renderMarker(RECORD)}\n### Where this incident stands`,
    recordSummary(view),
    timeline,
    "### What was stated",
    "Say it with `/pia` commands, or, with write permission, mend a cell here. A row that cannot be read is kept and named.",
    ...statedTables(record),
    folded("Notes, corrections and log", [note, ...historyTables(record)]),
    END,
  ];
  return parts.filter((part) => part !== "").join("\n\n");
}

function foldedTimeline({ timeline = [], incident }: RecordView, characters: number): string {
  if (timeline.length === 0 || characters < SHORTEST_TIMELINE) return "";
  const title = `Timeline so far: ${timeline.length} ${timeline.length === 1 ? "entry" : "entries"}, to copy from`;
  return folded(title, [timelineTable(timeline, { characters, restUrl: incident.url })]);
}

function folded(title: string, parts: readonly string[]): string {
  const filled = parts.filter((part) => part !== "");
  return filled.length === 0 ? "" : [`<details><summary>${title}</summary>`, ...filled, "</details>"].join("\n\n");
}

/** What people wrote below our part of the comment, line break included. */
function textBelow(previous: string): string {
  const at = previous.lastIndexOf(END);
  return at === -1 ? "" : previous.slice(at + END.length).trimEnd();
}
