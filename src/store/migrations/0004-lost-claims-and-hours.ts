/** What must outlive a process that is killed: how often a row was claimed and never heard of again, and when the hourly work was last begun and ended; and what is being done is found by its key. */
import { type Kysely, sql } from "kysely";

/** Adds the count with an index of the few rows that have one, the table of hours, and an index of the few rows that are claimed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table work add column lost integer not null default 0`.execute(db);
  await sql`create index work_suspect on work (seq) where state = 'pending' and lost > 0`.execute(db);
  await sql`create index work_claimed on work (key) where state = 'pending' and claimed_until is not null`.execute(db);
  await sql`create table hourly (app bigint primary key, begun_at bigint not null, done_at bigint not null)`.execute(
    db,
  );
}
