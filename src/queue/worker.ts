/** Takes work from the table and hands it to its handler, several keys at once, one row of a key at a time. */
import type { Kysely } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import { GitHubUnavailable, type Log } from "#src/flow/services.ts";
import { claimWork, failWork, finishWork, nextRunAt, type WorkItem, type WorkTables } from "./work.ts";

/** What a worker needs. */
export interface WorkerOptions {
  readonly db: Kysely<WorkTables>;
  readonly concurrency: number;
  readonly log: Log;
  now(): Instant;
  /** Does one row's work. Throwing means: try again later. */
  handle(item: WorkItem): Promise<void>;
}

/** A running worker. */
export interface Worker {
  /** Says that there is something new: the worker looks at once. */
  wake(): void;
  /** Resolves when nothing may run now and nothing is running. */
  idle(): Promise<void>;
  /** Takes nothing new and resolves when what is running has ended. */
  stop(): Promise<void>;
}

const LONGEST_NAP_MS = 5_000;

interface State {
  readonly options: WorkerOptions;
  readonly running: Set<Promise<void>>;
  readonly idlers: (() => void)[];
  timer: NodeJS.Timeout | undefined;
  stopped: boolean;
  looking: Promise<void> | undefined;
  /** Somebody woke us while we looked: what came meanwhile may have been missed. */
  lookAgain: boolean;
}

/** Starts a worker; it looks for work at once, when woken, when the next row is due, and every five seconds (for rows of other replicas). */
export function startWorker(options: WorkerOptions): Worker {
  const state: State = {
    options,
    running: new Set(),
    idlers: [],
    timer: undefined,
    stopped: false,
    looking: undefined,
    lookAgain: false,
  };
  look(state);
  return {
    wake: () => look(state),
    idle: () =>
      new Promise((resolve) => {
        state.idlers.push(resolve);
        look(state);
      }),
    stop: async () => {
      state.stopped = true;
      await state.looking;
      clearTimeout(state.timer);
      await Promise.all(state.running);
    },
  };
}

function look(state: State): void {
  state.lookAgain = true;
  if (state.looking || state.stopped) return;
  clearTimeout(state.timer);
  state.looking = take(state)
    .catch((error: unknown) => state.options.log.error({ err: error }, "The queue could not be read; trying again"))
    .then(() => nap(state))
    .finally(() => {
      state.looking = undefined;
      if (state.lookAgain && !state.stopped) return look(state);
      if (state.running.size === 0) for (const resolve of state.idlers.splice(0)) resolve();
    });
}

async function take(state: State): Promise<void> {
  const { options, running } = state;
  state.lookAgain = false;
  while (!state.stopped && running.size < options.concurrency) {
    const item = await claimWork(options.db, options.now());
    if (item) {
      const job = runOne(options, item).finally(() => {
        running.delete(job);
        look(state);
      });
      running.add(job);
    } else if (state.lookAgain) state.lookAgain = false;
    else return;
  }
}

async function nap(state: State): Promise<void> {
  if (state.stopped) return;
  const next = await nextRunAt(state.options.db).catch(() => null);
  const wait = next === null ? LONGEST_NAP_MS : (next - state.options.now()) * 1000;
  state.timer = setTimeout(() => look(state), Math.min(LONGEST_NAP_MS, Math.max(50, wait)));
}

async function runOne(options: WorkerOptions, item: WorkItem): Promise<void> {
  const { db, log } = options;
  try {
    await options.handle(item);
    await finishWork(db, item.seq, options.now());
  } catch (error) {
    const message = error instanceof Error ? `${error.name}: ${error.message}` : "unknown failure";
    const retryAt = error instanceof GitHubUnavailable ? error.retryAt : null;
    const outcome = await failWork(db, item, { message, now: options.now(), retryAt });
    log[outcome === "parked" ? "error" : "warn"](
      {
        err: error,
        seq: item.seq,
        kind: item.kind,
        key: item.key,
        delivery: item.dedupe,
        attempts: item.attempts,
        outcome,
      },
      "Work failed",
    );
  }
}
