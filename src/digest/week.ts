/** The week that a summary tells of: the last one that has ended, from the configured weekday of the week after it on. */
import { dayAt, formatDay, partsOfDay, sayDay, startOfDay, weekdayOf, type Day } from "#src/calendar/day.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { isoWeekAt, mondayOf } from "#src/calendar/iso-week.ts";
import type { Period } from "#src/calendar/period.ts";
import type { Zone } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";

/** One ISO week in a zone. */
export interface DigestWeek {
  /** `2026-W47` */
  readonly key: string;
  readonly monday: Day;
  readonly period: Period;
}

const WEEKDAYS: readonly Config["digest"]["weekday"][] = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
];

/** The week whose summary is due: it has ended, and the weekday on which its summary appears has come. */
export function weekDueAt(now: Instant, zone: Zone, weekday: Config["digest"]["weekday"]): DigestWeek {
  const waited = dayAt(now, zone) - WEEKDAYS.indexOf(weekday);
  return weekOf(waited - weekdayOf(waited) + 1 - 7, zone);
}

/** A week by its key. @returns null when there is no such week. */
export function weekByKey(key: string, zone: Zone): DigestWeek | null {
  const monday = mondayOf(key);
  return monday === null ? null : weekOf(monday, zone);
}

/** So many weeks that end with this one, oldest first. */
export function weeksUpTo({ monday }: DigestWeek, count: number, zone: Zone): readonly DigestWeek[] {
  return Array.from({ length: count }, (_, index) => weekOf(monday - 7 * (count - 1 - index), zone));
}

/** True when the instant lies in the week; false for null. */
export function isWithin(at: Instant | null, { period }: DigestWeek): boolean {
  return at !== null && period.start <= at && at < period.end;
}

/** `16–22 Nov`; with both months or both years where they differ: `30 Nov – 6 Dec`, `28 Dec 2026 – 3 Jan 2027`. */
export function sayWeek({ monday }: DigestWeek): string {
  const [first, last] = [monday, monday + 6];
  const [from, to] = [partsOfDay(first), partsOfDay(last)];
  if (from.year !== to.year) return `${sayDay(first)} – ${sayDay(last)}`;
  if (from.month !== to.month) return `${withoutYear(first)} – ${withoutYear(last)}`;
  return `${from.date}–${withoutYear(last)}`;
}

function withoutYear(day: Day): string {
  return sayDay(day).replace(/ \d+$/, "");
}

function weekOf(monday: Day, zone: Zone): DigestWeek {
  const period = { start: startOfDay(monday, zone), end: startOfDay(monday + 7, zone) };
  const key = isoWeekAt(startOfDay(monday + 3, zone), zone);
  if (mondayOf(key) !== monday) throw new RangeError(`${formatDay(monday)} is not the Monday of ${key}`);
  return { key, monday, period };
}
