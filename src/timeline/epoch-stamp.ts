/** Seconds or milliseconds since 1970 as machines write them: `1709546400`, `1709546400.123`, `1709546400123`. */
import { partsOfDay } from "#src/calendar/day.ts";
import type { Clock } from "./clock.ts";
import type { WrittenDate } from "./written-date.ts";

/** What the number means, always in UTC. */
export interface EpochStamp {
  readonly date: WrittenDate;
  readonly clock: Clock;
  readonly end: number;
}

// From September 2001 to January 2038: there the seconds have ten digits.
const EPOCH = /(1\d{9}|20\d{8}|21[0-3]\d{7})(\d{3})?(?:\.\d{1,9})?(?![\w.,:/-]*\w)/y;
const DAY = 86_400;

/** The time since 1970 that begins exactly at the offset; null when none does. Milliseconds are dropped. */
export function readEpoch(text: string, at: number): EpochStamp | null {
  EPOCH.lastIndex = at;
  const found = EPOCH.exec(text);
  if (!found) return null;
  const seconds = Number(found[1]);
  const { year, month, date: day } = partsOfDay(Math.floor(seconds / DAY));
  const end = at + found[0].length;
  const ofDay = seconds % DAY;
  return {
    date: { year, month, day, weekday: null, ambiguous: false, malformed: false, written: found[0], end },
    clock: {
      hour: Math.floor(ofDay / 3600),
      minute: Math.floor((ofDay % 3600) / 60),
      second: ofDay % 60,
      meridiem: null,
      padded: true,
      unknown: false,
      end,
    },
    end,
  };
}
