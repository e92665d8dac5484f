/** PostgreSQL ends every connection of a running replica, again and again: it goes on when the database is back, and loses nothing. */
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { openDatabase, type RunStore } from "#test/chaos/stores.ts";
import { endingOf, playStory, settle } from "./crash-story.ts";
import { type Hosted, host, type Running } from "./running.ts";

const server = process.env["TEST_DATABASE_URL"] || "";

describe.skipIf(server === "")("with PostgreSQL", () => {
  let hosted: Hosted;
  let database: RunStore;
  let app: Running;
  let other: Client;
  beforeAll(async () => {
    [hosted, database] = await Promise.all([host(), openDatabase(server)]);
    if (database.address.kind !== "postgres") throw new Error("not a server");
    app = await hosted.start(database.address);
    other = new Client({ connectionString: database.address.url });
    await other.connect();
  }, 60_000);
  afterAll(async () => {
    await app.stop();
    await other.end();
    await database.drop();
    await hosted.stop();
  });

  /** Ends all connections but our own. @returns how many there were. */
  async function endConnections(): Promise<number> {
    const { rows } = await other.query(
      "select pg_terminate_backend(pid, 1000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
    );
    return rows.length;
  }

  /**
   * All connections are ended before the App's 5th statement, 15th, 30th, 50th …, also those on which others are being done: ever
   * more rarely, so that in the end everything gets through. @returns how many ended.
   */
  async function endingNowAndThen(act: () => Promise<void>): Promise<number> {
    const query = Client.prototype.query as (...given: unknown[]) => Promise<unknown>;
    let statements = 0;
    let next = 5;
    let times = 1;
    let ended = 0;
    const endIfDue = async (): Promise<void> => {
      if ((statements += 1) !== next) return;
      next += 5 * (times += 1);
      ended += await endConnections();
    };
    const spy = vi.spyOn(Client.prototype, "query").mockImplementation(function (
      this: Client,
      ...given: unknown[]
    ): unknown {
      return this === other ? query.apply(this, given) : endIfDue().then(() => query.apply(this, given));
    });
    await act().finally(() => spy.mockRestore());
    return ended;
  }

  test("connections that end while nothing is done: the next delivery is stored and done", async () => {
    const shop = app.open("idle");
    expect(await endConnections()).toBeGreaterThan(0);
    expect(await app.deliver("ping", { zen: "Keep it logically awesome.", hook_id: 1 })).toBe(202);
    await shop.opensIssue("bob", "Payments fail", ["incident", "component:checkout"]);
    expect(await shop.labelled("pia")).toHaveLength(1);
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });

  test(
    "connections that end in the middle of everything: the end is that of a calm run",
    { timeout: 120_000 },
    async () => {
      // What could not be stored is asked for again before people go on: by then they see what came of it.
      const settled = async () => {
        await settle(app);
        hosted.github.clock.advance(61);
        await app.recover();
        await settle(app);
      };
      const undisturbed = { before: () => {}, settle: settled, after: () => {} };
      const calm = app.open("calm");
      await playStory(hosted, calm, undisturbed);
      const wanted = await endingOf(calm);
      expect(wanted).toMatchObject({ pias: 1, items: 1, check: "failure" });

      const broken = app.open("broken");
      const ended = await endingNowAndThen(() => playStory(hosted, broken, undisturbed));
      expect(ended).toBeGreaterThan(10);
      await settled();
      expect(await endingOf(broken)).toEqual(wanted);
      expect(await app.rows()).toMatchObject({ pending: 0, parked: 0 });
    },
  );
});
