/** The work table: inbox of deliveries and queue of jobs in one, in true order per key. */
import { type Kysely, sql } from "kysely";

/** Creates the table and the indexes that keep claiming cheap and bursts collapsed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table work (
      seq bigint generated always as identity primary key,
      key text not null,
      kind text not null,
      dedupe text unique,
      priority smallint not null,
      installation bigint,
      payload text not null,
      received_at bigint not null,
      run_at bigint not null,
      attempts integer not null default 0,
      claimed_until bigint,
      state text not null default 'pending' check (state in ('pending', 'done', 'parked')),
      error text,
      done_at bigint
    )`.execute(db);
  await sql`create index work_order on work (key, seq) where state = 'pending'`.execute(db);
  await sql`create index work_ready on work (priority, seq) where state = 'pending'`.execute(db);
  await sql`create index work_finished on work (done_at) where state = 'done'`.execute(db);
  await sql`create unique index work_collapse on work (kind, key) where state = 'pending' and kind <> 'delivery' and claimed_until is null`.execute(
    db,
  );
}
