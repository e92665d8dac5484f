/** 12-hour clocks without am or pm: which half of the day is meant. */
import { type Clock, minutesOf } from "./clock.ts";

/** Minutes since midnight, and whether the half of the day had to be guessed. */
export interface HalfDay {
  readonly minutes: number;
  readonly guessed: boolean;
}

const HALF = 720;

/**
 * True when the clock times of one timeline are of a 12-hour clock although some lack am or pm: no hour beyond 12, none
 * written as `09`, and either some do have am or pm, or they fall back from noon (`12:10`, `1:05`).
 */
export function isTwelveHourClock(clocks: readonly Clock[]): boolean {
  const bare = clocks.filter(({ meridiem, unknown }) => meridiem === null && !unknown);
  if (bare.length === 0 || bare.some(({ hour, padded }) => hour > 12 || hour === 0 || (padded && hour < 10)))
    return false;
  if (bare.length < clocks.length) return true;
  return clocks.some(({ hour }, index) => {
    const before = clocks[index - 1];
    return before !== undefined && before.hour >= 10 && hour <= 6;
  });
}

/** The half of the day that comes next after `before` (minutes since midnight of its day; null at the beginning). */
export function nextHalfDay(clock: Clock, before: number | null): HalfDay | null {
  const minutes = minutesOf(clock);
  if (minutes === null || clock.meridiem !== null) return minutes === null ? null : { minutes, guessed: false };
  const morning = minutes % HALF;
  if (before === null) return { minutes, guessed: false };
  if (morning >= before) return { minutes: morning, guessed: false };
  return morning + HALF >= before ? { minutes: morning + HALF, guessed: true } : { minutes, guessed: false };
}
