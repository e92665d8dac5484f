/** Finds the action items of a report: rows, list items, marked sentences and lines that begin with a verb, in sections about what will change. */
import type { Outline, Unit } from "#src/markdown/outline.ts";
import { normaliseTitle } from "#src/markdown/sections.ts";
import { announces } from "#src/markdown/announcing-line.ts";
import { type DateHabits, readDatedStatements, readDateHabits } from "#src/timeline/dated-statements.ts";
import { type ActionFields, readActionFields, readDue, stated, typeNamed } from "./action-fields.ts";
import { beginsWithVerb } from "./action-verbs.ts";

/** One action item as a report writes it. */
export interface ReportAction extends ActionFields {
  /** 1-based line in the file. */
  readonly line: number;
  readonly text: string;
}

/** All action items in the order of the file. Linear in the text. */
export function findActions(outline: Outline): ReportAction[] {
  const { units } = outline;
  const statements = readDatedStatements(outline);
  const habits = readDateHabits(
    statements.map(({ date }) => date),
    [],
  );
  const tables = sectionsWithTable(units);
  const parents = new Set(units.filter(({ kind }) => kind === "item").map(({ parent }) => parent));
  const reader: Reader = { units, habits, tables, parents, listed: headingsWithLists(units) };
  return units.flatMap((unit, index) => actionsIn(reader, unit, index));
}

interface Reader {
  readonly units: readonly Unit[];
  readonly habits: DateHabits;
  /** Headings below which the items stand in a table. */
  readonly tables: ReadonlySet<number>;
  /** Indices of items that have items below them. */
  readonly parents: ReadonlySet<number>;
  /** Headings below which a list or a table stands. */
  readonly listed: ReadonlySet<number>;
}

const ACTION_COLUMN =
  /^(?:#\s)?(?:.{0,20}\b)?(?:action(?: ?items?)?|actions|items?|tasks?|what|description|title|follow[- ]?ups?|improvements?|to[- ]?dos?|remediations?|measures?|recommendations?|work|summary|details?)\b/i;
const SURE_COLUMN = /\b(?:action(?: ?items?)?|actions|tasks?|follow[- ]?ups?|to[- ]?dos?|remediations?)\b/i;
const OTHER_COLUMN =
  /\b(?:owner|assignee|assigned|responsible|dri|due|eta|deadline|priority|type|status|ticket|issue|bug|tracking|link)\b/i;

function sectionsWithTable(units: readonly Unit[]): ReadonlySet<number> {
  const rows = units.filter((unit) => unit.kind === "row" && unit.role === "actions" && isActionTable(unit));
  return new Set(rows.map(({ heading }) => heading));
}

function headingsWithLists(units: readonly Unit[]): ReadonlySet<number> {
  return new Set(units.filter(({ kind }) => kind === "item" || kind === "row").map(({ heading }) => heading));
}

function isActionTable({ header, role }: Unit): boolean {
  const others = header.filter((title) => OTHER_COLUMN.test(title)).length;
  if (role === "actions") return others > 0 || header.length === 0 || header.some((title) => ACTION_COLUMN.test(title));
  return others > 0 && header.some((title) => SURE_COLUMN.test(title));
}

function actionsIn(reader: Reader, unit: Unit, index: number): ReportAction[] {
  if (unit.quoted || unit.kind === "code" || unit.role === "excluded") return [];
  if (unit.kind === "row") return isActionTable(unit) ? rowAction(reader, unit) : [];
  const marked = MARKED.exec(unit.text);
  if (marked && unit.kind !== "heading") return [action(reader, unit, { text: unit.text.slice(marked[0].length) })];
  if (unit.role !== "actions" || reader.tables.has(unit.heading)) return [];
  switch (unit.kind) {
    case "item":
      return isAction(reader, unit, index) ? [action(reader, unit, {})] : [];
    case "heading":
      return headingAction(reader, unit, index);
    default:
      return lineActions(reader, unit);
  }
}

// `[Action item] …` and `Action item: …` say what they are, wherever they stand.
const MARKED = /^\s{0,3}(?:action[ -]?item|to-?do|follow[ -]?up action)\s?(?:\d{1,3}\s?)?(?:[:\]–—-]\s{0,2})/i;
const NOTHING =
  /^[\s.…\-–—_]*(?:n\/?a|none(?: (?:yet|so far|at this time|identified))?|tbd|tba|todo|nothing|no action items?|placeholder)?[\s.…\-–—_]*$/i;
const REMARK = /^(?:note|nb|n\.b\.|example|e\.g\.|see also)\b\s?[:.]/i;

