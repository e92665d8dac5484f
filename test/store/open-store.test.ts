/** Opening the database: several replicas at once on an empty one, and each connection planned for. */
import { sql } from "kysely";
import { Client } from "pg";
import { expect, test, vi } from "vitest";
import { openStore } from "#src/store/open-store.ts";
import { openDatabase } from "#test/chaos/stores.ts";

const server = process.env["TEST_DATABASE_URL"] || "";

test.skipIf(server === "")(
  "four replicas that start at once on an empty database: each migration is run once",
  async () => {
    const database = await openDatabase(server);
    const stores = await Promise.all([1, 2, 3, 4].map(() => openStore(database.address)));
    const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(
      stores[3]!.db,
    );
    expect(rows.map(({ name }) => name)).toEqual([
      "0001-work",
      "0002-projection",
      "0003-recovery-and-replicas",
      "0004-lost-claims-and-hours",
    ]);
    await Promise.all(stores.map((store) => store.close()));
    await database.drop();
  },
);

test.skipIf(server === "")("every connection of the pool is told how to plan", async () => {
  const database = await openDatabase(server);
  const store = await openStore(database.address);
  const settings = await Promise.all(
    [1, 2, 3, 4, 5, 6].map(async () => {
      const { rows } = await sql<{ pid: number; sort: string; jit: string }>`
        select pg_backend_pid() as pid, current_setting('enable_sort') as sort, current_setting('jit') as jit, pg_sleep(0.05)
      `.execute(store.db);
      return rows[0]!;
    }),
  );
  expect(new Set(settings.map(({ pid }) => pid)).size).toBeGreaterThan(1);
  expect(new Set(settings.map(({ sort, jit }) => `${sort} ${jit}`))).toEqual(new Set(["off off"]));
  await store.close();
  await database.drop();
});

test.skipIf(server === "")(
  "a connection that ends while it is told how to plan is given back: closing does not wait for it",
  async () => {
    const database = await openDatabase(server);
    const store = await openStore(database.address);
    const query = Client.prototype.query as (...given: unknown[]) => unknown;
    const spy = vi.spyOn(Client.prototype, "query").mockImplementation(function (this: Client, ...given: unknown[]) {
      const isPlanning = JSON.stringify(given[0]).includes("set_config");
      return isPlanning ? Promise.reject(new Error("Connection terminated unexpectedly")) : query.apply(this, given);
    });
    const ask = () => sql`select pg_sleep(0.05)`.execute(store.db);
    await Promise.all([ask(), ask(), ask()]);
    expect(spy.mock.calls.filter(([text]) => JSON.stringify(text).includes("set_config")).length).toBeGreaterThan(0);
    await store.close();
    await database.drop();
  },
);

test("a server that is not there is an error, not a hanging start", async () => {
  await expect(openStore({ kind: "postgres", url: "postgres://nobody@127.0.0.1:9/none" })).rejects.toThrow(
    /ECONNREFUSED/,
  );
});
