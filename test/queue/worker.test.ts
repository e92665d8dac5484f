/** The worker: everything is done once and in order per key, nobody takes all places, and it stops in time. */
import { describe, expect, test } from "vitest";
import { GitHubUnavailable } from "#src/flow/services.ts";
import { addWork, type NewWork, type WorkItem, type WorkTables } from "#src/queue/work.ts";
import { startWorker, type WorkerOptions } from "#src/queue/worker.ts";
import type { Store } from "#src/store/open-store.ts";
import { DATABASES, POSTGRES, withDatabase } from "./databases.ts";

const NOW = 1_800_000_000;
const silent = { info: () => {}, warn: () => {}, error: () => {} };

function delivery(key: string, dedupe: string, installation = 77): NewWork {
  return { key, kind: "delivery", dedupe, priority: 5, installation, payload: {} };
}

function gate(): { readonly opened: Promise<void>; open(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

describe.each(DATABASES)("on %s", (_name, open) => {
  let store: Store<WorkTables>;
  withDatabase(open, (opened) => {
    store = opened;
  });

  const start = (options: Partial<WorkerOptions> & Pick<WorkerOptions, "handle">) =>
    startWorker({ db: store.db, concurrency: 4, log: silent, now: () => NOW, ...options });
  const states = async () =>
    (await store.db.selectFrom("work").selectAll().orderBy("seq").execute()).map(({ state }) => state);

  test("does everything, in order per key, also what comes while it works", async () => {
    const seen: string[] = [];
    const rows = Array.from({ length: 40 }, (_, index) =>
      delivery(`k${index % 4}`, `g${String(index).padStart(2, "0")}`),
    );
    await addWork(store.db, rows.slice(0, 20), NOW);
    const worker = start({ handle: async (item) => void seen.push(`${item.key} ${item.dedupe}`) });
    await addWork(store.db, rows.slice(20), NOW);
    await worker.idle();
    await worker.stop();
    expect(seen).toHaveLength(40);
    for (const key of ["k0", "k1", "k2", "k3"]) {
      const ofKey = seen.filter((line) => line.startsWith(key));
      expect(ofKey).toEqual(ofKey.toSorted());
    }
  });

  test("a noisy installation leaves places for another", async () => {
    const noisy = Array.from({ length: 10 }, (_, index) => delivery(`n${index}`, `n${index}`, 1));
    await addWork(store.db, [...noisy, delivery("quiet", "q", 2)], NOW);
    const blocked = gate();
    const quiet = gate();
    const worker = start({
      perInstallation: 3,
      handle: async ({ installation }) => (installation === 1 ? blocked.opened : quiet.open()),
    });
    await quiet.opened;
    blocked.open();
    await worker.idle();
    await worker.stop();
    expect(new Set(await states())).toEqual(new Set(["done"]));
  });

  test("goes by when GitHub said to come back", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    const worker = start({
      handle: async () => {
        throw new GitHubUnavailable("x", "limited", { retryAt: NOW + 90 });
      },
    });
    await worker.idle();
    await worker.stop();
    const row = await store.db.selectFrom("work").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ run_at: NOW + 90, attempts: 0, error: "GitHubUnavailable: limited" });
  });

  test("renews the leases of what takes long", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    let now = NOW;
    let act = () => {};
    const [began, end] = [gate(), gate()];
    const worker = start({
      now: () => now,
      everySoOften: (renew) => {
        act = renew;
        return () => {};
      },
      handle: async () => {
        began.open();
        await end.opened;
      },
    });
    await began.opened;
    now += 40;
    act();
    await expect
      .poll(async () => (await store.db.selectFrom("work").selectAll().executeTakeFirstOrThrow()).claimed_until)
      .toBe(NOW + 160);
    end.open();
    await worker.stop();
    expect(await states()).toEqual(["done"]);
  });

  test("stops when the limit is over, tells how much is unfinished, and leaves it to the lease", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("b", "2")], NOW);
    const [began, end] = [gate(), gate()];
    const worker = start({
      handle: async ({ key }) => {
        if (key === "b") return;
        began.open();
        await end.opened;
      },
    });
    await began.opened;
    expect(await worker.stop(Promise.resolve())).toBeGreaterThanOrEqual(1);
    const row = await store.db.selectFrom("work").selectAll().where("key", "=", "a").executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: "pending", claimed_until: NOW + 120 });
    end.open();
    expect(await worker.stop()).toBe(0);
  });

  test("survives that failing cannot be written down", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    const errors: string[] = [];
    const log = { ...silent, error: (_data: object, message: string) => void errors.push(message) };
    const rename = (from: string, to: string) => store.db.schema.alterTable(from).renameTo(to).execute();
    const worker = start({ log, handle: () => rename("work", "away") });
    await worker.idle();
    await worker.stop();
    await rename("away", "work");
    expect(errors).toContain("Work failed, and that could not be written down; its lease runs out");
    expect(await states()).toEqual(["pending"]);
  });
});

test.runIf(POSTGRES)(
  "four replicas on PostgreSQL do everything once, in order per key and never side by side",
  async () => {
    const database = await POSTGRES!();
    const stores = await Promise.all([1, 2, 3, 4].map(() => database.connect()));
    const running = new Set<string>();
    const done: WorkItem[] = [];
    const faults: string[] = [];
    const workers = stores.map((store) =>
      startWorker({
        db: store.db,
        concurrency: 4,
        log: silent,
        now: () => NOW,
        handle: async (item) => {
          if (running.has(item.key)) faults.push(`${item.key} side by side`);
          running.add(item.key);
          await new Promise(setImmediate);
          running.delete(item.key);
          done.push(item);
        },
      }),
    );
    const rows = Array.from({ length: 600 }, (_, index) => delivery(`k${index % 25}`, `g${index}`));
    for (let next = 0; next < rows.length; next += 50) {
      await addWork(stores[next % 4]!.db, rows.slice(next, next + 50), NOW);
      for (const worker of workers) worker.wake();
    }
    while (done.length < rows.length) await Promise.all(workers.map((worker) => worker.idle()));
    await Promise.all(workers.map((worker) => worker.stop()));
    await database.drop();
    expect(faults).toEqual([]);
    expect(new Set(done.map(({ seq }) => seq)).size).toBe(600);
    expect(done).toHaveLength(600);
    for (let key = 0; key < 25; key += 1) {
      const seqs = done.filter((item) => item.key === `k${key}`).map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    }
  },
);
