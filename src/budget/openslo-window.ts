/** The time window of an OpenSLO v1 objective, in the words of our own configuration: `28d`, `calendar-month@Europe/Berlin`. */
import { parseDay, partsOfDay, weekdayOf, type Day } from "#src/calendar/day.ts";
import { parseDuration } from "#src/calendar/duration.ts";
import type { PeriodUnit } from "#src/calendar/period.ts";
import { openZone, type Zone } from "#src/calendar/zone.ts";

/** `timeWindow` as it was written; null = the key is not there. */
export interface WrittenWindow {
  readonly duration: string | null;
  readonly isRolling: string | null;
  /** Null = there is no `calendar`. */
  readonly calendar: { readonly startTime: string | null; readonly timeZone: string | null } | null;
}

/** The window; `zone` tells how the zone of a calendar window was found. */
export type ReadWindow =
  | { readonly ok: true; readonly window: string; readonly zone: string | null }
  | { readonly ok: false; readonly problem: string };

/** Reads it. @param fallback the zone that is taken when a calendar window names none: the configuration's */
export function readWindow(written: WrittenWindow, fallback: Zone): ReadWindow {
  const { duration, isRolling, calendar } = written;
  if (duration === null) return refuse("`timeWindow` has no `duration`, such as 28d");
  if (isRolling !== null && isRolling !== "true" && isRolling !== "false") {
    return refuse(`\`isRolling: ${isRolling}\` is neither true nor false`);
  }
  if (calendar && isRolling === "true") return refuse("a window with `calendar` cannot be rolling as well");
  if (calendar) return readCalendar(duration, calendar, fallback);
  return isRolling === "true"
    ? readRolling(duration)
    : refuse("a window needs either `isRolling: true` or a `calendar`");
}

function readRolling(duration: string): ReadWindow {
  const [, count = "", unit = ""] = /^(\d{1,5})([mhdwMQY])$/.exec(duration) ?? [];
  if (/[MQY]/.test(unit)) {
    return refuse(`a rolling window of ${duration} has no fixed length: write it in days, such as 28d`);
  }
  const seconds = parseDuration(duration);
  if (unit === "" || seconds === null || seconds === 0) return refuse(`the duration ${duration} is not like 28d or 4w`);
  const window = unit === "w" ? `${Number(count) * 7}d` : `${Number(count)}${unit}`;
  return { ok: true, window, zone: null };
}

/** Durations that are one calendar period, and the period. */
const PERIODS: Readonly<Record<string, PeriodUnit>> = {
  "1d": "day",
  "7d": "week",
  "1w": "week",
  "1M": "month",
  "3M": "quarter",
  "1Q": "quarter",
  "12M": "year",
  "4Q": "year",
  "1Y": "year",
};

/** What the first day of a period has to be, and how that is said. */
const BEGINNINGS: Readonly<Record<PeriodUnit, { readonly is: (day: Day) => boolean; readonly say: string }>> = {
  day: { is: () => true, say: "at midnight" },
  week: { is: (day) => weekdayOf(day) === 1, say: "on a Monday at midnight" },
  month: { is: (day) => partsOfDay(day).date === 1, say: "on the first of a month at midnight" },
  quarter: {
    is: (day) => partsOfDay(day).date === 1 && partsOfDay(day).month % 3 === 1,
    say: "on the first of January, April, July or October at midnight",
  },
  year: { is: (day) => partsOfDay(day).date === 1 && partsOfDay(day).month === 1, say: "on 1 January at midnight" },
};

function readCalendar(
  duration: string,
  { startTime, timeZone }: NonNullable<WrittenWindow["calendar"]>,
  fallback: Zone,
): ReadWindow {
  const unit = PERIODS[duration];
  if (!unit) return refuse(`a calendar window of ${duration} is not read, only 1d, 1w, 1M, 1Q and 1Y`);
  if (startTime === null) return refuse("`calendar` has no `startTime`, such as 2026-01-01 00:00:00");
  const [, date = "", time = ""] = /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d)?))?$/.exec(startTime) ?? [];
  const day = parseDay(date);
  if (day === null) {
    return refuse(`the startTime ${startTime} is not like 2026-01-01 00:00:00 (without a zone: that is \`timeZone\`)`);
  }
  if (!/^(00:00(:00)?)?$/.test(time) || !BEGINNINGS[unit].is(day)) {
    return refuse(`a window of ${duration} is read only when it starts ${BEGINNINGS[unit].say}, not ${startTime}`);
  }
  const zone = timeZone === null ? fallback : openZone(timeZone);
  if (!zone) return refuse(`the timeZone ${timeZone} is not an IANA zone such as Europe/Berlin`);
  const said = timeZone === null ? `${zone.name} (the configuration's timezone, as the file names none)` : zone.name;
  return { ok: true, window: `calendar-${unit}@${zone.name}`, zone: said };
}

function refuse(problem: string): ReadWindow {
  return { ok: false, problem };
}
