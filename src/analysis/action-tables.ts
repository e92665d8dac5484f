/** Action items in tables: which tables hold them, and what each column says. */
import type { Unit } from "#src/markdown/outline.ts";
import type { DateHabits } from "#src/timeline/dated-statements.ts";
import { readActionFields, readDue, stated, typeNamed } from "./action-fields.ts";
import { saysNothing } from "./action-words.ts";
import type { ReportAction } from "./report-action.ts";

const ACTION_COLUMN =
  /^(?:#\s)?(?:.{0,20}\b)?(?:action(?: ?items?)?|actions|items?|tasks?|what|description|title|follow[- ]?ups?|improvements?|to[- ]?dos?|remediations?|measures?|recommendations?|work|summary|details?)\b/i;
const SURE_COLUMN = /\b(?:action(?: ?items?)?|actions|tasks?|follow[- ]?ups?|to[- ]?dos?|remediations?)\b/i;
const OTHER_COLUMN =
  /\b(?:owner|assignee|assigned|responsible|dri|due|eta|deadline|priority|type|status|ticket|issue|bug|tracking|link)\b/i;

/** In a section about actions nearly every table holds them; elsewhere its titles have to say so. */
export function isActionTable({ header, role }: Unit): boolean {
  const others = header.filter((title) => OTHER_COLUMN.test(title)).length;
  if (role === "actions") return others > 0 || header.length === 0 || header.some((title) => ACTION_COLUMN.test(title));
  return others > 0 && header.some((title) => SURE_COLUMN.test(title));
}

const COLUMNS = {
  owner:
    /\b(?:owners?|assignees?|assigned|responsible|dri|who|lead|team|person|verantwortlich\w*|responsable|asignado)\b/i,
  due: /\b(?:due|eta|deadline|target|by when|when|date|f[äa]llig\w*|frist|termin|vencimiento)\b|ch[ée]ance/i,
  priority: /\b(?:priority|prio|severity|urgency)\b/i,
  type: /\b(?:type|category|kind|class)\b/i,
  link: /\b(?:bug|issue|ticket|link|tracking|tracker|jira|pr|github)\b/i,
  status: /\b(?:status|state|done|progress|complete[d]?)\b/i,
} as const;

/** The row's item; null when it holds none. */
export function readActionRow(unit: Unit, habits: DateHabits): ReportAction | null {
  const { cells, header } = unit;
  const column = (pattern: RegExp) => header.findIndex((title) => pattern.test(title));
  const cell = (pattern: RegExp) => cells[column(pattern)]?.trim() ?? "";
  const found = header.findIndex((title) => ACTION_COLUMN.test(title) && !OTHER_COLUMN.test(title));
  const text = (cells[found === -1 ? cells.findIndex((each) => /\p{L}{3}/u.test(each)) : found] ?? "").trim();
  if (saysNothing(text)) return null;
  const own = readActionFields({ text, source: unit.source }, habits);
  const status = cell(COLUMNS.status);
  const isDone = /^(?:✅|☑|✔|x$|done|complete|closed|fixed|merged|resolved|shipped|yes$)/i.test(status);
  const type = cell(COLUMNS.type);
  const due = cell(COLUMNS.due);
  const fields = stated({
    owner: known(cell(COLUMNS.owner)) ?? own.owner,
    due: readDue(due, habits) ?? known(due) ?? own.due,
    priority: known(cell(COLUMNS.priority)) ?? own.priority,
    type: type === "" ? own.type : typeNamed(type),
    link: own.link ?? trackerIn(cell(COLUMNS.link)),
    done: isDone || own.done || /\bdone\b/i.test(cell(COLUMNS.link)) ? true : undefined,
  });
  return { line: unit.line, text: text.replaceAll(/\s+/g, " "), ...fields };
}

/** A cell for tickets may hold a number alone, or words such as `none yet`. */
function trackerIn(cell: string): string | undefined {
  return /\d/.test(cell) ? known(cell) : undefined;
}

function known(cell: string): string | undefined {
  return saysNothing(cell) ? undefined : cell;
}
