/** Dates as people write them, before the year, the order of day and month, or a bare weekday is made out from what stands around. */
import { monthNamed, weekdayNamed } from "./month-names.ts";

/** A date as written; parts that it does not state are null. */
export interface WrittenDate {
  readonly year: number | null;
  /** 1..12, possibly impossible; null for `23rd`, for a weekday and for what is still to be filled in. */
  readonly month: number | null;
  readonly day: number | null;
  /** 1 = Monday; null when no weekday is written. */
  readonly weekday: number | null;
  /** `01/02/2019`: which one is the day is not known yet; month and day are then as in `month first`. */
  readonly ambiguous: boolean;
  /** It cannot be right as it stands: `20202-01-16`, `2023-MM-DD`. */
  readonly malformed: boolean;
  /** As it stands in the text. */
  readonly written: string;
  readonly end: number;
}

type Parts = Partial<Omit<WrittenDate, "end" | "written">> & { readonly length: number };

const ISO = /(\d{4,5})([-/.])(\d{1,2}|[MmXx?]{2})\2(\d{1,2}|[DdXx?]{2})(?!\d)/y;
const COMPACT = /(20\d{2})(0[1-9]|1[0-2])([0-2]\d|3[01])(?=T\d)/y;
const NUMERIC = /(\d{1,2})([-/.])(\d{1,2})\2((?:19|20)\d{2}|\d{2})(?![\d:])/y;
const SLASH = /(\d{1,2})\/(\d{1,2})(?![\d/])/y;
/** `12-05 16:21`: without a year only where a time of day follows. */
const DASH = /(\d{1,2})-(\d{1,2})(?=[ T]\d{1,2}:\d{2})/y;
const GERMAN = /(\d{1,2})\.(\d{1,2})\.(?=[\s,)–-]|$)/y;
const NAME_FIRST =
  /(\p{L}{3,10})\.?[ -]{0,2}(\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d)(?:\s?(?:[-–/&]|and|to)\s?\d{1,2}(?:st|nd|rd|th)?(?!\d|:\d))?(?:,?\s{1,2}(\d{4})(?![\d:])|-(\d{2,4})(?!\d)|,?\s?'(\d{2})(?!\d))?/uy;
const DAY_FIRST =
  /(\d{1,2})(?:st|nd|rd|th|\.)?(?:\s?[-–]\s?\d{1,2}(?:st|nd|rd|th|\.)?)?(?:\s(?:of|de))?[ -]{1,2}(\p{L}{3,10})\.?(?!\p{L})(?:,?[ -]{1,2}(?:de )?(\d{4})(?![\d:])|-(\d{2})(?!\d))?/uy;
const YEAR_FIRST = /((?:19|20)\d{2})[ ,-]{1,2}(\p{L}{3,10})\.?[ -](\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d)/uy;
const CJK = /(?:(\d{4})\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]/y;
const ORDINAL = /(?:the\s)?(\d{1,2})(?:st|nd|rd|th)\b/iy;
const WEEKDAY = /(\p{L}{3,10})(?!\p{L})\.?,?\s{0,2}/uy;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The date that begins exactly at the offset, with its weekday before or behind it; null when none does. */
export function readWrittenDate(text: string, at: number): WrittenDate | null {
  const before = readWeekday(text, at);
  const from = before?.end ?? at;
  const parts = readIso(text, from) ?? readNumeric(text, from) ?? readNamed(text, from) ?? readOrdinal(text, from);
  if (parts === null) {
    if (before === null) return null;
    const end = at + text.slice(at, from).trimEnd().replace(/[.,]$/, "").length;
    return filled({ weekday: before.weekday, length: 0 }, text.slice(at, end), end);
  }
  const end = from + parts.length;
  return filled({ ...parts, weekday: before?.weekday ?? null }, text.slice(from, end), end);
}

function filled(parts: Parts, written: string, end: number): WrittenDate {
  const { year = null, month = null, day = null, weekday = null, ambiguous = false, malformed = false } = parts;
  return { year, month, day, weekday, ambiguous, malformed, written, end };
}

function readWeekday(text: string, at: number): { readonly weekday: number; readonly end: number } | null {
  const found = match(WEEKDAY, text, at);
  const weekday = found ? weekdayNamed(found[1]!) : null;
  return found && weekday !== null ? { weekday, end: at + found[0].length } : null;
}

function readIso(text: string, at: number): Parts | null {
  const found = match(ISO, text, at);
  if (!found) {
    const compact = match(COMPACT, text, at);
    if (!compact) return null;
    return { year: Number(compact[1]), month: Number(compact[2]), day: Number(compact[3]), length: compact[0].length };
  }
  const [, year, , month, day] = found;
  const isNumber = /^\d+$/.test(month! + day!);
  const malformed = year!.length > 4 || !isNumber;
  if (!isNumber) return { malformed, length: found[0].length };
  return { year: Number(year), month: Number(month), day: Number(day), malformed, length: found[0].length };
}

function readNumeric(text: string, at: number): Parts | null {
  const full = match(NUMERIC, text, at);
  if (full) {
    const year = full[4]!.length === 2 ? 2000 + Number(full[4]) : Number(full[4]);
    return { ...dayAndMonth(Number(full[1]), Number(full[3]), full[2]!), year, length: full[0].length };
  }
  const slash = match(SLASH, text, at) ?? match(DASH, text, at);
  if (slash) {
    const parts = dayAndMonth(Number(slash[1]), Number(slash[2]), "/");
    // `3/5 pods`, `24/7`: no month or no day.
    return parts.month > 12 || parts.day > 31 || parts.month === 0 || parts.day === 0
      ? null
      : { ...parts, length: slash[0].length };
  }
  const german = match(GERMAN, text, at);
  return german ? { ...dayAndMonth(Number(german[1]), Number(german[2]), "."), length: german[0].length } : null;
}

function dayAndMonth(first: number, second: number, mark: string) {
  if (mark === "." || first > 12) return { day: first, month: second, ambiguous: false };
  return { day: second, month: first, ambiguous: second <= 12 && first !== second };
}

function readNamed(text: string, at: number): Parts | null {
  const cjk = match(CJK, text, at);
  if (cjk) return { month: Number(cjk[2]), day: Number(cjk[3]), year: yearOf(cjk[1]), length: cjk[0].length };
  const first = match(NAME_FIRST, text, at);
  const month = first ? monthNamed(first[1]!) : null;
  if (first && month !== null)
    return { month, day: Number(first[2]), year: yearOf(first[3] ?? first[4] ?? first[5]), length: first[0].length };
  const yearFirst = match(YEAR_FIRST, text, at);
  const named = yearFirst ? monthNamed(yearFirst[2]!) : null;
  if (yearFirst && named !== null)
    return { year: Number(yearFirst[1]), month: named, day: Number(yearFirst[3]), length: yearFirst[0].length };
  const later = match(DAY_FIRST, text, at);
  const laterMonth = later ? monthNamed(later[2]!) : null;
  if (!later || laterMonth === null) return null;
  return { month: laterMonth, day: Number(later[1]), year: yearOf(later[3] ?? later[4]), length: later[0].length };
}

function yearOf(digits: string | undefined): number | null {
  if (digits === undefined) return null;
  return digits.length === 2 ? 2000 + Number(digits) : Number(digits);
}

function readOrdinal(text: string, at: number): Parts | null {
  const found = match(ORDINAL, text, at);
  return found ? { day: Number(found[1]), length: found[0].length } : null;
}