function isAction({ units, parents }: Reader, unit: Unit, index: number): boolean {
  if (NOTHING.test(unit.text) || REMARK.test(unit.text)) return false;
  // `**Monitoring:**` above its own list only groups it.
  if (parents.has(index) && announces(unit)) return false;
  const parent = units[unit.parent];
  if (parent === undefined || parent.role !== "actions") return true;
  return unit.ordered || unit.checked !== null || announces(parent);
}

function headingAction(reader: Reader, unit: Unit, index: number): ReportAction[] {
  const title = unit.text.replace(/^\s*(?:\d{1,3}[.)]|#\d+:?)\s*/, "");
  const isLeaf = !reader.listed.has(index) && reader.units[index + 1]?.kind !== "heading";
  const isOwn = reader.units[unit.heading]?.role === "actions";
  return isOwn && isLeaf && beginsWithVerb(title) ? [action(reader, unit, { text: title })] : [];
}

/** Lines of a paragraph, each of which begins with a verb where a sentence may begin. */
function lineActions(reader: Reader, unit: Unit): ReportAction[] {
  const lines = unit.text.split("\n");
  return lines.flatMap((raw, offset) => {
    const text = raw.trim().replace(/^(?:[•·▪◦☐☑✅✔–—-]|\d{1,3}[.)])\s*/u, "");
    const begins = offset === 0 || /[.!:;)]\s*$|\s{2}$/.test(lines[offset - 1]!);
    if (!begins || !/^\p{Lu}/u.test(text) || !beginsWithVerb(text) || announces({ text, source: text })) return [];
    return [action(reader, unit, { text: raw.trim(), line: unit.line + offset })];
  });
}

interface Draft {
  readonly text?: string;
  readonly line?: number;
}

function action(reader: Reader, unit: Unit, draft: Draft): ReportAction {
  const text = (draft.text ?? unit.text).replaceAll(/\s+/g, " ").trim();
  const fields = readActionFields({ text, source: unit.source }, reader.habits);
  const isDone = unit.checked === true || fields.done === true || isDoneBelow(reader, unit);
  return { line: draft.line ?? unit.line, text, ...fields, ...(isDone ? { done: true } : {}) };
}

/** It stands under `Immediate actions (completed)`. */
function isDoneBelow({ units }: Reader, { label, heading }: Unit): boolean {
  const title = normaliseTitle((units[label] ?? units[heading])?.text ?? "");
  return /(?:^|\s)(?:done|completed|already (?:done|implemented))$/.test(title);
}

const COLUMNS = {
  owner: /\b(?:owners?|assignees?|assigned|responsible|dri|who|lead|team|person)\b/i,
  due: /\b(?:due|eta|deadline|target|by when|when|date)\b/i,
  priority: /\b(?:priority|prio|severity|urgency)\b/i,
  type: /\b(?:type|category|kind|class)\b/i,
  link: /\b(?:bug|issue|ticket|link|tracking|tracker|jira|pr|github)\b/i,
  status: /\b(?:status|state|done|progress|complete[d]?)\b/i,
} as const;

function rowAction(reader: Reader, unit: Unit): ReportAction[] {
  const { cells, header } = unit;
  const column = (pattern: RegExp) => header.findIndex((title) => pattern.test(title));
  const cell = (pattern: RegExp) => cells[column(pattern)]?.trim() ?? "";
  const found = header.findIndex((title) => ACTION_COLUMN.test(title) && !OTHER_COLUMN.test(title));
  const text = (cells[found === -1 ? cells.findIndex((each) => /\p{L}{3}/u.test(each)) : found] ?? "").trim();
  if (NOTHING.test(text)) return [];
  const own = readActionFields({ text, source: unit.source }, reader.habits);
  const status = cell(COLUMNS.status);
  const isDone = /^(?:✅|☑|✔|x$|done|complete|closed|fixed|merged|resolved|shipped|yes$)/i.test(status);
  const type = cell(COLUMNS.type);
  const due = cell(COLUMNS.due);
  const fields = stated({
    owner: known(cell(COLUMNS.owner)) ?? own.owner,
    due: readDue(due, reader.habits) ?? known(due) ?? own.due,
    priority: known(cell(COLUMNS.priority)) ?? own.priority,
    type: type === "" ? own.type : typeNamed(type),
    link: own.link ?? trackerIn(cell(COLUMNS.link)),
    done: isDone || own.done || /\bdone\b/i.test(cell(COLUMNS.link)) ? true : undefined,
  });
  return [{ line: unit.line, text: text.replaceAll(/\s+/g, " "), ...fields }];
}

/** A cell for tickets may hold a number alone, or words such as `none yet`. */
function trackerIn(cell: string): string | undefined {
  return /\d/.test(cell) ? known(cell) : undefined;
}

function known(cell: string): string | undefined {
  return NOTHING.test(cell) ? undefined : cell;
}
