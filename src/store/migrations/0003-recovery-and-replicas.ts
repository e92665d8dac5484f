/** What several processes have to know of each other: how far lost deliveries were looked for, and how many of us are running. */
import { type Kysely, sql } from "kysely";

/** Creates both tables, and the index by which parked work is counted and listed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table recovery (app bigint primary key, looked_at text not null)`.execute(db);
  await sql`create index work_parked on work (seq) where state = 'parked'`.execute(db);
  await sql`create table replica (id text primary key, seen_at bigint not null)`.execute(db);
}
