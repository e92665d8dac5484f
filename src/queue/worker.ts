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

/** Starts a worker; it looks for work at once, when woken, when the next row is due, and every five seconds (for rows of other replicas). */
export function startWorker(options: WorkerOptions): Worker {
  const running = new Set<Promise<void>>();
  const idlers: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let looking: Promise<void> | undefined;
  let lookAgain = false;

  const settle = () => {
    if (running.size > 0 || looking) return;
    for (const resolve of idlers.splice(0)) resolve();
  };

  const take = async () => {
    lookAgain = false;
    while (!stopped && running.size < options.concurrency) {
      const item = await claimWork(options.db, options.now());
      if (!item) {
        if (!lookAgain) return;
        lookAgain = false;
        continue;
      }
      const job = runOne(options, item).finally(() => {
        running.delete(job);
        look();
      });
      running.add(job);
    }
  };

  const look = () => {
    lookAgain = true;
    if (looking || stopped) return settle();
    clearTimeout(timer);
    looking = take()
      .catch((error: unknown) => options.log.error({ err: error }, "The queue could not be read; trying again"))
      .then(() => nap())
      .finally(() => {
        looking = undefined;
        if (lookAgain) look();
        else settle();
      });
  };

  const nap = async () => {
    if (stopped) return;
    const next = await nextRunAt(options.db).catch(() => null);
    const wait = next === null ? LONGEST_NAP_MS : Math.min(LONGEST_NAP_MS, Math.max(50, (next - options.now()) * 1000));
    timer = setTimeout(look, wait);
  };

  look();
  return {
    wake: look,
    idle: () => new Promise((resolve) => {
      idlers.push(resolve);
      look();
    }),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await looking;
      clearTimeout(timer);
      await Promise.all(running);
    },
  };
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
      { err: error, seq: item.seq, kind: item.kind, key: item.key, delivery: item.dedupe, attempts: item.attempts, outcome },
      "Work failed",
    );
  }
}
