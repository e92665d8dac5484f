/** The inbox: what is stored together, and that one bad row costs nobody else. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Delivery, openInbox } from "#app/inbox.ts";
import type { WorkTables } from "#src/queue/work.ts";
import { openStore, type Store } from "#src/store/open-store.ts";
import { memoryStore } from "#test/support/memory-store.ts";

let store: Store<WorkTables>;
beforeAll(async () => {
  store = await openStore<WorkTables>(await memoryStore());
});
beforeEach(async () => {
  await store.db.deleteFrom("work").execute();
});
afterAll(() => store.close());

function delivery(guid: string, installation = 77): Delivery {
  return { guid, name: "issues", payload: { action: "opened" }, orderingKey: "901#7", installation };
}

test("what arrives while a batch is written is stored by the next, and counted without duplicates", async () => {
  const counts: number[] = [];
  const inbox = openInbox({ db: store.db, now: () => 1_800_000_000, stored: (count) => void counts.push(count) });
  const guids = Array.from({ length: 300 }, (_, index) => `g${index % 250}`);
  await Promise.all(guids.map((guid) => inbox.store(delivery(guid))));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(250);
  expect(counts.length).toBeLessThan(10);
});

test("a row that the database refuses fails alone; the others of its batch are stored", async () => {
  const inbox = openInbox({ db: store.db, now: () => 1_800_000_000, stored: () => {} });
  const outcomes = await Promise.allSettled([
    inbox.store(delivery("first")),
    inbox.store(delivery("a")),
    inbox.store(delivery("bad", 1e308)),
    inbox.store(delivery("b")),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  const rows = await store.db.selectFrom("work").select("dedupe").orderBy("seq").execute();
  expect(rows.map(({ dedupe }) => dedupe)).toEqual(["first", "a", "b"]);
});

describe("work waits for a burst of deliveries to end", () => {
  /** A timer on which each wait takes as long as it should and lets in what `meanwhile` does. */
  function timerWith(meanwhile: (now: number) => void) {
    let now = 0;
    const wait = async (milliseconds: number) => {
      now += milliseconds;
      meanwhile(now);
      // As long as a batch takes to gather and to be written.
      for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    };
    return { now: () => now, wait };
  }

  test("without one it does not wait, nor for a delivery that came alone", async () => {
    const timer = timerWith(() => {});
    const inbox = openInbox({ db: store.db, now: () => 1_800_000_000, stored: () => {}, timer });
    await inbox.calm();
    await inbox.store(delivery("alone"));
    await inbox.calm();
    expect(timer.now()).toBe(0);
  });

  test("after one it waits for a lull", async () => {
    const timer = timerWith(() => {});
    const inbox = openInbox({ db: store.db, now: () => 1_800_000_000, stored: () => {}, timer });
    await Promise.all(["a", "b", "c"].map((guid) => inbox.store(delivery(guid))));
    await inbox.calm();
    expect(timer.now()).toBe(25);
    await inbox.calm();
    expect(timer.now()).toBe(25);
  });

  test("a burst that does not end holds work back for two seconds, then for as long not at all, then again", async () => {
    let count = 0;
    const timer = timerWith((now) => {
      for (const part of ["a", "b", "c"]) void inbox.store(delivery(`${now}-${part}-${(count += 1)}`));
    });
    const inbox = openInbox({ db: store.db, now: () => 1_800_000_000, stored: () => {}, timer });
    await Promise.all(["a", "b", "c"].map((guid) => inbox.store(delivery(guid))));
    const held = async () => {
      const before = timer.now();
      await inbox.calm();
      return timer.now() - before;
    };
    expect(await held()).toBe(2_000);
    expect(await held()).toBe(0);
    await timer.wait(1_999);
    expect(await held()).toBe(0);
    await timer.wait(1);
    expect(await held()).toBe(2_000);
    await inbox.store(delivery("last"));
  });
});
