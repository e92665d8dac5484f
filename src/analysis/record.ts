/** The record's beginning, and its one kind of change: a new record, or a sentence that says why not. */
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { AnalysisRecord, Correction } from "./analysis.ts";

/** The record of an incident about which nobody has stated anything yet. */
export function emptyRecord(incident: IssueReference): AnalysisRecord {
  return {
    incident: { owner: incident.owner, repo: incident.repo, number: incident.number },
    confirmed: null,
    external: null,
    moments: {},
    impacts: [],
    notes: [],
    reviewDue: null,
    reviewed: null,
    session: null,
    held: null,
    decisions: [],
    stars: [],
    published: null,
    reviewReminded: null,
    linked: [],
    kept: [],
    corrections: [],
    log: [],
    unreadable: [],
  };
}

/** Who states something, when, and why where it corrects what stood there. */
export interface Statement {
  readonly by: string;
  readonly now: Instant;
  readonly reason: string | null;
  /** Address of the comment that states it. */
  readonly source: string;
}

/** What became of a statement. A refusal changes nothing. */
export type RecordChange =
  | {
      readonly kind: "changed";
      readonly record: AnalysisRecord;
      /** What now stands there, as one sentence for the reply. */
      readonly said: string;
      /** It makes the incident look smaller (later start, earlier end, lower share, external): some may not do that. */
      readonly loosens: boolean;
    }
  | { readonly kind: "unchanged"; readonly said: string }
  | { readonly kind: "refused"; readonly why: string };

/** Adds the correction when something already stood there and now reads otherwise. */
export function withCorrection(
  record: AnalysisRecord,
  change: Pick<Correction, "field" | "from" | "to">,
  statement: Statement,
): AnalysisRecord {
  const correction = { ...change, by: statement.by, at: statement.now, reason: statement.reason };
  return { ...record, corrections: [...record.corrections, correction] };
}

/** Adds a line to the audited log. */
export function withLogEntry(record: AnalysisRecord, entry: AnalysisRecord["log"][number]): AnalysisRecord {
  return { ...record, log: [...record.log, entry] };
}

/** Drops rows that nobody could read, now that the same thing was stated by command. `key` is compared with the row's first cell. */
export function withoutUnreadable(record: AnalysisRecord, table: string, key: string): AnalysisRecord {
  const others = record.unreadable.filter(
    (row) => row.table !== table || row.cells[0]?.toLowerCase() !== key.toLowerCase(),
  );
  return { ...record, unreadable: others };
}
