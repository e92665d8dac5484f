/** Work that ends its process is tried a few times, apart from other suspects, and then set aside where a person sees it. */
import { spawnSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failWork, MOST_LOST } from "#src/queue/fail-work.ts";
import { listParkedWork, replayWork } from "#src/queue/parked-work.ts";
import { addWork, claimWork, finishWork, type NewWork, type WorkTables } from "#src/queue/work.ts";
import { startWorker } from "#src/queue/worker.ts";
import { openStore, type Store } from "#src/store/open-store.ts";
import { claimOne, DATABASES, withDatabase } from "./databases.ts";

const NOW = 1_800_000_000;
const LEASE = 120;

function delivery(key: string): NewWork {
  return { key, kind: "delivery", dedupe: key, priority: 5, installation: 77, payload: {} };
}

describe.each(DATABASES)("on %s", (_name, open) => {
  let store: Store<WorkTables>;
  withDatabase(open, (opened) => {
    store = opened;
  });

  const rows = () => store.db.selectFrom("work").selectAll().orderBy("seq").execute();
  /** As if processes had claimed everything that they may, and had been killed. @returns when the last lease has run out. */
  const lose = async (times: number) => {
    for (let time = 0; time < times; time += 1) await claimWork(store.db, NOW + time * LEASE, { most: 10 });
    return NOW + times * LEASE;
  };

  test("a claim that was lost is counted by the next one; an end in order starts anew", async () => {
    await addWork(store.db, [delivery("a")], NOW);
    const now = await lose(2);
    const item = (await claimOne(store.db, now))!;
    expect(item).toMatchObject({ attempts: 3, lost: 2 });
    await failWork(store.db, item, { message: "503", now, retryAt: null });
    expect(await claimOne(store.db, now + 60)).toMatchObject({ attempts: 4, lost: 0 });
  });

  test("of those that were lost twice one runs at a time, beside all others", async () => {
    await addWork(store.db, [delivery("a"), delivery("b")], NOW);
    const now = await lose(2);
    await addWork(store.db, [delivery("c")], now);
    expect((await claimWork(store.db, now, { most: 10, suspecting: true })).map(({ key }) => key)).toEqual(["c"]);
    const [first, ...others] = await claimWork(store.db, now, { most: 10 });
    expect([first, others]).toMatchObject([{ key: "a", lost: 2 }, []]);
    await finishWork(store.db, [first!], now);
    expect(await claimWork(store.db, now, { most: 10 })).toMatchObject([{ key: "b", lost: 2 }]);
  });

  test("a worker takes the next suspect only when the one before has ended", async () => {
    await addWork(store.db, [delivery("a"), delivery("b"), delivery("c")], NOW);
    const now = await lose(2);
    const running = new Set<string>();
    const faults: string[] = [];
    const done: string[] = [];
    const handle = async ({ key }: { readonly key: string }) => {
      if (running.size > 0) faults.push(`${key} beside ${[...running].join()}`);
      running.add(key);
      await new Promise(setImmediate);
      running.delete(key);
      done.push(key);
    };
    const log = { info: () => {}, warn: () => {}, error: () => {} };
    const worker = startWorker({ db: store.db, concurrency: 4, log, now: () => now, handle });
    while (done.length < 3) await worker.idle();
    await worker.stop();
    expect([done, faults]).toEqual([["a", "b", "c"], []]);
  });

  test("after the last claim it is parked without being done, its key goes on, and a person can send it through again", async () => {
    await addWork(store.db, [delivery("a"), { ...delivery("b"), key: "a" }], NOW);
    const now = await lose(MOST_LOST);
    const errors: object[] = [];
    const log = { info: () => {}, warn: () => {}, error: (data: object) => void errors.push(data) };
    const done: (string | null)[] = [];
    const reports: string[] = [];
    const worker = startWorker({
      db: store.db,
      concurrency: 4,
      log,
      now: () => now,
      handle: async ({ dedupe }) => void done.push(dedupe),
      report: ({ item, outcome }) => void reports.push(`${item.dedupe} ${outcome}`),
    });
    await worker.idle();
    expect(reports.toSorted()).toEqual(["a parked", "b done"]);
    expect(done).toEqual(["b"]);
    expect(errors).toMatchObject([{ delivery: "a", lost: MOST_LOST }]);
    const [parked] = await listParkedWork(store.db);
    expect(parked?.error).toMatch(/^Lost: 6 times in a row the process/);
    expect(await replayWork(store.db, [parked!.seq], now)).toBe(1);
    await worker.idle();
    await worker.stop();
    expect(done).toEqual(["b", "a"]);
    expect((await rows()).map(({ state, lost }) => [state, lost])).toEqual([
      ["done", 0],
      ["done", 0],
    ]);
  });
});

describe("processes that really end", () => {
  let path: string;
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), "aftercare-doomed-"));
  });
  afterAll(() => rm(path, { recursive: true }));

  const inStore = async <T>(act: (store: Store<WorkTables>) => Promise<T>): Promise<T> => {
    const store = await openStore<WorkTables>({ kind: "directory", path });
    try {
      return await act(store);
    } finally {
      await store.close();
    }
  };
  const run = (now: number, end: string) => {
    const script = fileURLToPath(new URL("doomed-worker.ts", import.meta.url));
    const argv = ["--max-old-space-size=160", script, path, String(now), end];
    const { status, signal } = spawnSync(process.execPath, argv, { stdio: "ignore" });
    return signal ?? status;
  };

  test("killed, out of memory, or by exit: six processes end, the seventh sets the row aside and does the rest", async () => {
    await inStore(({ db }) => addWork(db, ["poison", "fine", "good"].map(delivery), NOW));
    const ends: unknown[] = [];
    const ways = ["killed", "exit", "memory", "killed", "exit", "killed", "killed"];
    for (const [time, way] of ways.entries()) ends.push(run(NOW + time * LEASE, way));
    expect(ends).toEqual(["SIGKILL", 7, "SIGABRT", "SIGKILL", 7, "SIGKILL", 0]);
    const states = await inStore(async ({ db }) => {
      const all = await db.selectFrom("work").selectAll().orderBy("seq").execute();
      return all.map(({ key, state, lost }) => [key, state, lost]);
    });
    expect(states.map(([key, state]) => [key, state])).toEqual([
      ["poison", "parked"],
      ["fine", "done"],
      ["good", "done"],
    ]);
    expect(states[0]![2]).toBe(MOST_LOST);
  }, 120_000);
});
