/** The databases that the queue is tested on: PGlite always, and PostgreSQL where `.ci/run` has started one; each test file has its own. */
import { randomBytes } from "node:crypto";
import { Client } from "pg";
import { type Kysely, sql } from "kysely";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { Instant } from "#src/calendar/instant.ts";
import { claimWork, type WorkItem, type WorkTables } from "#src/queue/work.ts";
import { openStore, type Store } from "#src/store/open-store.ts";
import { memoryStore } from "#test/support/memory-store.ts";

const address = process.env["TEST_DATABASE_URL"] || undefined;

/** A database of this file's own. */
export interface TestDatabase {
  /** One more connection, as another replica would have it; PGlite has only one. */
  connect(): Promise<Store<WorkTables>>;
  /** Closes every connection and drops it. */
  drop(): Promise<void>;
}

/** The ways to open one, by name. */
export const DATABASES: readonly (readonly [string, () => Promise<TestDatabase>])[] = [
  ["PGlite", openEmbedded],
  ...(address === undefined ? [] : [["PostgreSQL", () => openServer(address)] as const]),
];

/** A PostgreSQL database of its own; undefined where none is at hand. */
export const POSTGRES: (() => Promise<TestDatabase>) | undefined =
  address === undefined ? undefined : () => openServer(address);

async function openEmbedded(): Promise<TestDatabase> {
  const store = await openStore<WorkTables>(await memoryStore());
  return { connect: async () => store, drop: () => store.close() };
}

async function openServer(server: string): Promise<TestDatabase> {
  const name = `queue_${randomBytes(6).toString("hex")}`;
  await runOn(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  const stores: Store<WorkTables>[] = [];
  return {
    connect: async () => {
      const store = await openStore<WorkTables>({ kind: "postgres", url: url.href });
      stores.push(store);
      return store;
    },
    drop: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await runOn(server, `drop database ${name}`);
    },
  };
}

async function runOn(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The next row, claimed; undefined when none may run. */
export async function claimOne(
  db: Kysely<WorkTables>,
  now: Instant,
  busy: readonly number[] = [],
): Promise<WorkItem | undefined> {
  const [item] = await claimWork(db, now, { most: 1, busy });
  return item;
}

/** Opens one database for the tests of this block and ends it after them; before each of them no work is in it. `opened` is told of it. */
export function withDatabase(
  open: () => Promise<TestDatabase>,
  opened: (store: Store<WorkTables>, database: TestDatabase) => void,
): void {
  let database: TestDatabase;
  let store: Store<WorkTables>;
  beforeAll(async () => {
    database = await open();
    store = await database.connect();
    opened(store, database);
  });
  beforeEach(async () => {
    await sql`truncate work`.execute(store.db);
  });
  afterAll(() => database.drop());
}
