/** How many processes share this database: each gets its part of GitHub's limits, which count for an installation as a whole. */
import { type Kysely, sql } from "kysely";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { WorkTables } from "./work.ts";

/** A process that was alive at `seen_at`. */
interface ReplicaTable {
  readonly id: string;
  readonly seen_at: number;
}

type ReplicaTables = { readonly replica: ReplicaTable };

/** A process that has not been seen for so long is gone. */
const GONE_AFTER: Seconds = 60;

/** Says that this process is alive. @returns how many are, this one among them. */
export async function noteReplica(db: Kysely<WorkTables>, id: string, now: Instant): Promise<number> {
  const tables = db.withTables<ReplicaTables>();
  await tables
    .insertInto("replica")
    .values({ id, seen_at: now })
    .onConflict((conflict) => conflict.column("id").doUpdateSet({ seen_at: now }))
    .execute();
  await tables
    .deleteFrom("replica")
    .where("seen_at", "<", now - GONE_AFTER)
    .execute();
  const { rows } = await sql<{ count: number }>`select count(*) as count from replica`.execute(db);
  return Math.max(1, Number(rows[0]?.count));
}

/** Says that this process ends. */
export async function forgetReplica(db: Kysely<WorkTables>, id: string): Promise<void> {
  await db.withTables<ReplicaTables>().deleteFrom("replica").where("id", "=", id).execute();
}
