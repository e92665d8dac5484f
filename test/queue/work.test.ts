/** The queue's promises, on every database that is at hand: once, in order per key, retried, parked, collapsed. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import {
  addWork,
  claimWork,
  failWork,
  finishWork,
  MAX_ATTEMPTS,
  type NewWork,
  type WorkTables,
} from "#src/queue/work.ts";
import { startWorker } from "#src/queue/worker.ts";
import { openStore, type Store, type StoreAddress } from "#src/store/open-store.ts";

const postgres = process.env["TEST_DATABASE_URL"];
const addresses: [string, StoreAddress][] = [["PGlite", { kind: "memory" }]];
if (postgres) addresses.push(["PostgreSQL", { kind: "postgres", url: postgres }]);

const NOW = 1_800_000_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

function delivery(key: string, dedupe: string): NewWork {
  return { key, kind: "delivery", dedupe, priority: 5, installation: 77, payload: { dedupe } };
}

function job(key: string, priority = 5): NewWork {
  return { key, kind: "recheck", dedupe: null, priority, installation: 77, payload: {} };
}

describe.each(addresses)("on %s", (_name, address) => {
  let store: Store<WorkTables>;
  beforeAll(async () => {
    store = await openStore<WorkTables>(address);
  });
  beforeEach(async () => {
    await store.db.deleteFrom("work").execute();
  });
  afterAll(() => store.close());

  test("the same delivery twice is stored once, also within one batch", async () => {
    expect(await addWork(store.db, [delivery("a#1", "g1"), delivery("a#1", "g1")], NOW)).toBe(1);
    expect(await addWork(store.db, [delivery("a#1", "g1"), delivery("a#1", "g2")], NOW)).toBe(1);
  });

  test("rows of one key are claimed one after another, keys side by side", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2"), delivery("b", "3")], NOW);
    const first = await claimWork(store.db, NOW);
    const second = await claimWork(store.db, NOW);
    expect([first?.dedupe, second?.dedupe]).toEqual(["1", "3"]);
    expect(await claimWork(store.db, NOW)).toBeUndefined();
    await finishWork(store.db, first!.seq, NOW);
    expect((await claimWork(store.db, NOW))?.dedupe).toBe("2");
  });

  test("urgent work goes first", async () => {
    await addWork(store.db, [job("slow", 9), job("verdict", 1)], NOW);
    expect((await claimWork(store.db, NOW))?.key).toBe("verdict");
  });

  test("a failed row waits and holds back its key, and runs again when its time has come", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2")], NOW);
    const first = (await claimWork(store.db, NOW))!;
    expect(await failWork(store.db, first, { message: "503", now: NOW, retryAt: NOW + 60 })).toBe("retry");
    expect(await claimWork(store.db, NOW + 59)).toBeUndefined();
    expect((await claimWork(store.db, NOW + 60))?.dedupe).toBe("1");
  });

  test("a row that fails every time is parked with its reason, and its key goes on", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2")], NOW);
    let now = NOW;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      now += 1000;
      const item = (await claimWork(store.db, now))!;
      expect(item.dedupe).toBe("1");
      await failWork(store.db, item, { message: "broken", now, retryAt: null });
    }
    const parked = await store.db.selectFrom("work").selectAll().where("state", "=", "parked").execute();
    expect(parked.map((row) => [row.dedupe, row.error])).toEqual([["1", "broken"]]);
    expect((await claimWork(store.db, now))?.dedupe).toBe("2");
  });

  test("a row whose process died is claimed again after its lease", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    await claimWork(store.db, NOW);
    expect(await claimWork(store.db, NOW + 119)).toBeUndefined();
    expect(await claimWork(store.db, NOW + 120)).toMatchObject({ dedupe: "1", attempts: 2 });
  });

  test("equal jobs collapse while one waits; one that runs already does not swallow the next", async () => {
    expect(await addWork(store.db, [job("p#1"), job("p#1"), job("p#2")], NOW)).toBe(2);
    const running = (await claimWork(store.db, NOW))!;
    expect(await addWork(store.db, [job("p#1")], NOW)).toBe(1);
    expect(await failWork(store.db, running, { message: "x", now: NOW, retryAt: null })).toBe("superseded");
  });

  test("a worker does everything, in order per key, also what comes while it works", async () => {
    const seen: string[] = [];
    const rows = Array.from({ length: 40 }, (_, index) =>
      delivery(`k${index % 4}`, `g${String(index).padStart(2, "0")}`),
    );
    await addWork(store.db, rows.slice(0, 20), NOW);
    const worker = startWorker({
      db: store.db,
      concurrency: 4,
      log: silent,
      now: () => NOW,
      handle: async (item) => {
        seen.push(`${item.key} ${item.dedupe}`);
      },
    });
    await addWork(store.db, rows.slice(20), NOW);
    await worker.idle();
    await worker.stop();
    expect(seen).toHaveLength(40);
    for (const key of ["k0", "k1", "k2", "k3"]) {
      const ofKey = seen.filter((line) => line.startsWith(key));
      expect(ofKey).toEqual(ofKey.toSorted());
    }
  });
});
