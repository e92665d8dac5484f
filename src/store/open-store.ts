/** Opens the database: PostgreSQL by address, or PGlite in a directory; the same SQL and the same migrations on both. */
import { join } from "node:path";
import { mkdir } from "node:fs/promises";
import { PGlite } from "@electric-sql/pglite";
import { CompiledQuery, type DatabaseConnection, Kysely, PGliteDialect, PostgresDialect, sql } from "kysely";
import { Pool, types as pgTypes } from "pg";
import { lockDirectory } from "./lock-directory.ts";
import { migrate } from "./migrate.ts";

/** Where the database is. `memory` is for tests: nothing outlives the process; it begins from the image of another one's files when there is one. */
export type StoreAddress =
  | { readonly kind: "postgres"; readonly url: string }
  | { readonly kind: "directory"; readonly path: string }
  | { readonly kind: "memory"; readonly image?: Blob };

/** An open, migrated database. */
export interface Store<Tables> {
  readonly db: Kysely<Tables>;
  readonly kind: StoreAddress["kind"];
  /** Frees what finished and forgotten rows took, and gathers statistics: a server does so by itself, PGlite never. Takes its one connection for a moment. */
  tidy(): Promise<void>;
  /** Closes connections and gives the directory's lock back. Safe to call once only. */
  close(): Promise<void>;
}

/**
 * Opens the database and brings it to the newest migration.
 * @throws an Error with a plain sentence when the directory is in use by another process, or the server cannot be reached.
 */
export async function openStore<Tables>(address: StoreAddress): Promise<Store<Tables>> {
  const { db, release } =
    address.kind === "postgres" ? connectPostgres<Tables>(address.url) : await openEmbedded<Tables>(address);
  const close = async () => {
    await db.destroy();
    await release();
  };
  try {
    await migrate(db);
  } catch (error) {
    await close();
    throw error;
  }
  const tidy = async () => {
    if (address.kind !== "postgres") await sql`vacuum (analyze) work, projection`.execute(db);
  };
  return { db, kind: address.kind, tidy, close };
}

/**
 * Every statement of ours is answered by an index, in its order. Without statistics (a fresh table; PGlite, which gathers none by
 * itself) the planner would rather read and sort all rows that wait, for each that is claimed. What must be sorted still is, at a
 * fictitious cost for which PostgreSQL would compile it, which takes longer than all else.
 */
const PLANNING = CompiledQuery.raw(
  "select set_config(name, 'off', false) from unnest(array['enable_sort', 'enable_bitmapscan', 'enable_seqscan', 'jit']) as setting (name)",
);
const onCreateConnection = async (connection: DatabaseConnection): Promise<void> => {
  try {
    await connection.executeQuery(PLANNING);
  } catch {
    // The connection has just ended: whoever asked for it hears of that by their own statement, and gives it back. Were this error
    // passed on, nobody would give it back, and closing would wait for it for ever.
  }
};

interface Opened<Tables> {
  readonly db: Kysely<Tables>;
  release(): Promise<void>;
}

function connectPostgres<Tables>(url: string): Opened<Tables> {
  // Counts and sequence numbers fit a double; strings would make every comparison a trap.
  const types = {
    getTypeParser: (oid: number, format?: "text" | "binary") =>
      oid === 20 ? Number : pgTypes.getTypeParser(oid, format),
  };
  const pool = new Pool({ connectionString: url, max: 8, types });
  // The server may end a connection at any time (a restart, a failover). Whoever is using it hears of it by their statement, the
  // pool opens a new one, and these events, which would end the process when nobody listens, say nothing more.
  const unheard = () => {};
  pool.on("error", unheard).on("connect", (client) => void client.on("error", unheard));
  return {
    db: new Kysely<Tables>({ dialect: new PostgresDialect({ pool, onCreateConnection }) }),
    release: async () => {},
  };
}

async function openEmbedded<Tables>(address: Exclude<StoreAddress, { kind: "postgres" }>): Promise<Opened<Tables>> {
  if (address.kind === "memory") {
    const { image } = address;
    const pglite = await PGlite.create(image ? { loadDataDir: image } : {});
    return { db: embedded<Tables>(pglite), release: async () => {} };
  }
  await mkdir(address.path, { recursive: true });
  const release = await lockDirectory(address.path);
  try {
    // PGlite switches fsync off by default, which survives a killed process but not a power cut.
    const startParams = PGlite.defaultStartParams.filter((parameter) => parameter !== "-F");
    const pglite = await PGlite.create({ dataDir: join(address.path, "pglite"), startParams });
    return { db: embedded<Tables>(pglite), release };
  } catch (error) {
    await release();
    throw error;
  }
}

function embedded<Tables>(pglite: PGlite): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new PGliteDialect({ pglite, onCreateConnection }) });
}
