/** Time zones by their IANA names: the offset from UTC at an instant, and the instants that a wall-clock reading names. */
import type { Instant, Seconds } from "./instant.ts";

/** An IANA time zone that is known to exist. Open it once and pass it on: opening costs milliseconds, asking it does not. */
export interface Zone {
  /** As the platform spells it: `Europe/Berlin`. */
  readonly name: string;
  /** Seconds to add to UTC to get the wall clock, e.g. 3600 in Berlin in winter. */
  offsetAt(instant: Instant): Seconds;
}

/** A wall-clock reading as seconds since 1970-01-01T00:00:00 on that clock. It may name no instant (spring) or two (autumn). */
export type WallSeconds = number;

/** Coordinated Universal Time: needs no zone data. */
export const UTC: Zone = { name: "UTC", offsetAt: () => 0 };

const REMEMBERED = 20_000;

/**
 * Opens a zone by its IANA name, in any case. UTC costs nothing.
 * @returns null when the platform knows no such zone, or when the text is a bare offset such as `+02:00` (it has no summer time).
 */
export function openZone(name: string): Zone | null {
  if (/^(etc\/)?(utc|gmt|uct|zulu)$/i.test(name)) return UTC;
  if (!/^[a-z]/i.test(name)) return null;
  const format = formatOf(name);
  if (!format) return null;
  const remembered = new Map<Instant, Seconds>();
  return {
    name: format.resolvedOptions().timeZone,
    offsetAt(instant) {
      const known = remembered.get(instant);
      if (known !== undefined) return known;
      const offset = readOffset(format.format(instant * 1000));
      if (remembered.size >= REMEMBERED) remembered.clear();
      remembered.set(instant, offset);
      return offset;
    },
  };
}

function formatOf(name: string): Intl.DateTimeFormat | null {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name, timeZoneName: "longOffset" });
  } catch {
    return null;
  }
}

/** `1/1/1970, GMT+01:00` → 3600; `GMT` alone → 0; old local mean times carry seconds. */
function readOffset(text: string): Seconds {
  const match = /GMT([+-])(\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (!match) return 0;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return match[1] === "-" ? -seconds : seconds;
}

const DAY = 86_400;

/**
 * The instants at which the clocks of the zone show this reading, earliest first: one as a rule,
 * two when the clocks are put back over it, none when they are put forward over it.
 */
export function instantsOf(wall: WallSeconds, zone: Zone): readonly Instant[] {
  const [before, after] = [zone.offsetAt(wall - DAY), zone.offsetAt(wall + DAY)];
  // The clocks do not change about then, as on nearly every day.
  if (before === after && zone.offsetAt(wall - before) === before) return [wall - before];
  return [...new Set([before, after])]
    .map((offset) => wall - offset)
    .filter((instant) => instant + zone.offsetAt(instant) === wall)
    .toSorted((a, b) => a - b);
}

/**
 * The first instant at which the clocks show this reading or a later one. Where the reading is skipped that is the moment
 * of the change itself, so that the first instant of a day without a midnight is found too.
 */
export function firstInstantAt(wall: WallSeconds, zone: Zone): Instant {
  const [first] = instantsOf(wall, zone);
  if (first !== undefined) return first;
  // Skipped: the clocks go from below `wall` to above it in one step between these two instants.
  let before = wall - zone.offsetAt(wall + DAY);
  let after = wall - zone.offsetAt(wall - DAY);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (middle + zone.offsetAt(middle) < wall) before = middle;
    else after = middle;
  }
  return after;
}

/** What the clocks of the zone show at an instant. */
export function wallAt(instant: Instant, zone: Zone): WallSeconds {
  return instant + zone.offsetAt(instant);
}
