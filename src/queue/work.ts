/** Durable work on one table: deliveries and jobs, done once, in order per key, retried with backoff, parked when nothing helps. */
import { type Generated, type Kysely, type RawBuilder, type Selectable, sql } from "kysely";
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
  /** How often it was claimed; waiting for a rate limit is taken back, as nothing was tried. */
  readonly attempts: Generated<number>;
  readonly claimed_until: number | null;
  /** How often in a row whoever had claimed it was never heard of again: killed, or the work itself ended the process. */
  readonly lost: Generated<number>;
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

/** Which claim of a row: whoever has lost its lease to another may no longer say what became of the row. */
export type Claim = Pick<WorkItem, "seq" | "attempts">;

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

/** A row of which so many claims were lost is suspected of ending its process: of those only one runs at a time, so that none is blamed for another. */
const SUSPECT_FROM = 2;

/** A claim that is neither finished nor renewed within this time is taken to be lost with its process. */
const LEASE: Seconds = 120;

/** PostgreSQL takes 65,535 parameters in a statement, eleven of them for a row. */
const ROWS_AT_ONCE = 1_000;

/**
 * Stores the work, a thousand rows in one statement; rows that are there already (same GUID, or an equal job still waiting) are
 * left out. @returns how many were new.
 */
export async function addWork(db: Kysely<WorkTables>, rows: readonly NewWork[], now: Instant): Promise<number> {
  let added = 0;
  for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
    added += await insert(db, rows.slice(from, from + ROWS_AT_ONCE), now);
  }
  return added;
}

async function insert(db: Kysely<WorkTables>, rows: readonly NewWork[], now: Instant): Promise<number> {
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

/** What of the queue is asked for. */
export interface Claiming {
  /** At most so many rows. */
  readonly most: number;
  /** Installations that have their share of this worker already: the others go before them. */
  readonly busy?: readonly number[];
  /** A row that is suspected of ending its process runs here already: no other one is taken. */
  readonly suspecting?: boolean;
  /** Only the next rows of these keys, as nothing else can be there: the rest of the queue is not looked at. */
  readonly keys?: readonly string[];
}

/** True when this row may have ended the processes that did it. */
export function isSuspect({ lost }: Pick<WorkItem, "lost">): boolean {
  return lost >= SUSPECT_FROM;
}

/**
 * Claims the next rows that may run: of each key the oldest, most urgent first. Rows of one key never run side by side or out of
 * order; a row whose lease ran out is claimed again, and that its claim was lost is counted in the same statement.
 * @returns none when nothing may run now.
 */
export async function claimWork(
  db: Kysely<WorkTables>,
  now: Instant,
  claiming: Claiming,
): Promise<readonly WorkItem[]> {
  // An array, so that the rows are chosen once and not again for each row that is looked at.
  const { rows } = await sql<WorkItem>`
    update work set claimed_until = ${now + LEASE}, attempts = attempts + 1,
      lost = case when claimed_until is null then lost else lost + 1 end
    where seq = any(array(${nextRows(now, claiming)}))
    returning *`.execute(db);
  return rows.toSorted((a, b) => a.priority - b.priority || a.seq - b.seq);
}

/** The rows that may be claimed, locked. Every condition is answered by one look into an index, however many rows wait; `openStore` keeps the planner to that. */
function nextRows(now: Instant, { most, busy = [], suspecting = false, keys }: Claiming): RawBuilder<unknown> {
  const isDue = (table: string) => sql`${sql.ref(table)}.state = 'pending' and ${sql.ref(table)}.run_at <= ${now}
    and (${sql.ref(table)}.claimed_until is null or ${sql.ref(table)}.claimed_until <= ${now})`;
  const oldestOf = (key: RawBuilder<unknown>) =>
    sql`(select first.seq from work first where first.key = ${key} and first.state = 'pending' order by first.seq limit 1)`;
  // What was lost once before is lost for the second time when its claim has run out: a suspect.
  const suspect = suspecting
    ? sql``
    : sql`or candidate.seq = (select min(seq) from work suspect where suspect.lost > 0 and ${isDue("suspect")})`;
  const others = busy.length === 0 ? sql`` : sql`and coalesce(candidate.installation not in (${sql.join(busy)}), true)`;
  // A row that was inserted first may become visible after a later one has begun: whoever has begun goes before it.
  const condition = sql`${isDue("candidate")} ${others} and (candidate.lost = 0 ${suspect})
    and not exists (
      select 1 from work other where other.key = candidate.key and other.state = 'pending'
        and other.claimed_until > ${now} and other.seq <> candidate.seq)`;
  return keys === undefined
    ? sql`select candidate.seq from work candidate
        where ${condition} and candidate.seq = ${oldestOf(sql`candidate.key`)}
        order by candidate.priority, candidate.seq limit ${most} for update skip locked`
    : sql`select candidate.seq from work candidate
        where candidate.seq = any(array(select ${oldestOf(sql`wanted.key`)} from unnest(${sql.val([...keys])}::text[]) as wanted (key)))
          and ${condition}
        limit ${most} for update skip locked`;
}

/** Prolongs the leases of work that is still being done. */
export async function renewWork(db: Kysely<WorkTables>, claims: readonly Claim[], now: Instant): Promise<void> {
  if (claims.length === 0) return;
  await claimed(db, ...claims)
    .set({ claimed_until: now + LEASE })
    .execute();
}

/** Marks claimed rows as done; does nothing to those whose claim was lost. */
export async function finishWork(db: Kysely<WorkTables>, claims: readonly Claim[], now: Instant): Promise<void> {
  if (claims.length === 0) return;
  await claimed(db, ...claims)
    .set({ state: "done", done_at: now, claimed_until: null, error: null })
    .execute();
}

/** The update of rows by whoever holds them. */
export function claimed(db: Kysely<WorkTables>, ...claims: readonly Claim[]) {
  return db
    .updateTable("work")
    .where("state", "=", "pending")
    .where((rows) => rows.or(claims.map(({ seq, attempts }) => rows.and({ seq, attempts }))));
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

/** Removes what was done before `before`. Parked rows stay until a person decides. The GUIDs of three days must stay, as GitHub redelivers so long. */
export async function forgetFinishedWork(db: Kysely<WorkTables>, before: Instant): Promise<void> {
  await db.deleteFrom("work").where("state", "=", "done").where("done_at", "<", before).execute();
}
