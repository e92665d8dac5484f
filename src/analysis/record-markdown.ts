/** The record comment: first what it means for readers, then the tables that are the record. */
import { renderMarker } from "#src/effect/marker.ts";
import { RECORD } from "#src/incident/declare.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { recordSummary, type RecordView } from "./record-summary.ts";
import { historyTables, statedTables } from "./record-tables.ts";

const END = "<!-- aftercare:record-end -->";

/** GitHub takes 65,536 characters; what people wrote below our part needs room too. */
const LONGEST = 60_000;

/**
 * The whole comment, marker included. `readRecord` gives the record back.
 * @param previous the comment as it stands, so that anything that people wrote below our part stays; leave out for a new one
 */
export function renderRecord(view: RecordView, previous = ""): string {
  const whole = renderOwnPart(view, 0);
  const own = whole.length <= LONGEST ? whole : renderShortened(view);
  return own + textBelow(previous);
}

function renderOwnPart(view: RecordView, omitted: number): string {
  const history = historyTables(view.record).filter((part) => part !== "");
  const note = omitted === 0 ? [] : [`*${omitted} older log lines are in this comment's edit history.*`];
  const parts = [
    `${renderMarker(RECORD)}\n### Where this incident stands`,
    recordSummary(view),
    "### What was stated",
    "Say it with `/pia` commands, or, with write permission, mend a cell here. A row that cannot be read is kept and named.",
    ...statedTables(view.record).filter((part) => part !== ""),
    ...(history.length === 0
      ? []
      : ["<details><summary>Notes, corrections and log</summary>", ...note, ...history, "</details>"]),
    END,
  ];
  return parts.join("\n\n");
}

// The log is the one part that only grows and that nothing is decided by.
function renderShortened(view: RecordView): string {
  const { log } = view.record;
  for (let kept = log.length >> 1; ; kept >>= 1) {
    const text = renderOwnPart({ ...view, record: withLastLogLines(view.record, kept) }, log.length - kept);
    if (text.length <= LONGEST || kept === 0) return text;
  }
}

function withLastLogLines(record: AnalysisRecord, kept: number): AnalysisRecord {
  return { ...record, log: record.log.slice(record.log.length - kept) };
}

/** What people wrote below our part of the comment, line break included. */
function textBelow(previous: string): string {
  const at = previous.lastIndexOf(END);
  return at === -1 ? "" : previous.slice(at + END.length).trimEnd();
}
