/** Reads the rows of the record's tables one by one: each reader fills in the draft, or says why it cannot. */
import { parseDay } from "#src/calendar/day.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { type IssueReference, issueKey } from "#src/facts/issue-reference.ts";
import { MOMENTS } from "#src/incident/incident.ts";
import { parseShare } from "#src/incident/share.ts";
import type { Cell } from "#src/markdown/tables.ts";
import type { AnalysisRecord, Attestation } from "./analysis.ts";
import { readSource, readTime } from "./record-cell.ts";
import { TABLES, UNKNOWN } from "./record-tables.ts";

/** A record that is being read. */
export type Draft = { -readonly [Key in keyof AnalysisRecord]: Mutable<AnalysisRecord[Key]> };
type Mutable<T> = T extends readonly (infer Item)[]
  ? Item[]
  : T extends object
    ? { -readonly [Key in keyof T]: T[Key] }
    : T;

interface RowToRead {
  readonly cells: readonly Cell[];
  readonly header: readonly string[];
}

/** Fills in the draft and returns null, or returns the reason, as a clause that can follow "because". */
type RowReader = (row: RowToRead, draft: Draft) => string | null;

/** By the first header cell. */
export const ROW_READERS: Readonly<Record<string, RowReader>> = {
  [TABLES.facts]: readFact,
  [TABLES.moments]: readMoment,
  [TABLES.impacts]: readImpact,
  [TABLES.notes]: (row, draft) => readSaid(row, draft.notes),
  [TABLES.stars]: readStar,
  [TABLES.decisions]: (row, draft) => readSaid(row, draft.decisions),
  [TABLES.linked]: (row, draft) => readItem(row, draft.linked),
  [TABLES.kept]: (row, draft) => readItem(row, draft.kept),
  [TABLES.corrections]: readCorrection,
  [TABLES.log]: readLogEntry,
  [TABLES.unreadable]: readUnreadable,
};

function readFact({ cells }: RowToRead, draft: Draft): string | null {
  const [name, value] = [textOf(cells, 0).toLowerCase(), textOf(cells, 1)];
  switch (name) {
    case "incident":
      return readIncident(value, draft);
    case "confirmed":
    case "external":
    case "reviewed":
      return readAttestation(name, cells, draft);
    case "review due":
      return readReviewDue(value, draft);
    case "review at":
      return readSession(cells, draft);
    case "held":
      return readHeld(cells, draft);
    case "published":
      return readPublished(cells, draft);
    case "reminded of the review":
      draft.reviewReminded = value === "" ? null : value;
      return null;
    default:
      return "there is no such fact";
  }
}

function readIncident(value: string, draft: Draft): string | null {
  const incident = readIssue(value);
  if (!incident) return "an issue is written like owner/repo#12";
  draft.incident = incident;
  return null;
}

function readReviewDue(value: string, draft: Draft): string | null {
  if (isEmpty(value)) return null;
  if (parseDay(value) === null) return `“${value}” is no date; write it like 2026-11-24`;
  draft.reviewDue = value;
  return null;
}

function readAttestation(
  name: "confirmed" | "external" | "reviewed",
  cells: readonly Cell[],
  draft: Draft,
): string | null {
  const value = textOf(cells, 1).toLowerCase();
  if (value === "no" || isEmpty(value)) return null;
  if (value !== "yes") return `“${value}” is neither yes nor no`;
  const at = readTime(textOf(cells, 3));
  if (!at.ok) return at.why;
  const attested: Attestation = { by: textOf(cells, 2), at: at.value, reason: textOf(cells, 4) || null };
  draft[name] = attested;
  return null;
}

function readHeld(cells: readonly Cell[], draft: Draft): string | null {
  const value = textOf(cells, 1);
  if (value.toLowerCase() === "no" || isEmpty(value)) return null;
  const at = readTime(textOf(cells, 3));
  if (!at.ok) return at.why;
  const attendees = value
    .split(",")
    .map((name) => name.trim().replace(/^@/, ""))
    .filter((name) => name !== "");
  draft.held = { attendees, by: textOf(cells, 2), at: at.value };
  return null;
}

function readSession(cells: readonly Cell[], draft: Draft): string | null {
  const [at, said] = [readTime(textOf(cells, 1)), readTime(textOf(cells, 3))];
  if (!at.ok) return at.why;
  if (!said.ok) return said.why;
  draft.session = { at: at.value, by: textOf(cells, 2), said: said.value };
  return null;
}

