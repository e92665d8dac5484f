/** Counts what happens in the wave that is played, and kills when the count has come. */
import type { Kill } from "./kills.ts";

const COUNTERS = { request: "requests", answer: "answers", delivery: "deliveries" } as const;

/** The counts. */
export interface Watch {
  requests: number;
  answers: number;
  deliveries: number;
  /** People act: nothing counts. */
  paused: boolean;
  /** By the stand-in's clock. */
  lastRequestAt: number;
  /** When anything was counted last, by the machine's clock. */
  lastSeenMs: number;
  /** Kills that are still to come. */
  pending: Kill[];
  killed: number;
  strike(kill: Kill): void;
}

/** Nothing counted yet. */
export function createWatch(): Watch {
  return {
    requests: 0,
    answers: 0,
    deliveries: 0,
    paused: true,
    lastRequestAt: 0,
    lastSeenMs: 0,
    pending: [],
    killed: 0,
    strike: () => {},
  };
}

/** Begins a wave. */
export function beginWave(watch: Watch, kills: readonly Kill[]): void {
  Object.assign(watch, { requests: 0, answers: 0, deliveries: 0, paused: false, pending: [...kills] });
}

/** One more. */
export function count(watch: Watch, moment: keyof typeof COUNTERS, now: number): void {
  watch.lastSeenMs = Date.now();
  if (watch.paused) return;
  const reached = (watch[COUNTERS[moment]] += 1);
  if (moment === "request") watch.lastRequestAt = now;
  for (const kill of watch.pending.filter((one) => one.moment === moment && one.count <= reached)) {
    watch.pending.splice(watch.pending.indexOf(kill), 1);
    watch.strike(kill);
  }
}
