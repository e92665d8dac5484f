/** Finds the action items of a report: rows, list items, marked sentences and lines that begin with a verb, in sections about what will change. */
import type { Outline, Unit } from "#src/markdown/outline.ts";
import { normaliseTitle } from "#src/markdown/sections.ts";
import { announces } from "#src/markdown/announcing-line.ts";
import { type DateHabits, readDatedStatements, readDateHabits } from "#src/timeline/dated-statements.ts";
import { readActionFields } from "./action-fields.ts";
import { isActionTable, readActionRow } from "./action-tables.ts";
import { beginsWithVerb } from "./action-verbs.ts";
import {
  isField,
  isLegend,
  isRemark,
  markOf,
  saysNothing,
  tellsOfAction,
  tellsOfPast,
  withoutNumber,
} from "./action-words.ts";
import type { ReportAction } from "./report-action.ts";

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
  const listed = headingsWithLists(units);
  const reader: Reader = { units, habits, tables, parents, listed, listedBelow: withHeadingsAbove(listed, units) };
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
  /** As well, below their own headings. */
  readonly listedBelow: ReadonlySet<number>;
}

function sectionsWithTable(units: readonly Unit[]): ReadonlySet<number> {
  const rows = units.filter((unit) => unit.kind === "row" && unit.role === "actions" && isActionTable(unit));
  return new Set(rows.map(({ heading }) => heading));
}

function withHeadingsAbove(headings: ReadonlySet<number>, units: readonly Unit[]): ReadonlySet<number> {
  const all = new Set(headings);
  // A set gives what is added while one walks through it, too.
  for (const heading of all) if (heading !== -1) all.add(units[heading]!.heading);
  return all;
}

function headingsWithLists(units: readonly Unit[]): ReadonlySet<number> {
  return new Set(units.filter(({ kind }) => kind === "item" || kind === "row").map(({ heading }) => heading));
}

function actionsIn(reader: Reader, unit: Unit, index: number): ReportAction[] {
  if (unit.quoted || unit.kind === "code" || unit.role === "excluded") return [];
  if (unit.kind === "row") {
    const row = isActionTable(unit) ? readActionRow(unit, reader.habits) : null;
    return row === null ? [] : [row];
  }
  const marked = markOf(unit);
  if (marked && unit.kind !== "heading") return [action(reader, index, { text: unit.text.slice(marked[0].length) })];
  if (unit.role !== "actions" || (reader.tables.has(unit.heading) && !standsBesideTable(unit))) return [];
  switch (unit.kind) {
    case "item":
      return isAction(reader, unit, index) ? [action(reader, index, {})] : [];
    case "heading":
      return headingAction(reader, unit, index);
    default:
      return lineActions(reader, unit, index);
  }
}

/** Where there is a table, its legend and remarks stand beside it; a box to tick, or a verb, makes an action of a list item all the same. */
function standsBesideTable({ kind, checked, text }: Unit): boolean {
  return kind === "item" && (checked !== null || (beginsWithVerb(text) && !isLegend(text)));
}

function isAction({ units, parents }: Reader, unit: Unit, index: number): boolean {
  if (saysNothing(unit.text) || isRemark(unit.text)) return false;
  const parent = units[unit.parent];
  if (parent !== undefined && isField(unit.text)) return false;
  // `**Monitoring:**` above its own list only groups it, unless that list says who and when.
  const isGroup = announces(unit) && !isField(units[index + 1]?.text ?? "");
  if (parents.has(index) && (isGroup || isMarkedBelow(units, index))) return false;
  if (parent === undefined || parent.role !== "actions") return true;
  return unit.ordered || unit.checked !== null || announces(parent);
}

/** What was learned stands above `Action: …`. */
function isMarkedBelow(units: readonly Unit[], index: number): boolean {
  const next = units[index + 1];
  return next?.parent === index && markOf(next) !== null;
}

function headingAction(reader: Reader, unit: Unit, index: number): ReportAction[] {
  const title = unit.text.replace(/^\s*(?:\d{1,3}[.)]|#\d+:?)\s*/, "");
  const isLeaf = !reader.listed.has(index) && reader.units[index + 1]?.kind !== "heading";
  const isOwn = reader.units[unit.heading]?.role === "actions";
  const isItem = beginsWithVerb(title) || withoutNumber(unit.text) !== title;
  return isOwn && isLeaf && isItem ? [action(reader, index, { text: title })] : [];
}

/** Lines of a paragraph, each of which tells of something to be done where a sentence may begin. */
function lineActions(reader: Reader, unit: Unit, index: number): ReportAction[] {
  const lines = unit.text.split("\n");
  return lines.flatMap((raw, offset) => {
    const begins = offset === 0 || /[.!:;)]\s*$|\s{2}$/.test(lines[offset - 1]!);
    const text = withoutNumber(raw);
    const tells = tellsOfAction(raw, unit.source) || (tellsOfPast(raw) && !reader.listedBelow.has(unit.heading));
    if (!begins || !tells || announces({ text, source: text })) return [];
    return [action(reader, index, { text: raw.trim(), line: unit.line + offset })];
  });
}

interface Draft {
  readonly text?: string;
  readonly line?: number;
}

function action(reader: Reader, index: number, draft: Draft): ReportAction {
  const unit = reader.units[index]!;
  const text = (draft.text ?? unit.text).replaceAll(/\s+/g, " ").trim();
  const below = fieldsBelow(reader, index);
  const own = readActionFields({ text, source: unit.source }, reader.habits);
  const fields = below === "" ? own : { ...readActionFields({ text: below, source: below }, reader.habits), ...own };
  const isDone = unit.checked === true || fields.done === true || isDoneBelow(reader, unit);
  return { line: draft.line ?? unit.line, text, ...fields, ...(isDone ? { done: true } : {}) };
}

const MOST_FIELDS = 8;

/** `- Owner: storage` and the like in the list below an item, or in the paragraph below its heading. */
function fieldsBelow({ units }: Reader, index: number): string {
  const { kind } = units[index]!;
  const next = units.slice(index + 1, index + 1 + MOST_FIELDS);
  const isBelow = (unit: Unit) => (kind === "heading" ? unit.heading === index : unit.parent === index);
  const end = next.findIndex((unit) => !isBelow(unit) || !isField(unit.text));
  return (end === -1 ? next : next.slice(0, end)).map(({ text }) => text).join("; ");
}

/** It stands under `Immediate actions (completed)`. */
function isDoneBelow({ units }: Reader, { label, heading }: Unit): boolean {
  const title = normaliseTitle((units[label] ?? units[heading])?.text ?? "");
  return /(?:^|\s)(?:done|completed|already (?:done|implemented))$/.test(title);
}