function readPublished(cells: readonly Cell[], draft: Draft): string | null {
  const text = /^text (.+)$/.exec(textOf(cells, 1))?.[1];
  if (text === undefined) return "only `/pia publish` can say what was published";
  const at = readTime(textOf(cells, 3));
  if (!at.ok) return at.why;
  draft.published = { by: textOf(cells, 2), at: at.value, text };
  return null;
}

function readMoment({ cells }: RowToRead, draft: Draft): string | null {
  const moment = MOMENTS.find((known) => known === textOf(cells, 0).toLowerCase());
  if (!moment) return `the moments are ${MOMENTS.join(", ")}`;
  if (isEmpty(textOf(cells, 1))) return null;
  const at = readTime(textOf(cells, 1));
  if (!at.ok) return at.why;
  if (draft.moments[moment]) return `${moment} stands there twice`;
  const stated = { at: at.value, by: textOf(cells, 2), source: sourceOf(cells, 3) };
  draft.moments = { ...draft.moments, [moment]: stated };
  return null;
}

function readImpact({ cells }: RowToRead, draft: Draft): string | null {
  const component = textOf(cells, 0);
  const share = parseShare(textOf(cells, 1));
  if (share === null) return `“${textOf(cells, 1)}” is no share; write it like 50%`;
  const from = readTime(textOf(cells, 2));
  if (!from.ok) return from.why;
  const to = readEnd(textOf(cells, 3));
  if (!to.ok) return to.why;
  if (to.value !== null && to.value <= from.value) return "it ends before it begins";
  draft.impacts.push({ component, share, from: from.value, to: to.value, by: textOf(cells, 4) });
  return null;
}

function readEnd(text: string): ReturnType<typeof readTime> | { readonly ok: true; readonly value: Instant | null } {
  return isEmpty(text) || text.toLowerCase() === "still lasting" ? { ok: true, value: null } : readTime(text);
}

function readSaid({ cells }: RowToRead, said: Draft["notes"]): string | null {
  const at = readTime(textOf(cells, 0));
  if (!at.ok) return at.why;
  said.push({ at: at.value, text: textOf(cells, 1), by: textOf(cells, 2), source: sourceOf(cells, 3) });
  return null;
}

function readStar({ cells }: RowToRead, draft: Draft): string | null {
  const at = readTime(textOf(cells, 0));
  if (!at.ok) return at.why;
  draft.stars.push({ at: at.value, by: textOf(cells, 1) });
  return null;
}

function readItem({ cells, header }: RowToRead, items: Draft["linked"]): string | null {
  const issue = readIssue(textOf(cells, 0));
  if (!issue) return "an issue is written like owner/repo#12";
  if (items.some((item) => issueKey(item.issue) === issueKey(issue))) return "this issue stands there twice";
  const fields = header.slice(1).flatMap((name, index) => {
    const value = textOf(cells, index + 1);
    return value === "" ? [] : [[name, value] as const];
  });
  items.push({ issue, fields: Object.fromEntries(fields) });
  return null;
}

function readCorrection({ cells }: RowToRead, draft: Draft): string | null {
  const at = readTime(textOf(cells, 4));
  if (!at.ok) return at.why;
  const [field, from, to, by] = [0, 1, 2, 3].map((index) => textOf(cells, index)) as [string, string, string, string];
  draft.corrections.push({ field, from, to, by, at: at.value, reason: textOf(cells, 5) || null });
  return null;
}

function readLogEntry({ cells }: RowToRead, draft: Draft): string | null {
  const at = readTime(textOf(cells, 0));
  if (!at.ok) return at.why;
  draft.log.push({ at: at.value, by: textOf(cells, 1), what: textOf(cells, 2) });
  return null;
}

function readUnreadable({ cells }: RowToRead, draft: Draft): string | null {
  const rest = cells.slice(2).map((cell) => cell.text);
  const last = rest.findLastIndex((cell) => cell !== "");
  draft.unreadable.push({ table: textOf(cells, 0), why: textOf(cells, 1), cells: rest.slice(0, last + 1) });
  return null;
}

function readIssue(text: string): IssueReference | null {
  const match = /^([\w.-]+)\/([\w.-]+)#(\d{1,9})$/.exec(text);
  return match ? { owner: match[1]!, repo: match[2]!, number: Number(match[3]) } : null;
}

function isEmpty(text: string): boolean {
  return text === "" || text.toLowerCase() === UNKNOWN || text === "-" || text === "–";
}

function textOf(cells: readonly Cell[], index: number): string {
  return cells[index]?.text ?? "";
}

function sourceOf(cells: readonly Cell[], index: number): string {
  const cell = cells[index];
  return cell ? readSource(cell) : "";
}
