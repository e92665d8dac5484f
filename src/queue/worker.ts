/** Takes work from the table and hands it to its handler, several keys at once, one row of a key at a time. */
import type { Kysely } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { GitHubUnavailable, type Log } from "#src/flow/services.ts";
import { failWork, MOST_LOST, parkWork } from "./fail-work.ts";
import { finishTogether } from "./finish-together.ts";
import { openOutlook, type Outlook } from "./outlook.ts";
import { type Claim, claimWork, nextRunAt, renewWork, type WorkItem, type WorkTables } from "./work.ts";

/** What a worker needs. */
export interface WorkerOptions {
  readonly db: Kysely<WorkTables>;
  readonly concurrency: number;
  /** Rows of one installation at once, so that a noisy one never takes all places. Default: no bound. */
  readonly perInstallation?: number;
  readonly log: Log;
  now(): Instant;
  /** Does one row's work. Throwing means: try again later. */
  handle(item: WorkItem): Promise<void>;
  /** Calls back again and again while the worker runs; leases are renewed then. Default: every 40 seconds. @returns its end. */
  readonly everySoOften?: (act: () => void) => () => void;
  /** 0 to 1, for jitter. Default: Math.random. */
  readonly chance?: () => number;
  /** Waited for before each look for work: what is more urgent than all of it. Never rejects. */
  readonly calm?: () => Promise<void>;
  /** Told what became of each row. */
  readonly report?: (report: WorkReport) => void;
}

/** What became of one row, and how long it took. `superseded`: an equal job does its work; `lost`: that could not be written down. */
export interface WorkReport {
  readonly item: WorkItem;
  readonly outcome: "done" | "retry" | "parked" | "superseded" | "lost";
  readonly seconds: Seconds;
}

/** A running worker. */
export interface Worker {
  /** Says that there is something new: the worker looks at once. */
  wake(): void;
  /** Resolves when nothing may run now and nothing is running. */
  idle(): Promise<void>;
  /**
   * Takes nothing new and resolves when what is running has ended, or when `limit` has.
   * @returns how many rows were left unfinished: their leases run out, and another process does them.
   */
  stop(limit?: Promise<unknown>): Promise<number>;
}

/** Rows of other replicas are found within this time. */
const LONGEST_NAP_MS = 5_000;
/** When rows are due but held back by others of their key. */
const SHORT_NAP_MS = 1_000;
const RENEWAL_MS = 40_000;

interface State {
  readonly options: WorkerOptions;
  readonly running: Map<WorkItem, Promise<void>>;
  readonly finish: (claim: Claim) => Promise<void>;
  readonly outlook: Outlook;
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
    running: new Map(),
    finish: finishTogether(options.db, options.now),
    outlook: openOutlook(options),
    idlers: [],
    timer: undefined,
    stopped: false,
    looking: undefined,
    lookAgain: false,
  };
  const stopRenewal = (options.everySoOften ?? everyFortySeconds)(() => void renew(state));
  look(state);
  return {
    wake: () => lookAtAll(state),
    idle: () =>
      new Promise((resolve) => {
        state.idlers.push(resolve);
        lookAtAll(state);
      }),
    stop: async (limit) => {
      state.stopped = true;
      await state.looking;
      clearTimeout(state.timer);
      const ended = Promise.all(state.running.values());
      await (limit ? Promise.race([ended, limit]) : ended);
      stopRenewal();
      return state.running.size;
    },
  };
}

function everyFortySeconds(act: () => void): () => void {
  const timer = setInterval(act, RENEWAL_MS);
  return () => clearInterval(timer);
}

async function renew({ options, running }: State): Promise<void> {
  try {
    await renewWork(options.db, [...running.keys()], options.now());
  } catch (error) {
    options.log.error({ err: error }, "Leases could not be renewed; trying again");
  }
}

/** Something came, or became due. */
function lookAtAll(state: State): void {
  state.outlook.changed();
  look(state);
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
  const { options, running, outlook } = state;
  state.lookAgain = false;
  await options.calm?.();
  for (let asking = outlook.next(running.keys()); asking && !state.stopped; asking = outlook.next(running.keys())) {
    const items = await claimWork(options.db, options.now(), asking);
    outlook.found(items.length);
    for (const item of items) start(state, item);
  }
}

function start(state: State, item: WorkItem): void {
  const job = runOne(state, item).finally(() => {
    state.running.delete(item);
    state.outlook.ended(item);
    look(state);
  });
  state.running.set(item, job);
}

async function nap(state: State): Promise<void> {
  if (state.stopped) return;
  state.timer = setTimeout(() => lookAtAll(state), await napLength(state));
}

/** While something runs, its end wakes us: asking the whole table after each row would make a long queue slow. */
async function napLength({ options, running }: State): Promise<number> {
  if (running.size > 0) return SHORT_NAP_MS;
  const next = await nextRunAt(options.db).catch(() => null);
  if (next === null) return LONGEST_NAP_MS;
  const wait = (next - options.now()) * 1000;
  return wait > 0 ? Math.min(LONGEST_NAP_MS, wait) : SHORT_NAP_MS;
}

async function runOne(state: State, item: WorkItem): Promise<void> {
  const { options } = state;
  const started = performance.now();
  const outcome = await attempt(state, item);
  options.report?.({ item, outcome, seconds: (performance.now() - started) / 1000 });
}

async function attempt({ options, finish }: State, item: WorkItem): Promise<WorkReport["outcome"]> {
  try {
    if (item.lost >= MOST_LOST) return await setAside(options, item);
    await options.handle(item);
    await finish(item);
    return "done";
  } catch (error) {
    return giveBack(options, item, error);
  }
}

/** Doing it once more would most likely end this process too. */
function setAside({ db, log }: WorkerOptions, item: WorkItem): Promise<"parked"> {
  log.error(about(item), "Each process that did this work ended in the middle of it: set aside");
  return parkWork(db, item, `Lost: ${item.lost} times in a row the process that did it ended before it was done`);
}

function about({ seq, kind, key, dedupe, attempts, lost }: WorkItem) {
  return { seq, kind, key, delivery: dedupe, attempts, ...(lost === 0 ? {} : { lost }) };
}

/** Never throws: when the database is away too, the lease runs out by itself. */
async function giveBack(options: WorkerOptions, item: WorkItem, error: unknown): Promise<WorkReport["outcome"]> {
  const { db, log, now, chance = Math.random } = options;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : "unknown failure";
  const github = error instanceof GitHubUnavailable ? error : null;
  try {
    const outcome = await failWork(db, item, {
      message: message.slice(0, 1_000),
      now: now(),
      retryAt: github?.retryAt ?? null,
      outage: github?.outage ?? false,
      chance: chance(),
    });
    log[outcome === "parked" ? "error" : "warn"]({ err: error, ...about(item), outcome }, "Work failed");
    return outcome;
  } catch (fault) {
    log.error({ err: fault, ...about(item) }, "Work failed, and that could not be written down; its lease runs out");
    return "lost";
  }
}
