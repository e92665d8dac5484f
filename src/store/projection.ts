/** The projection on the App's database: documents by repository, kind and name, ordered by tickets over all replicas. */
import { type Kysely, sql } from "kysely";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { Projection, ProjectionEntry, ProjectionKind } from "#src/flow/services.ts";
import { doTogether } from "./do-together.ts";
import { parseDocument, writeDocument } from "./document.ts";

/** One row of the table `projection`. */
export interface ProjectionTable {
  /** `owner/repo` in lower case. */
  readonly repository: string;
  readonly kind: string;
  readonly name: string;
  readonly tag: string | null;
  /** When the read began of which this is the answer, or when it was forgotten. */
  readonly ticket: number;
  readonly version: number;
  /** Null = forgotten: something changed since it was read. */
  readonly value: string | null;
}

/** What the projection needs of the database. */
export interface ProjectionTables {
  readonly projection: ProjectionTable;
}

/** Raise it when the form of a document changes: older ones then count as unknown and are read again. */
const VERSION = 1;

/** Opens the projection on a database that has been migrated, whatever other tables it is known to have. */
export function openProjection<Tables>(database: Kysely<Tables>): Projection {
  const db = database as unknown as Kysely<ProjectionTables>;
  // A burst of events makes one row uncertain again and again: each would wait for the one before to be safe on disk.
  const forgetTogether = doTogether(
    ({ repository, kind, name }: Named) => `${keyOf(repository)} ${kind} ${name}`,
    (named) => forget(db, named),
  );
  return {
    ticket: () => nextTicket(db),
    load: async (repository, kind, name) => {
      const row = await rowsOf(db, repository, kind).where("name", "=", name).executeTakeFirst();
      return row ? toEntry(row).value : null;
    },
    loadAll: async (repository, kind, tag) => {
      const rows = rowsOf(db, repository, kind);
      const some = tag === undefined ? rows : rows.where("tag", "=", tag);
      return (await some.orderBy("name").execute()).map(toEntry);
    },
    save: (repository, entries, ticket) => save(db, { repository, entries, ticket }),
    forget: (repository, kind, name) => forgetTogether({ repository, kind, name }),
    retain: async (repository, kind, { names, ticket }) => {
      const older = db
        .deleteFrom("projection")
        .where("repository", "=", keyOf(repository))
        .where("kind", "=", kind)
        .where("ticket", "<", ticket);
      await (names.length === 0 ? older : older.where("name", "not in", names)).execute();
    },
  };
}

async function nextTicket(db: Kysely<ProjectionTables>): Promise<number> {
  const { rows } = await sql<{ ticket: number }>`select nextval('projection_ticket') as ticket`.execute(db);
  return Number(rows[0]!.ticket);
}

function rowsOf(db: Kysely<ProjectionTables>, repository: RepositoryName, kind: ProjectionKind) {
  return db
    .selectFrom("projection")
    .select(["name", "tag", "version", "value"])
    .where("repository", "=", keyOf(repository))
    .where("kind", "=", kind);
}

interface Saving {
  readonly repository: RepositoryName;
  readonly entries: readonly (ProjectionEntry & { readonly kind: ProjectionKind })[];
  readonly ticket: number;
}

/** PostgreSQL takes 65,535 parameters in a statement. */
const ROWS_AT_ONCE = 500;

/** An answer counts only when its read began after everything that is known. */
async function save(db: Kysely<ProjectionTables>, { repository, entries, ticket }: Saving): Promise<void> {
  for (let from = 0; from < entries.length; from += ROWS_AT_ONCE) {
    const values = entries.slice(from, from + ROWS_AT_ONCE).map(({ kind, name, tag, value }) => ({
      repository: keyOf(repository),
      kind,
      name,
      tag,
      ticket,
      version: VERSION,
      value: value === null ? null : writeDocument(value),
    }));
    await db
      .insertInto("projection")
      .values(values)
      .onConflict((conflict) =>
        conflict
          .columns(["repository", "kind", "name"])
          .doUpdateSet((row) => ({
            tag: row.ref("excluded.tag"),
            ticket: row.ref("excluded.ticket"),
            version: row.ref("excluded.version"),
            value: row.ref("excluded.value"),
          }))
          .whereRef("excluded.ticket", ">=", "projection.ticket"),
      )
      .execute();
  }
}

interface Named {
  readonly repository: RepositoryName;
  readonly kind: ProjectionKind;
  readonly name: string;
}

/**
 * The tag stays: whatever shares it has to know that there is something that must be read again. When it is forgotten already and
 * nobody has drawn a ticket since, no read can be under way whose answer would count, and nothing is written.
 */
async function forget(db: Kysely<ProjectionTables>, { repository, kind, name }: Named): Promise<void> {
  await sql`
    insert into projection (repository, kind, name, tag, ticket, version, value)
    select ${keyOf(repository)}, ${kind}, ${name}, null, nextval('projection_ticket'), ${VERSION}::integer, null
    where not exists (
      select 1 from projection, projection_ticket
      where repository = ${keyOf(repository)} and kind = ${kind} and name = ${name} and value is null and ticket = last_value)
    on conflict (repository, kind, name) do update set ticket = excluded.ticket, value = null
      where excluded.ticket >= projection.ticket`.execute(db);
}

function toEntry(row: Pick<ProjectionTable, "name" | "tag" | "version" | "value">): ProjectionEntry {
  const { name, tag, version, value } = row;
  return { name, tag, value: value === null || version !== VERSION ? null : parseDocument(value) };
}

function keyOf({ owner, repo }: RepositoryName): string {
  return `${owner}/${repo}`.toLowerCase();
}
