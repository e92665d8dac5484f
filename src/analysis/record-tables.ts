/** Writes the record as visible tables. `readRecord` is the inverse, so the two files share the names of the columns. */
import { type IssueReference, sayIssue } from "#src/facts/issue-reference.ts";
import { MOMENTS } from "#src/incident/incident.ts";
import { sayShare } from "#src/incident/share.ts";
import { escapeCell } from "#src/markdown/escape.ts";
import type { AnalysisRecord, Attestation, LinkedItemRecord, Note } from "./analysis.ts";
import { sourceCell, table, timeCell } from "./record-cell.ts";

/** First header cell of each table: tables are told apart by it, so that headings may be edited. */
export const TABLES = {
  facts: "Fact",
  moments: "Moment",
  impacts: "Impact on",
  notes: "Noted at",
  stars: "Starred",
  decisions: "Decided at",
  linked: "Adopted item",
  kept: "Open item",
  corrections: "Correction of",
  log: "Logged at",
  unreadable: "Not understood",
} as const;

/** Stands where nothing is known yet, so that people see that it is missing and where to write it. */
export const UNKNOWN = "unknown";

/** The tables that people look at and may mend: facts, moments and impact. */
export function statedTables(record: AnalysisRecord): string[] {
  return [factsTable(record), momentsTable(record), impactsTable(record)];
}

/** The tables that say how it came about: notes, items, corrections, log, and rows that nobody could read. */
export function historyTables(record: AnalysisRecord): string[] {
  return [
    saidTable(TABLES.notes, record.notes),
    starsTable(record),
    saidTable(TABLES.decisions, record.decisions),
    itemsTable(TABLES.linked, record.linked),
    itemsTable(TABLES.kept, record.kept),
    correctionsTable(record),
    logTable(record),
    unreadableTable(record),
  ];
}

function factsTable(record: AnalysisRecord): string {
  const incident = issueCell(record.incident);
  const { held } = record;
  const attendees = held ? held.attendees.map(escapeCell).join(", ") : "no";
  return table(
    [TABLES.facts, "Value", "By", "When", "Why"],
    [
      ["incident", incident, "", "", ""],
      attestationRow("confirmed", record.confirmed),
      attestationRow("external", record.external),
      ["review due", record.reviewDue ?? UNKNOWN, "", "", ""],
      ...sessionRow(record),
      ["held", attendees, escapeCell(held?.by ?? ""), held ? timeCell(held.at) : "", ""],
      attestationRow("reviewed", record.reviewed),
      ...publishedRow(record),
      ...(record.reviewReminded === null
        ? []
        : [["reminded of the review", escapeCell(record.reviewReminded), "", "", ""]]),
    ],
  );
}

function sessionRow({ session }: AnalysisRecord): string[][] {
  return session === null
    ? []
    : [["review at", timeCell(session.at), escapeCell(session.by), timeCell(session.said), ""]];
}

function publishedRow({ published }: AnalysisRecord): string[][] {
  return published === null
    ? []
    : [["published", `text ${escapeCell(published.text)}`, escapeCell(published.by), timeCell(published.at), ""]];
}

function attestationRow(name: string, attested: Attestation | null): string[] {
  if (!attested) return [name, "no", "", "", ""];
  return [name, "yes", escapeCell(attested.by), timeCell(attested.at), escapeCell(attested.reason ?? "")];
}

function momentsTable({ moments }: AnalysisRecord): string {
  const rows = MOMENTS.map((moment) => {
    const stated = moments[moment];
    if (!stated) return [moment, UNKNOWN, "", ""];
    return [moment, timeCell(stated.at), escapeCell(stated.by), sourceCell(stated.source)];
  });
  return table([TABLES.moments, "When", "By", "Source"], rows);
}

function impactsTable({ impacts }: AnalysisRecord): string {
  const rows = impacts.map((impact) => [
    escapeCell(impact.component),
    sayShare(impact.share),
    timeCell(impact.from),
    impact.to === null ? "still lasting" : timeCell(impact.to),
    escapeCell(impact.by),
  ]);
  return table([TABLES.impacts, "Share", "From", "To", "By"], rows);
}

/** Sentences that people said, and where. */
function saidTable(title: string, said: readonly Note[]): string {
  const rows = said.map(({ at, text, by, source }) => [
    timeCell(at),
    escapeCell(text),
    escapeCell(by),
    sourceCell(source),
  ]);
  return table([title, "What", "By", "Source"], rows);
}

function starsTable({ stars }: AnalysisRecord): string {
  return table(
    [TABLES.stars, "By"],
    stars.map(({ at, by }) => [timeCell(at), escapeCell(by)]),
  );
}

function itemsTable(title: string, items: readonly LinkedItemRecord[]): string {
  const names = [...new Set(items.flatMap((item) => Object.keys(item.fields)))].toSorted();
  const rows = items.map(({ issue, fields }) => [
    issueCell(issue),
    ...names.map((name) => escapeCell(Object.hasOwn(fields, name) ? fields[name]! : "")),
  ]);
  return table([title, ...names.map(escapeCell)], rows);
}

function correctionsTable({ corrections }: AnalysisRecord): string {
  const rows = corrections.map(({ field, from, to, by, at, reason }) => [
    ...[field, from, to, by].map(escapeCell),
    timeCell(at),
    escapeCell(reason ?? ""),
  ]);
  return table([TABLES.corrections, "From", "To", "By", "When", "Why"], rows);
}

function logTable({ log }: AnalysisRecord): string {
  const rows = log.map(({ at, by, what }) => [timeCell(at), escapeCell(by), escapeCell(what)]);
  return table([TABLES.log, "By", "What"], rows);
}

function unreadableTable({ unreadable }: AnalysisRecord): string {
  const widest = Math.max(0, ...unreadable.map((row) => row.cells.length));
  const header = [TABLES.unreadable, "Why", ...Array.from({ length: widest }, (_, index) => `Cell ${index + 1}`)];
  const rows = unreadable.map((row) => {
    const cells = [row.table, row.why, ...row.cells].map(escapeCell);
    return [...cells, ...Array.from({ length: header.length - cells.length }, () => "")];
  });
  return table(header, rows);
}

// Always with owner and repository: a record may be read somewhere else.
function issueCell(issue: IssueReference): string {
  return escapeCell(sayIssue(issue, { owner: "", repo: "" }));
}
