/** Dates that a report states anywhere: in its title, its preamble, its sentences, its front matter, its file's name. */
import { type Day, dayOfParts } from "#src/calendar/day.ts";
import type { Outline, Unit } from "#src/markdown/outline.ts";
import { monthNamed } from "./month-names.ts";
import { readWrittenDate, type WrittenDate } from "./written-date.ts";
import { resolveDay } from "./written-day.ts";

/** One date that stands in the text. */
export interface DatedStatement {
  readonly date: WrittenDate;
  /** Index of its unit. */
  readonly unit: number;
  /** `heading` = in a heading; `label` = `Date: …`, `Started: …`; `prose` = in a sentence. */
  readonly kind: "heading" | "label" | "prose";
  /** It stands in a sentence about all that follows: `unless otherwise noted`, `all events`. */
  readonly forAll: boolean;
}

// Where a date can begin: a number with a mark behind it, or a month's name.
const START =
  /(?:(?<=\p{L}\/)(?=\d{4}-\d{2}-\d{2})|(?<![\p{L}\p{N}.:/-]))(?:\d{4,5}[-/.]\d|\d{1,2}(?:st|nd|rd|th|\.)?(?: of| de)?[ -]\p{L}{3}|\d{1,2}[-/.]\d|\d{1,4}\s?[年년月]|(?:jan|feb|mär|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)\p{L}{0,7}\.?[ -]\d)/giu;

// What happened on these days is something else.
const ELSEWHERE =
  /\b(?:published|updated|modified|created|reviewed|written|author|authors|due|meeting|posted|deadline|next|release date|expires?|since|until|copyright|version)\b/i;
const LABEL =
  /^\W*(?:(?:incident|outage|event|issue)\b.{0,12}|(?:the )?)(?:dates?|when|start(?:ed)?(?: time)?|began|begin|occurred(?: on)?|day|on|time|detected|from|window|period|duration|datum)\b[^.]{0,24}$/i;
const FOR_ALL = /\b(?:unless|otherwise|all (?:events|times|timestamps|entries)|everything)\b/i;
const MOST = 2_000;

/** All dates in order that may be the day of the incident. Stops after 2,000. */
export function readDatedStatements({ units }: Outline): DatedStatement[] {
  const found: DatedStatement[] = [];
  for (const [index, unit] of units.entries()) {
    if (unit.kind === "code" || unit.quoted || unit.role === "excluded" || unit.role === "actions") continue;
    if (found.length >= MOST) break;
    if (/\d/.test(unit.text)) found.push(...statementsIn(unit, index));
  }
  return found;
}

function statementsIn(unit: Unit, index: number): DatedStatement[] {
  return unit.text.split("\n").flatMap((line) =>
    [...line.slice(0, 2_000).matchAll(START)].flatMap((match) => {
      const date = readWrittenDate(line, match.index);
      if (date === null || date.month === null || date.day === null || date.malformed) return [];
      const before = line.slice(Math.max(0, match.index - 60), match.index);
      if (ELSEWHERE.test(before)) return [];
      const kind = unit.kind === "heading" ? "heading" : LABEL.test(before) ? "label" : "prose";
      return [{ date, unit: index, kind, forAll: FOR_ALL.test(unit.text) } as const];
    }),
  );
}

const MONTH_AND_YEAR = /(?<!\p{L})(\p{L}{3,10})\.?,? ((?:19|20)\d{2})(?!\d)/gu;

/**
 * A day from which a year can be taken where no day of the incident states one: a date of publication, `August 2026`, a
 * year in a heading. Null when there is none.
 */
export function readYearHint({ units }: Outline): Day | null {
  const told = units.filter(({ kind, quoted, text }) => kind !== "code" && !quoted && /(?:19|20)\d{2}/.test(text));
  const looked = told.slice(0, 200).map(({ text }) => text.slice(0, 1_000));
  return firstOf(looked, fullDayIn) ?? firstOf(looked, monthIn) ?? firstOf(headingsOf(told), (text) => yearIn(text));
}

function headingsOf(units: readonly Unit[]): string[] {
  return units.filter(({ kind }) => kind === "heading").map(({ text }) => text);
}

function firstOf(texts: readonly string[], read: (text: string) => Day | null): Day | null {
  for (const text of texts) {
    const day = read(text);
    if (day !== null) return day;
  }
  return null;
}

function fullDayIn(text: string): Day | null {
  for (const { index } of text.matchAll(START)) {
    const date = readWrittenDate(text, index);
    if (date?.year && date.month !== null && !date.malformed)
      return resolveDay(date, { near: null, dayFirst: null }).day;
  }
  return null;
}

function monthIn(text: string): Day | null {
  for (const [, word = "", year] of text.matchAll(MONTH_AND_YEAR)) {
    const month = monthNamed(word);
    if (month !== null) return dayOfParts({ year: Number(year), month, date: 15 });
  }
  return null;
}

function yearIn(text: string): Day | null {
  const year = /(?<![\d/.-])((?:19|20)\d{2})(?![\d/.-])/.exec(text)?.[1];
  return year === undefined ? null : dayOfParts({ year: Number(year), month: 7, date: 1 });
}

/** What decides how this report writes its dates: whether the day stands first, and a day that is close to all of them. */
export interface DateHabits {
  readonly dayFirst: boolean | null;
  readonly near: Day | null;
}

/** Looks at the dates that leave no doubt. `outside` are days from file name and front matter, the best first. */
export function readDateHabits(dates: readonly WrittenDate[], outside: readonly Day[]): DateHabits {
  const numeric = dates.filter(({ written }) => /^\d{1,2}[-/]\d/.test(written));
  const dayFirst = numeric.filter(({ written }) => Number.parseInt(written, 10) > 12).length;
  const monthFirst = numeric.filter((date) => !date.ambiguous && (date.day ?? 0) > 12).length - dayFirst;
  const habit = dayFirst === 0 && monthFirst <= 0 ? null : dayFirst > monthFirst;
  const clear = dates.find((date) => date.year !== null && !date.ambiguous && date.month !== null);
  const near = clear ? resolveDay(clear, { near: null, dayFirst: habit }).day : null;
  return { dayFirst: habit, near: outside[0] ?? near ?? null };
}

/** Days that the file's name and its front matter give: when it happened, or when it was published. */
export function outsideDays(file: string | null, frontMatter: ReadonlyMap<string, string>) {
  const name = file?.split(/[/\\]/).at(-1) ?? "";
  const stamp = /(?<!\d)((?:19|20)\d{2}[-_.]?\d{2}[-_.]?\d{2})(?!\d)/.exec(name)?.[1];
  const digits = stamp?.replaceAll(/\D/g, "");
  return {
    file: digits ? dayOf(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`) : null,
    title: dayIn(frontMatter.get("title")),
    published: dayIn(frontMatter.get("date")) ?? dayIn(frontMatter.get("path")),
  };
}

function dayOf(text: string): Day | null {
  const date = readWrittenDate(text, 0);
  return date === null ? null : resolveDay(date, { near: null, dayFirst: null }).day;
}

function dayIn(text: string | undefined): Day | null {
  const match = /\d{4}[-/]\d{2}[-/]\d{2}/.exec(text ?? "")?.[0];
  if (match !== undefined) return dayOf(match);
  for (const start of (text ?? "").slice(0, 300).matchAll(START)) {
    const date = readWrittenDate(text!, start.index);
    const day = date?.year ? resolveDay(date, { near: null, dayFirst: null }).day : null;
    if (day !== null) return day;
  }
  return null;
}
