/** How the table of work stands: for metrics and health. */
import { type Kysely, sql } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { WorkTables } from "./work.ts";

/** Rows of one kind that wait or are being done. */
export interface PendingWork {
  readonly kind: string;
  readonly count: number;
  /** How long the oldest one has been there. */
  readonly oldest: Seconds;
}

/** The table at one moment. */
export interface WorkCounts {
  readonly pending: readonly PendingWork[];
  /** Rows that need a person. */
  readonly parked: number;
}

/** Counts. Finished rows are not looked at, so that asking stays cheap. */
export async function countWork(db: Kysely<WorkTables>, now: Instant): Promise<WorkCounts> {
  const pending = await sql<{ kind: string; count: number; since: number }>`
    select kind, count(*) as count, min(received_at) as since from work where state = 'pending' group by kind order by kind
  `.execute(db);
  const parked = await sql<{ count: number }>`select count(*) as count from work where state = 'parked'`.execute(db);
  return {
    pending: pending.rows.map(({ kind, count, since }) => ({
      kind,
      count: Number(count),
      oldest: Math.max(0, now - Number(since)),
    })),
    parked: Number(parked.rows[0]?.count ?? 0),
  };
}
