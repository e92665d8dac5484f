/** Calendar periods (day, ISO week, month, quarter, year) in a zone, with their real length in seconds. */
import { dayAt, dayOfParts, partsOfDay, startOfDay, weekdayOf, type Day } from "./day.ts";
import type { Instant } from "./instant.ts";
import type { Zone } from "./zone.ts";

/** The units in which objectives are promised; weeks are ISO weeks and begin on Monday. */
export const PERIOD_UNITS = ["day", "week", "month", "quarter", "year"] as const;

/** One of the units. */
export type PeriodUnit = (typeof PERIOD_UNITS)[number];

/** `[start, end)`: from the first instant of the period to the first instant of the next one. */
export interface Period {
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * The period of this unit that contains the instant, by the calendar on the wall of the zone. Its length is real time:
 * a day may have 23 or 25 hours, March 2026 in New York has 743.
 */
export function periodAt(instant: Instant, unit: PeriodUnit, zone: Zone): Period {
  const [first, next] = boundsOf(dayAt(instant, zone), unit);
  return { start: startOfDay(first, zone), end: startOfDay(next, zone) };
}

function boundsOf(day: Day, unit: PeriodUnit): readonly [Day, Day] {
  const { year, month } = partsOfDay(day);
  const monday = day - weekdayOf(day) + 1;
  const quarter = month - ((month - 1) % 3);
  switch (unit) {
    case "day":
      return [day, day + 1];
    case "week":
      return [monday, monday + 7];
    case "month":
      return months(year, month, 1);
    case "quarter":
      return months(year, quarter, 3);
    case "year":
      return months(year, 1, 12);
  }
}

function months(year: number, month: number, count: number): readonly [Day, Day] {
  return [dayOfParts({ year, month, date: 1 }), dayOfParts({ year, month: month + count, date: 1 })];
}
