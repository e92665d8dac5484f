/** Reads the record back from its visible tables, hand edits included; what cannot be read is kept and named, never guessed. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { readTables, type Table } from "#src/markdown/tables.ts";
import type { AnalysisRecord, UnreadableRow } from "./analysis.ts";
import { emptyRecord } from "./record.ts";
import { type Draft, ROW_READERS } from "./record-rows.ts";
import { TABLES } from "./record-tables.ts";

/** The record as far as it can be read, and in plain words what cannot. */
export interface RecordReading {
  readonly record: AnalysisRecord;
  readonly problems: readonly string[];
}

/**
 * Reads a record comment. Tables are found by their first header cell; other text is passed over.
 * @param incident used where the table does not name the incident readably
 * @returns null when the text has none of our tables
 */
export function readRecord(text: string, incident: IssueReference): RecordReading | null {
  const tables = readTables(parseMarkdown(text)).filter(
    (found) => found.header[0] !== undefined && isOurs(found.header[0]),
  );
  if (tables.length === 0) return null;
  const draft: Draft = structuredClone(emptyRecord(incident)) as Draft;
  for (const found of tables) readRows(found, draft);
  return { record: inOrder(draft), problems: draft.unreadable.map(sayProblem) };
}

function isOurs(header: string): boolean {
  return (Object.values(TABLES) as string[]).includes(header);
}

function readRows(found: Table, draft: Draft): void {
  const name = found.header[0]!;
  for (const { cells } of found.rows) {
    if (cells.every((cell) => cell.text === "" && cell.link === null)) continue;
    const why = ROW_READERS[name]!({ cells, header: found.header }, draft);
    if (why === null) continue;
    const said = cells.map((cell) => cell.link ?? cell.text);
    draft.unreadable.push({ table: name, cells: withoutEmptyEnd(said), why });
  }
}

function withoutEmptyEnd(cells: readonly string[]): string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
}

function inOrder(draft: Draft): AnalysisRecord {
  return {
    ...draft,
    notes: draft.notes.toSorted((a, b) => a.at - b.at),
    stars: draft.stars.toSorted((a, b) => a.at - b.at),
  };
}

function sayProblem(row: UnreadableRow): string {
  const said = row.cells.filter((cell) => cell !== "").join(" · ");
  return `${row.table}: “${said}” is left out, because ${row.why}.`;
}
