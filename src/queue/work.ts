/** Durable work on one table: deliveries and jobs, done once, in order per key, retried with backoff, parked when nothing helps. */
import { type Kysely, type Selectable, type Generated, sql } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";

/** One row of the table `work`. */
export interface WorkTable {
  readonly seq: Generated<number>;
  readonly key: string;
  /** `delivery`, or the name of a job. */
  readonly kind: string;
  /** The delivery's GUID: the same one twice is one. Null for jobs, which collapse by kind and key instead. */
  readonly dedupe: string | null;
  /** Smaller goes first: verdicts before comments before digests. */
  readonly priority: number;
  readonly installation: number | null;
  readonly payload: string;
  readonly received_at: number;
  readonly run_at: number;
  readonly attempts: Generated<number>;
  readonly claimed_until: number | null;
  readonly state: Generated<"pending" | "done" | "parked">;
  readonly error: string | null;
  readonly done_at: number | null;
}

/** What the queue needs of the database. */
export interface WorkTables {
  readonly work: WorkTable;
}

/** A row that was claimed. */
export type WorkItem = Selectable<WorkTable>;

/** Something to be done. */
export interface NewWork {
  readonly key: string;
  readonly kind: string;
  readonly dedupe: string | null;
  readonly priority: number;
  readonly installation: number | null;
  readonly payload: unknown;
  /** Not before this; default: at once. */
  readonly runAt?: Instant;
}

/** After this many attempts a row is parked: a person can see and replay it. */
export const MAX_ATTEMPTS = 8;

/** A claim that is not finished within this time is taken to be lost with its process. */
const LEASE: Seconds = 120;

/** Stores the work in one statement; rows that are there already (same GUID, or an equal job still waiting) are left out. @returns how many were new. */
export async function addWork(db: Kysely<WorkTables>, rows: readonly NewWork[], now: Instant): Promise<number> {
  if (rows.length === 0) return 0;
  const values = rows.map((row) => ({
    key: row.key,
    kind: row.kind,
    dedupe: row.dedupe,
    priority: row.priority,
    installation: row.installation,
    payload: JSON.stringify(row.payload),
    received_at: now,
    run_at: row.runAt ?? now,
    claimed_until: null,
    error: null,
    done_at: null,
  }));
  const result = await db
    .insertInto("work")
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

/**
 * Claims the next row that may run: the oldest of its key, most urgent first. Rows of one key never run side by side or out of order;
 * a row whose lease ran out is claimed again.
 * @returns undefined when nothing may run now.
 */
export async function claimWork(db: Kysely<WorkTables>, now: Instant): Promise<WorkItem | undefined> {
  const { rows } = await sql<WorkItem>`
    update work set claimed_until = ${now + LEASE}, attempts = attempts + 1
    where seq = (
      select candidate.seq from work candidate
      where candidate.state = 'pending' and candidate.run_at <= ${now}
        and (candidate.claimed_until is null or candidate.claimed_until <= ${now})
        and not exists (
          select 1 from work earlier
          where earlier.key = candidate.key and earlier.seq < candidate.seq and earlier.state = 'pending')
      order by candidate.priority, candidate.seq
      limit 1
      for update skip locked)
    returning *`.execute(db);
  return rows[0];
}

/** Marks a claimed row as done. */
export async function finishWork(db: Kysely<WorkTables>, seq: number, now: Instant): Promise<void> {
  await db
    .updateTable("work")
    .set({ state: "done", done_at: now, claimed_until: null, error: null })
    .where("seq", "=", seq)
    .execute();
}

/**
 * Puts a failed row back for later, at `retryAt` or with exponential backoff, or parks it after the last attempt.
 * A job of which an equal one waits already is dropped instead: the other will do its work.
 * @returns what became of it.
 */
export async function failWork(
  db: Kysely<WorkTables>,
  item: WorkItem,
  failure: { readonly message: string; readonly now: Instant; readonly retryAt: Instant | null },
): Promise<"retry" | "parked" | "superseded"> {
  const { message, now } = failure;
  if (item.attempts >= MAX_ATTEMPTS) {
    await db
      .updateTable("work")
      .set({ state: "parked", error: message, claimed_until: null })
      .where("seq", "=", item.seq)
      .execute();
    return "parked";
  }
  if (item.kind !== "delivery" && (await hasTwin(db, item))) {
    await finishWork(db, item.seq, now);
    return "superseded";
  }
  const runAt = Math.max(failure.retryAt ?? 0, now + backoff(item.attempts, item.seq));
  await db
    .updateTable("work")
    .set({ run_at: runAt, error: message, claimed_until: null })
    .where("seq", "=", item.seq)
    .execute();
  return "retry";
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

/** 2, 4, 8 … seconds up to five minutes, spread by the row's number so that failures do not come back together. */
function backoff(attempts: number, seq: number): Seconds {
  const base = Math.min(300, 2 ** attempts);
  return base + ((seq * 7) % Math.max(1, Math.ceil(base / 4)));
}

/** When the next row may run: for a worker that has nothing to do. Null when nothing waits. */
export async function nextRunAt(db: Kysely<WorkTables>): Promise<Instant | null> {
  const row = await db
    .selectFrom("work")
    .select(({ fn }) => fn.min<number | null>(sql`greatest(run_at, coalesce(claimed_until, 0))`).as("at"))
    .where("state", "=", "pending")
    .executeTakeFirst();
  return row?.at === null || row?.at === undefined ? null : Number(row.at);
}

/** Rows by state: for metrics and health. */
export async function countWork(db: Kysely<WorkTables>): Promise<Record<"pending" | "done" | "parked", number>> {
  const rows = await db
    .selectFrom("work")
    .select(["state", ({ fn }) => fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  const counts = { pending: 0, done: 0, parked: 0 };
  for (const row of rows) counts[row.state] = Number(row.count);
  return counts;
}

/** Removes what was done before `before`. Parked rows stay until a person decides. The GUIDs of three days must stay, as GitHub redelivers so long. */
export async function forgetFinishedWork(db: Kysely<WorkTables>, before: Instant): Promise<void> {
  await db.deleteFrom("work").where("state", "=", "done").where("done_at", "<", before).execute();
}
