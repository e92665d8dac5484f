/** The hourly work is done once an hour by all processes together, however often they start anew. */
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { doHourly, type HourlyOptions, noteHourly } from "#app/hourly.ts";
import { type ScheduleOptions, startSchedule, tick } from "#app/schedule.ts";
import { addWork, type NewWork, type WorkTables } from "#src/queue/work.ts";
import type { Store } from "#src/store/open-store.ts";
import { DATABASES, type TestDatabase } from "#test/queue/databases.ts";

const NOW = 1_800_000_000;
const MINUTE = 60;

describe.each(DATABASES)("on %s", (_name, open) => {
  let database: TestDatabase;
  let store: Store<WorkTables>;
  let now = NOW;
  let options: HourlyOptions;
  beforeAll(async () => {
    database = await open();
    store = await database.connect();
    options = { appId: 5, db: store.db, now: () => now };
  });
  beforeEach(async () => {
    now = NOW;
    await store.db.withTables<{ hourly: object }>().deleteFrom("hourly").execute();
    await store.db.deleteFrom("work").execute();
  });
  afterAll(() => database.drop());

  /** Asks every minute for a while, as a process does. @returns at which minutes it was done. */
  const ask = async (minutes: number, act: () => Promise<void> = async () => {}) => {
    const done: number[] = [];
    for (let minute = 0; minute < minutes; minute += 1) {
      now += MINUTE;
      if (await doHourly(options, act).catch(() => false)) done.push((now - NOW) / MINUTE);
    }
    return done;
  };

  test("processes that live for fifty minutes each do it every hour all the same", async () => {
    const done: number[] = [];
    for (let process = 0; process < 6; process += 1) done.push(...(await ask(50)));
    // The first minute of all is when the App was seen for the first time.
    expect(done).toEqual([61, 121, 181, 241]);
  });

  test("of several processes one does it", async () => {
    await noteHourly(options, NOW);
    now = NOW + 60 * MINUTE;
    const done = await Promise.all([1, 2, 3, 4].map(() => doHourly(options, async () => {})));
    expect(done.filter(Boolean)).toHaveLength(1);
  });

  test("who was killed in the middle, or failed, is followed by another ten minutes later, and the next hour counts from there", async () => {
    await noteHourly(options, NOW);
    let calls = 0;
    const failing = async () => {
      calls += 1;
      throw new Error("GitHub is away");
    };
    expect(await ask(79, failing)).toEqual([]);
    // At 60 and at 70 minutes.
    expect(calls).toBe(2);
    expect(await ask(70)).toEqual([80, 140]);
  });

  test("another App on the same database has an hour of its own", async () => {
    await noteHourly(options, NOW);
    await noteHourly({ ...options, appId: 6 }, NOW + 30 * MINUTE);
    now = NOW + 60 * MINUTE;
    expect(await doHourly({ ...options, appId: 6 }, async () => {})).toBe(false);
    expect(await doHourly(options, async () => {})).toBe(true);
  });

  test("the schedule sweeps every repository when the hour is over; what was swept by hand counts", async () => {
    const looks: (() => void)[] = [];
    const errors: string[] = [];
    let tidied = 0;
    const schedule: ScheduleOptions = {
      ...options,
      app: {
        listInstallations: async () => [7],
        listRepositories: async () => [{ owner: "acme", repo: "shop" }],
      },
      log: { info: () => {}, warn: () => {}, error: (_data, message) => void errors.push(message) },
      wake: () => {},
      recover: async () => {},
      tidy: async () => void (tidied += 1),
    };
    const queued = async () =>
      (await store.db.selectFrom("work").select("kind").orderBy("kind").execute()).map(({ kind }) => kind);
    await tick(schedule);
    expect(await queued()).toEqual(["digest", "sweep"]);
    await store.db.deleteFrom("work").execute();
    const end = startSchedule(schedule, (look) => {
      looks.push(look);
      return () => void looks.pop();
    });
    now += 59 * MINUTE;
    looks[0]!();
    now += MINUTE;
    looks[0]!();
    await expect.poll(queued).toEqual(["digest", "sweep"]);
    await expect.poll(() => tidied).toBe(2);
    end();
    expect([looks, errors]).toEqual([[], []]);
  });

  test("tidying frees the pages of what is gone and counts the rows, where no server does so by itself", async () => {
    const fill = () =>
      addWork(
        store.db,
        Array.from({ length: 400 }, (_, index) => delivery(index)),
        NOW,
      );
    const pages = async () =>
      (await sql<{ relpages: number }>`select relpages from pg_class where relname = 'work'`.execute(store.db)).rows[0]!
        .relpages;
    if (store.kind === "postgres") {
      const before = await pages();
      await fill();
      await store.tidy();
      expect(await pages()).toBe(before);
      return;
    }
    await fill();
    await store.tidy();
    const first = await pages();
    for (let round = 0; round < 3; round += 1) {
      await store.db.deleteFrom("work").execute();
      await store.tidy();
      await fill();
    }
    await store.tidy();
    expect(first).toBeGreaterThan(10);
    expect(await pages()).toBeLessThanOrEqual(first + 1);
  });
});

function delivery(index: number): NewWork {
  const [dedupe, payload] = [`g${index}`, { text: "x".repeat(600) }];
  return { key: `k${index}`, kind: "delivery", dedupe, priority: 5, installation: 7, payload };
}
