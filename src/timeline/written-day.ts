/** Turns a date as written into a day of the calendar, with what is known from around it. */
import { dayOfParts, type Day, formatDay, partsOfDay, weekdayOf } from "#src/calendar/day.ts";
import type { WrittenDate } from "./written-date.ts";

/** What is known around a date. */
export interface DayContext {
  /** The day that is nearest to be expected, such as the day of the entry before; null when nothing is known. */
  readonly near: Day | null;
  /** True when this report writes the day before the month; null when nothing in it decides. */
  readonly dayFirst: boolean | null;
}

/** The day, and a word on what is odd about it. `day: null` = no day can be made of it. */
export interface WrittenDay {
  readonly day: Day | null;
  readonly oddity: string | null;
}

/** Resolves a date; a date without a year, a bare weekday or an ordinal takes the rest from the nearest known day. */
export function resolveDay(date: WrittenDate, context: DayContext): WrittenDay {
  if (date.malformed) return malformed(date);
  if (date.day === null) return bareWeekday(date, context);
  if (date.month === null) return ordinal(date, context);
  if (date.ambiguous) return bothWays(date, context);
  return numbered(date, { month: date.month, day: date.day }, context);
}

function malformed({ written }: WrittenDate): WrittenDay {
  const digits = /^\d{5}/.exec(written)?.[0];
  const oddity = digits ? `the year ${digits} has five digits` : `the date “${written}” still has to be filled in`;
  return { day: null, oddity };
}

interface MonthAndDay {
  readonly month: number;
  readonly day: number;
}

function numbered(date: WrittenDate, { month, day }: MonthAndDay, context: DayContext): WrittenDay {
  const years = date.year === null ? candidateYears(context) : [date.year];
  if (years.length === 0) return { day: null, oddity: `no year is stated for “${date.written}”` };
  const days = years.map((year) => exactDay(year, month, day)).filter((found) => found !== null);
  const best = nearest(days, context.near);
  if (best === null) return { day: null, oddity: `“${date.written}” does not exist in the calendar` };
  return { day: best, oddity: weekdayOddity(date, best) };
}

function candidateYears({ near }: DayContext): number[] {
  if (near === null) return [];
  const { year } = partsOfDay(near);
  return [year - 1, year, year + 1];
}

function exactDay(year: number, month: number, date: number): Day | null {
  if (month < 1 || month > 12 || date < 1) return null;
  const day = dayOfParts({ year, month, date });
  return partsOfDay(day).date === date ? day : null;
}

function nearest(days: readonly Day[], near: Day | null): Day | null {
  const first = days[0];
  if (first === undefined || near === null) return first ?? null;
  return days.reduce((best, day) => (Math.abs(day - near) < Math.abs(best - near) ? day : best), first);
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

function weekdayOddity({ weekday }: WrittenDate, day: Day): string | null {
  if (weekday === null || weekdayOf(day) === weekday) return null;
  return `${formatDay(day)} was a ${WEEKDAYS[weekdayOf(day) - 1]}, not a ${WEEKDAYS[weekday - 1]}`;
}

function bothWays(date: WrittenDate, context: DayContext): WrittenDay {
  const monthFirst = { month: date.month!, day: date.day! };
  const dayFirst = { month: date.day!, day: date.month! };
  const options = [monthFirst, dayFirst].map((parts) => numbered(date, parts, context).day);
  if (context.dayFirst !== null) return { day: options[context.dayFirst ? 1 : 0] ?? null, oddity: null };
  const known = options.filter((day) => day !== null);
  const best = nearest(known, context.near);
  if (best === null) return { day: null, oddity: `no year is stated for “${date.written}”` };
  // Close to what is known it is no riddle for a reader either.
  if (context.near !== null && Math.abs(best - context.near) <= 20) return { day: best, oddity: null };
  return { day: best, oddity: `“${date.written}” can be read in two ways; taken as ${formatDay(best)}` };
}

function bareWeekday({ weekday }: WrittenDate, { near }: DayContext): WrittenDay {
  if (weekday === null || near === null) return { day: null, oddity: "no date is stated for this weekday" };
  const ahead = (weekday - weekdayOf(near) + 7) % 7;
  return { day: near + ahead, oddity: null };
}

function ordinal(date: WrittenDate, { near }: DayContext): WrittenDay {
  if (near === null) return { day: null, oddity: `no month is stated for “${date.written}”` };
  const { year, month } = partsOfDay(near);
  const days = [month - 1, month, month + 1].map((each) => {
    const first = dayOfParts({ year, month: each, date: 1 });
    const parts = partsOfDay(first);
    return exactDay(parts.year, parts.month, date.day!);
  });
  const best = nearest(
    days.filter((day) => day !== null),
    near,
  );
  return { day: best, oddity: best === null ? null : weekdayOddity(date, best) };
}
