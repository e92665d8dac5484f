/** One time for the stand-in, its driver and the App's processes: it runs faster than the machine's, so that leases and waits do not take their full length. */
import type { Clock } from "#test/support/github/clock.ts";

/** At `machine` (milliseconds since 1970, by the machine) it was `told`; since then it runs faster by the factor. */
export interface FastTime {
  readonly machine: number;
  readonly told: number;
  readonly factor: number;
}

/** A clock that runs, and can be set forward between waves. */
export interface FastClock extends Clock {
  /** For `fast-time.ts`. */
  time(): FastTime;
  /** Stands still at the beginning of this wave's time, so that what people do happens at the same times in every run. @returns false when that has passed already. */
  standAt(wave: number): boolean;
  /** Runs on from there. */
  run(): void;
}

/** 2026-01-07T00:05:00Z, a Wednesday. */
const START_MS = 1_767_744_300_000;
/** The time of one wave: three hours. */
const WAVE_MS = 3 * 3_600_000;

/** Starts at once. `factor`: seconds of the App in one second of the machine. */
export function startFastClock(factor: number): FastClock {
  let time: FastTime = { machine: Date.now(), told: START_MS, factor };
  let isStanding = false;
  const nowMs = () => time.told + (isStanding ? 0 : (Date.now() - time.machine) * factor);
  return {
    now: () => Math.floor(nowMs() / 1000),
    advance: (seconds) => {
      time = { ...time, told: time.told + seconds * 1000 };
    },
    time: () => ({ machine: Date.now(), told: nowMs(), factor }),
    standAt: (wave) => {
      const wanted = START_MS + (wave + 1) * WAVE_MS;
      const isAhead = nowMs() <= wanted;
      time = { ...time, told: Math.max(nowMs(), wanted) };
      isStanding = true;
      return isAhead;
    },
    run: () => {
      time = { ...time, machine: Date.now() };
      isStanding = false;
    },
  };
}
