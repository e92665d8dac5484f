/** Lengths of time as people write them (`28d`, `48h`) and as we say them (`1 h 5 min`). */
import type { Seconds } from "./instant.ts";

const UNITS: Readonly<Record<string, Seconds>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * Reads a whole number with one unit: `90s`, `5m` (minutes), `48h`, `28d` (days of 24 h), `2w`.
 * @returns null for any other form, and beyond 100 years.
 */
export function parseDuration(text: string): Seconds | null {
  const match = /^(\d{1,9})([smhdw])$/.exec(text.trim());
  if (!match) return null;
  const seconds = Number(match[1]) * UNITS[match[2]!]!;
  return seconds <= 36_525 * 86_400 ? seconds : null;
}

/** Says a length of time with its two largest units: `3 d 4 h`, `1 h 5 min`, `2 min 30 s`, `0 s`; a negative one has a minus before it. */
export function sayDuration(seconds: Seconds): string {
  const sign = seconds < 0 ? "-" : "";
  let rest = Math.abs(Math.trunc(seconds));
  const parts: string[] = [];
  for (const [unit, length] of [
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ] as const) {
    const count = Math.floor(rest / length);
    rest -= count * length;
    // The second unit is the next one below the first: `1 d 5 min` would read as more exact than it is.
    if (parts.length === 1) {
      if (count > 0) parts.push(`${count} ${unit}`);
      break;
    }
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return sign + (parts.join(" ") || "0 s");
}
