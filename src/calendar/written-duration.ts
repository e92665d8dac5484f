/** Lengths of time as people write them in sentences: `2 hours 15 minutes`, `0h 38m`, `1:05 h`, `279 min`. */
import type { Seconds } from "./instant.ts";

/** A length with the offset of the first character behind it. */
export interface WrittenDuration {
  readonly seconds: Seconds;
  readonly end: number;
}

const PART =
  /(\d{1,6}(?:\.\d{1,3})?)\+?[ -]?(days?|d|hours?|hrs?|h|minutes?|mins?|m|seconds?|secs?|s)(?![A-Za-z\d])(?:,?\s(?:and\s)?|,)?/iy;
const CLOCK = /(\d{1,3}):([0-5]\d)(?::([0-5]\d))?(?:\s?(?:h(?:ours?|rs?)?|min(?:utes)?)(?![a-z]))?(?![\d:])/iy;
const UNITS: Readonly<Record<string, Seconds>> = { d: 86_400, h: 3600, m: 60, s: 1 };

/** The length that begins exactly at the offset; null when none does. `1:05` counts as hours and minutes. */
export function readWrittenDuration(text: string, at: number): WrittenDuration | null {
  let end = at;
  let seconds = 0;
  let smallest = Number.POSITIVE_INFINITY;
  for (let part = next(text, end); part !== null; part = next(text, end)) {
    if (part.unit >= smallest) break;
    smallest = part.unit;
    seconds += part.count * part.unit;
    end = part.end;
  }
  if (end > at) return { seconds: Math.round(seconds), end };
  CLOCK.lastIndex = at;
  const clock = CLOCK.exec(text);
  if (!clock) return null;
  const total = Number(clock[1]) * 3600 + Number(clock[2]) * 60 + Number(clock[3] ?? 0);
  return { seconds: total, end: at + clock[0].length };
}

function next(text: string, at: number) {
  PART.lastIndex = at;
  const found = PART.exec(text);
  if (!found) return null;
  return { count: Number(found[1]), unit: UNITS[found[2]![0]!.toLowerCase()]!, end: at + found[0].length };
}
