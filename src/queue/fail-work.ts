/** What becomes of work that failed: it waits and is tried again, or a person has to look at it. */
import type { Kysely } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { claimed, finishWork, type WorkItem, type WorkTables } from "./work.ts";

/** After this many attempts a row is parked, unless GitHub was away. */
export const MAX_ATTEMPTS = 8;

/**
 * After this many claims in a row of which nothing was heard again it is parked: each cost a process, or was killed with one.
 * An innocent row shares at most two of them with the row that is to blame, and the others only with whoever kills at random.
 */
export const MOST_LOST = 6;

/** For so long a row is kept alive while GitHub is away. */
export const OUTAGE_PATIENCE: Seconds = 86_400;

/** A rate limit holds back the other work of an installation for so long at most: what it cannot do may be only one kind of request. */
const LONGEST_HOLD: Seconds = 60;
const LONGEST_BACKOFF: Seconds = 300;
/** PostgreSQL's code for it. */
const UNIQUE_VIOLATION = "23505";

/** Why work failed. */
export interface WorkFailure {
  readonly message: string;
  readonly now: Instant;
  /** When GitHub said to come back: then nothing was tried, and the attempt does not count. */
  readonly retryAt: Instant | null;
  /** GitHub was away. */
  readonly outage?: boolean;
  /** 0 to 1: spreads rows that failed together. Default 0.5. */
  readonly chance?: number;
}

/**
 * Puts a failed row back for later, at `retryAt` or with exponential backoff, or parks it after the last attempt.
 * A job of which an equal one waits already is dropped instead: the other will do its work.
 * @returns what became of it.
 */
export async function failWork(
  db: Kysely<WorkTables>,
  item: WorkItem,
  failure: WorkFailure,
): Promise<"retry" | "parked" | "superseded"> {
  const { message, now, retryAt } = failure;
  if (retryAt === null && isHopeless(item, failure)) return parkWork(db, item, message);
  if (item.kind !== "delivery" && (await hasTwin(db, item))) {
    await finishWork(db, [item], now);
    return "superseded";
  }
  try {
    await putBack(db, item, failure);
    return "retry";
  } catch (error) {
    // An equal job came while we looked: the other will do its work.
    if ((error as { code?: unknown }).code !== UNIQUE_VIOLATION) throw error;
    await finishWork(db, [item], now);
    return "superseded";
  }
}

/** Sets a claimed row aside until a person has looked at it. */
export async function parkWork(db: Kysely<WorkTables>, item: WorkItem, message: string): Promise<"parked"> {
  await claimed(db, item).set({ state: "parked", error: message, claimed_until: null }).execute();
  return "parked";
}

async function putBack(db: Kysely<WorkTables>, item: WorkItem, failure: WorkFailure): Promise<void> {
  const { message, now, retryAt } = failure;
  const runAt = retryAt === null ? now + backoff(item.attempts, failure.chance ?? 0.5) : Math.max(retryAt, now + 1);
  const attempts = retryAt === null ? item.attempts : item.attempts - 1;
  await claimed(db, item).set({ error: message, claimed_until: null, run_at: runAt, attempts, lost: 0 }).execute();
  if (retryAt !== null) await holdBack(db, item, { now, until: runAt });
}

function isHopeless(item: WorkItem, { outage, now }: WorkFailure): boolean {
  if (item.attempts < MAX_ATTEMPTS) return false;
  return outage !== true || now - item.received_at >= OUTAGE_PATIENCE;
}

async function hasTwin(db: Kysely<WorkTables>, item: WorkItem): Promise<boolean> {
  const twin = await db
    .selectFrom("work")
    .select("seq")
    .where("kind", "=", item.kind)
    .where("key", "=", item.key)
    .where("state", "=", "pending")
    .where("seq", "<>", item.seq)
    .executeTakeFirst();
  return twin !== undefined;
}

/** What is less urgent would meet the same limit: it waits as well, in one statement instead of one failure each. */
async function holdBack(
  db: Kysely<WorkTables>,
  { installation, priority }: WorkItem,
  { now, until }: { readonly now: Instant; readonly until: Instant },
): Promise<void> {
  if (installation === null) return;
  const runAt = Math.min(until, now + LONGEST_HOLD);
  await db
    .updateTable("work")
    .set({ run_at: runAt })
    .where("state", "=", "pending")
    .where("installation", "=", installation)
    .where("priority", ">=", priority)
    .where("claimed_until", "is", null)
    .where("run_at", "<", runAt)
    .execute();
}

/** 2, 4, 8 … seconds up to five minutes, a quarter more or less. */
function backoff(attempts: number, chance: number): Seconds {
  const base = Math.min(LONGEST_BACKOFF, 2 ** attempts);
  return Math.ceil(base * (0.75 + chance / 2));
}
