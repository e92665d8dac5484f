/** Calendar days: reading, writing and counting them, and the instants at which they begin in a zone. */
import type { Instant } from "./instant.ts";
import { firstInstantAt, wallAt, type Zone } from "./zone.ts";

/** A day of the Gregorian calendar as the number of days since 1970-01-01. */
export type Day = number;

const DAY_SECONDS = 86_400;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

/** Year, month (1..12) and day of the month (1..31). */
export interface DateParts {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

/** The day with these parts; a month or date beyond its range runs over into the next (`month: 13` = January after). */
export function dayOfParts(parts: DateParts): Day {
  const date = new Date(0);
  date.setUTCFullYear(parts.year, parts.month - 1, parts.date);
  return Math.round(date.getTime() / 1000 / DAY_SECONDS);
}

/** Year, month and date of a day. */
export function partsOfDay(day: Day): DateParts {
  const date = new Date(day * DAY_SECONDS * 1000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, date: date.getUTCDate() };
}

/** Reads `YYYY-MM-DD`. @returns null for any other form and for days that do not exist (`2026-02-30`). */
export function parseDay(text: string): Day | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text.trim());
  if (!match) return null;
  const parts = { year: Number(match[1]), month: Number(match[2]), date: Number(match[3]) };
  const day = dayOfParts(parts);
  const { month, date } = partsOfDay(day);
  return month === parts.month && date === parts.date ? day : null;
}

/** Writes a day as `YYYY-MM-DD`. */
export function formatDay(day: Day): string {
  const { year, month, date } = partsOfDay(day);
  const pad = (value: number, width: number) => String(value).padStart(width, "0");
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

/** Writes a day for people: `14 Nov 2026`. */
export function sayDay(day: Day): string {
  const { year, month, date } = partsOfDay(day);
  return `${date} ${MONTHS[month - 1]} ${year}`;
}

/** 1 = Monday … 7 = Sunday, as ISO 8601 counts. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The day that the calendar on the wall shows at an instant. */
export function dayAt(instant: Instant, zone: Zone): Day {
  return Math.floor(wallAt(instant, zone) / DAY_SECONDS);
}

/** The first instant of a day in a zone; where midnight is skipped, the moment of the change. */
export function startOfDay(day: Day, zone: Zone): Instant {
  return firstInstantAt(day * DAY_SECONDS, zone);
}
