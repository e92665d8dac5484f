/** Work that nothing helped: a person sees it here, and sends it through again. */
import { type Kysely, sql } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import type { WorkItem, WorkTables } from "./work.ts";

/** Parked rows, oldest first. */
export async function listParkedWork(db: Kysely<WorkTables>, limit = 1_000): Promise<readonly WorkItem[]> {
  return db.selectFrom("work").selectAll().where("state", "=", "parked").orderBy("seq").limit(limit).execute();
}

/**
 * Sends parked rows through again from their first attempt: those named, or all for null. A job of which an equal one waits is
 * done with, as the other does its work; of several equal parked jobs the oldest is replayed.
 * @returns how many were parked and are not any more.
 */
export async function replayWork(
  db: Kysely<WorkTables>,
  seqs: readonly number[] | null,
  now: Instant,
): Promise<number> {
  if (seqs?.length === 0) return 0;
  const among = (table: string) => (seqs === null ? sql`` : sql`and ${sql.ref(`${table}.seq`)} in (${sql.join(seqs)})`);
  const superseded = await sql`
    update work set state = 'done', done_at = ${now}
    where state = 'parked' and kind <> 'delivery' ${among("work")} and exists (
      select 1 from work twin where twin.kind = work.kind and twin.key = work.key and twin.seq <> work.seq
        and (twin.state = 'pending' or (twin.state = 'parked' and twin.seq < work.seq ${among("twin")})))`.execute(db);
  const replayed = await sql`
    update work set state = 'pending', attempts = 0, lost = 0, run_at = ${now}, error = null
    where state = 'parked' ${among("work")}`.execute(db);
  return Number(superseded.numAffectedRows ?? 0n) + Number(replayed.numAffectedRows ?? 0n);
}
