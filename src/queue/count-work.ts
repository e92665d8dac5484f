/** How the table of work stands: for metrics and health. */
import { type Kysely, sql } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { WorkTables } from "./work.ts";

/** Rows of one kind that wait or are being done. */
export interface PendingWork {
  readonly kind: string;
  /** Due, under way, or waiting after a failure. */
  readonly count: number;
  /** Waiting for their time, which nothing has gone wrong with. */
  readonly scheduled: number;
  /** How long the oldest one that is due, or has failed, has been there; 0 when all wait for their time. */
  readonly oldest: Seconds;
}

/** The table at one moment. */
export interface WorkCounts {
  readonly pending: readonly PendingWork[];
  /** Rows that need a person. */
  readonly parked: number;
  /** Rows that are kept so that their delivery is not done twice. */
  readonly done: number;
}

/** Counts; every part is answered by a small index. */
export async function countWork(db: Kysely<WorkTables>, now: Instant): Promise<WorkCounts> {
  const isDue = sql`(run_at <= ${now} or claimed_until is not null or error is not null)`;
  const pending = await sql<{ kind: string; count: number; scheduled: number; since: number | null }>`
    select kind, count(*) filter (where ${isDue}) as count, count(*) filter (where not ${isDue}) as scheduled,
      min(received_at) filter (where ${isDue}) as since
    from work where state = 'pending' group by kind order by kind`.execute(db);
  const rest = await sql<{ parked: number; done: number }>`
    select (select count(*) from work where state = 'parked') as parked,
      (select count(*) from work where state = 'done') as done`.execute(db);
  return {
    pending: pending.rows.map(({ kind, count, scheduled, since }) => ({
      kind,
      count: Number(count),
      scheduled: Number(scheduled),
      oldest: since === null ? 0 : Math.max(0, now - Number(since)),
    })),
    parked: Number(rest.rows[0]?.parked ?? 0),
    done: Number(rest.rows[0]?.done ?? 0),
  };
}
