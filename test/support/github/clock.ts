/** The stand-in's clock: every time that it writes, signs or checks comes from here. */

/** Seconds since 1970, moved only by the test (or by the machine's clock, for a demo). */
export interface Clock {
  /** Seconds since 1970 UTC, whole. */
  now(): number;
  /** Moves the clock forward; negative values move it back. */
  advance(seconds: number): void;
}

/** 2026-01-05T09:00:00Z, a Monday: where a manual clock starts when nobody says otherwise. */
export const DEFAULT_START = 1_767_603_600;

/** A clock that stands still until `advance`. `start` is in seconds since 1970. */
export function createManualClock(start: number = DEFAULT_START): Clock {
  let now = Math.floor(start);
  return {
    now: () => now,
    advance: (seconds) => {
      now += Math.floor(seconds);
    },
  };
}

/** The machine's clock plus whatever `advance` added: for the demo, never for tests. */
export function createMachineClock(): Clock {
  let offset = 0;
  return {
    now: () => Math.floor(Date.now() / 1000) + offset,
    advance: (seconds) => {
      offset += Math.floor(seconds);
    },
  };
}

/** `2026-01-05T09:00:00Z`: how GitHub writes times in JSON. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(".000Z", "Z");
}

/** As `isoTime`, with null kept. */
export function isoTimeOrNull(seconds: number | null): string | null {
  return seconds === null ? null : isoTime(seconds);
}
