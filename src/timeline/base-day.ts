/** The day on which a timeline plays when its entries do not say: from its lead-in, the headings above, the preamble, the file's name. */
import type { Day } from "#src/calendar/day.ts";
import type { Outline } from "#src/markdown/outline.ts";
import type { DatedStatement, DateHabits } from "./dated-statements.ts";
import { resolveDay } from "./written-day.ts";

/** All that is known about days before the entries are read. */
export interface DaySources {
  readonly outline: Outline;
  readonly statements: readonly DatedStatement[];
  readonly habits: DateHabits;
  readonly outside: { readonly file: Day | null; readonly title: Day | null; readonly published: Day | null };
}

/** The day for entries without one, and whether it was said to hold for all of them. */
export interface BaseDay {
  readonly day: Day | null;
  readonly forAll: boolean;
}

const FAR = 45;

/** Looks from the inside out: the timeline's own heading and lead-in, the headings above it, then everything else. */
export function findBaseDay(
  sources: DaySources,
  { scope, first }: { readonly scope: number; readonly first: number },
): BaseDay {
  const { outline, outside } = sources;
  for (let at = scope; at !== -1; at = outline.units[at]!.heading) {
    const near = statementBetween(sources, { from: at, to: first, own: at === scope });
    if (near !== null) return near;
  }
  const anywhere = anyStatement(sources, first);
  if (outside.title !== null) return { day: outside.title, forAll: false };
  const { file } = outside;
  // A sentence may tell of another time; a file's name hardly does.
  if (anywhere !== null && (file === null || Math.abs(anywhere - file) <= FAR)) return { day: anywhere, forAll: false };
  return { day: file ?? outside.published, forAll: false };
}

interface Span {
  readonly from: number;
  readonly to: number;
  /** The timeline's own section: there every sentence is a lead-in. */
  readonly own: boolean;
}

function statementBetween(sources: DaySources, { from, to, own }: Span): BaseDay | null {
  const start = lowerBound(sources.statements, from);
  const within: DatedStatement[] = [];
  for (let at = start; at < sources.statements.length && within.length < 20; at += 1) {
    const statement = sources.statements[at]!;
    if (statement.unit >= to) break;
    within.push(statement);
  }
  const best =
    within.find(({ kind, unit }) => kind === "heading" && unit === from) ??
    (own ? within.find(({ kind }) => kind !== "heading") : null) ??
    within.find(({ kind }) => kind === "label");
  if (best === undefined || best === null) return null;
  const day = dayOf(sources, best);
  return day === null ? null : { day, forAll: best.forAll };
}

function lowerBound(statements: readonly DatedStatement[], unit: number): number {
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (statements[middle]!.unit < unit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function anyStatement(sources: DaySources, first: number): Day | null {
  const { statements } = sources;
  const withYear = ({ date }: DatedStatement) => date.year !== null;
  const before = ({ unit }: DatedStatement) => unit < first;
  const best =
    statements.find(({ kind }) => kind === "label") ??
    statements.find((one) => one.kind === "heading" && withYear(one)) ??
    statements.find((one) => before(one) && withYear(one)) ??
    statements.find((one) => before(one)) ??
    statements.find(withYear);
  return best === undefined ? null : dayOf(sources, best);
}

function dayOf({ habits }: DaySources, { date }: DatedStatement): Day | null {
  return resolveDay(date, habits).day;
}
