/** When a review is due: so many hours on working days later, at a moment at which people are at work. */
import { parseDay, weekdayOf, type Day } from "./day.ts";
import { parseTime } from "./local-time.ts";
import type { Instant, Seconds } from "./instant.ts";
import { firstInstantAt, wallAt, type Zone } from "./zone.ts";

/** A team's working time: Monday to Friday from `open` to `close` (seconds since midnight), but for the holidays. */
export interface BusinessHours {
  readonly open: Seconds;
  readonly close: Seconds;
  readonly holidays: ReadonlySet<Day>;
  readonly zone: Zone;
}

const DAY = 86_400;

/**
 * Reads working hours as configured: `09:00-17:00` (`24:00` = the end of the day) and holidays as `YYYY-MM-DD`.
 * @returns null when the hours cannot be read or close before they open; holidays that do not exist are ignored.
 */
export function readBusinessHours(hours: string, holidays: readonly string[], zone: Zone): BusinessHours | null {
  const [from = "", to = "", rest] = hours.split("-");
  const open = parseTime(from);
  const close = to.trim() === "24:00" ? DAY : parseTime(to);
  if (open === null || close === null || rest !== undefined || close <= open) return null;
  const days = holidays.map(parseDay).filter((day) => day !== null);
  return { open, close, holidays: new Set(days), zone };
}

/** True on Monday to Friday that are no holidays. */
export function isWorkingDay(day: Day, { holidays }: Pick<BusinessHours, "holidays">): boolean {
  return weekdayOf(day) <= 5 && !holidays.has(day);
}

/**
 * The due moment `within` seconds after an instant: only the time of working days counts (24 h each, as "within 48 h" is
 * said), and a moment outside working hours moves on to the next opening. So the answer is always within working hours.
 * Counted on the clocks of the zone: 48 h from Thursday 10:00 is Monday 10:00, also when the clocks change at the weekend.
 */
export function dueWithin(from: Instant, within: Seconds, hours: BusinessHours): Instant {
  const wall = later(wallAt(from, hours.zone), within, hours);
  return firstInstantAt(nextOpen(wall, hours), hours.zone);
}

/**
 * The last moment at which people were at work: the instant itself within working hours, else the end of the last stretch
 * of them. What may only be said at work is decided as of this moment.
 */
export function lastOpenAt(instant: Instant, hours: BusinessHours): Instant {
  const wall = wallAt(instant, hours.zone);
  let day = Math.floor(wall / DAY);
  const isOpenDay = isWorkingDay(day, hours) && wall - day * DAY >= hours.open;
  if (isOpenDay && wall - day * DAY < hours.close) return instant;
  if (!isOpenDay)
    do day -= 1;
    while (!isWorkingDay(day, hours));
  return Math.min(instant, firstInstantAt(day * DAY + hours.close, hours.zone) - 1);
}

/** Adds seconds of working days to a clock reading. */
function later(wall: number, seconds: Seconds, hours: BusinessHours): number {
  let at = atWork(wall, hours);
  let rest = seconds;
  while (at + rest >= endOf(at)) {
    rest -= endOf(at) - at;
    at = atWork(endOf(at), hours);
  }
  return at + rest;
}

function endOf(wall: number): number {
  return (Math.floor(wall / DAY) + 1) * DAY;
}

/** The reading itself on a working day, else the beginning of the next one. Ends because holidays are a finite list. */
function atWork(wall: number, hours: BusinessHours): number {
  let day = Math.floor(wall / DAY);
  if (isWorkingDay(day, hours)) return wall;
  while (!isWorkingDay(day, hours)) day += 1;
  return day * DAY;
}

function nextOpen(wall: number, hours: BusinessHours): number {
  const day = Math.floor(wall / DAY);
  const time = wall - day * DAY;
  if (time < hours.open) return day * DAY + hours.open;
  // At closing time nobody begins a review any more: it is the next opening.
  if (time < hours.close) return wall;
  return atWork((day + 1) * DAY, hours) + hours.open;
}
