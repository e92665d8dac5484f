/** The projection: what was read of GitHub, one document a row, each as of the ticket of its read. Losing it loses nothing. */
import { type Kysely, sql } from "kysely";

/** Creates the table, the numbers that order reads, and the index by which pull requests are found by their head. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence projection_ticket`.execute(db);
  await sql`
    create table projection (
      repository text not null,
      kind text not null,
      name text not null,
      tag text,
      ticket bigint not null,
      version integer not null,
      value text,
      primary key (repository, kind, name)
    )`.execute(db);
  await sql`create index projection_tag on projection (repository, kind, tag) where tag is not null`.execute(db);
}
