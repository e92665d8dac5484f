/** ISO 8601 weeks, which name the weekly summary: `2026-W47`. */
import { dayAt, dayOfParts, partsOfDay, startOfDay, weekdayOf, type Day } from "./day.ts";
import type { Instant } from "./instant.ts";
import type { Period } from "./period.ts";
import type { Zone } from "./zone.ts";

/** The key of the week that contains the instant, by the calendar of the zone. The year is that of the week's Thursday (ISO 8601). */
export function isoWeekAt(instant: Instant, zone: Zone): string {
  const day = dayAt(instant, zone);
  const thursday = day - weekdayOf(day) + 4;
  const { year } = partsOfDay(thursday);
  const week = Math.floor((thursday - dayOfParts({ year, month: 1, date: 1 })) / 7) + 1;
  return `${String(year).padStart(4, "0")}-W${String(week).padStart(2, "0")}`;
}

/** The Monday of a week given by its key. @returns null when it is no key, or when the year has no such week (`2025-W53`). */
export function mondayOf(key: string): Day | null {
  const match = /^(\d{4})-W(\d{2})$/.exec(key.trim());
  if (!match) return null;
  const year = Number(match[1]);
  const week = Number(match[2]);
  const monday = firstMonday(year) + (week - 1) * 7;
  return week >= 1 && monday < firstMonday(year + 1) ? monday : null;
}

/** Week 1 is the one that has 4 January in it. */
function firstMonday(year: number): Day {
  const fourth = dayOfParts({ year, month: 1, date: 4 });
  return fourth - weekdayOf(fourth) + 1;
}

/** `[start, end)` of a week in a zone, 167 to 169 hours when the clocks change. @returns null as `mondayOf` does. */
export function isoWeekPeriod(key: string, zone: Zone): Period | null {
  const monday = mondayOf(key);
  return monday === null ? null : { start: startOfDay(monday, zone), end: startOfDay(monday + 7, zone) };
}
