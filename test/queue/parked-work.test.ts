/** Parked work is seen, and sent through again by a person. */
import { describe, expect, test } from "vitest";
import { countWork } from "#src/queue/count-work.ts";
import { listParkedWork, replayWork } from "#src/queue/parked-work.ts";
import { addWork, type NewWork, type WorkTables } from "#src/queue/work.ts";
import type { Store } from "#src/store/open-store.ts";
import { claimOne, DATABASES, withDatabase } from "./databases.ts";

const NOW = 1_800_000_000;

function row(kind: string, key: string, dedupe: string | null = null): NewWork {
  return { key, kind, dedupe, priority: 5, installation: 77, payload: {} };
}

describe.each(DATABASES)("on %s", (_name, open) => {
  let store: Store<WorkTables>;
  withDatabase(open, (opened) => {
    store = opened;
  });

  async function park(...rows: NewWork[]): Promise<readonly number[]> {
    for (const one of rows) {
      await addWork(store.db, [one], NOW);
      await store.db
        .updateTable("work")
        .set({ state: "parked", attempts: 8, error: "TypeError: broken" })
        .where("state", "=", "pending")
        .execute();
    }
    return (await listParkedWork(store.db)).map(({ seq }) => seq);
  }

  test("named rows go through again from their first attempt, the others stay", async () => {
    const [first, second] = await park(row("delivery", "a", "1"), row("delivery", "b", "2"));
    expect(await replayWork(store.db, [second!, 999_999], NOW + 5)).toBe(1);
    expect(await claimOne(store.db, NOW + 5)).toMatchObject({ dedupe: "2", attempts: 1, error: null });
    expect((await listParkedWork(store.db)).map(({ seq }) => seq)).toEqual([first]);
  });

  test("all at once; equal jobs become one", async () => {
    await park(row("recheck", "p#1"), row("recheck", "p#1"), row("delivery", "a", "1"), row("sweep", "s"));
    await addWork(store.db, [row("sweep", "s")], NOW);
    expect(await replayWork(store.db, null, NOW)).toBe(4);
    const pending = await store.db
      .selectFrom("work")
      .selectAll()
      .where("state", "=", "pending")
      .orderBy("key")
      .execute();
    expect(pending.map(({ kind, key }) => [kind, key])).toEqual([
      ["delivery", "a"],
      ["recheck", "p#1"],
      ["sweep", "s"],
    ]);
    expect(await listParkedWork(store.db)).toEqual([]);
  });

  test("a job is replayed although an older equal one that nobody named stays parked", async () => {
    const [, second] = await park(row("recheck", "p#1"), row("recheck", "p#1"));
    expect(await replayWork(store.db, [second!], NOW)).toBe(1);
    expect(await claimOne(store.db, NOW)).toMatchObject({ seq: second });
  });

  test("nothing named is nothing replayed", async () => {
    await park(row("delivery", "a", "1"));
    expect(await replayWork(store.db, [], NOW)).toBe(0);
  });

  test("the counts tell what waits, how long, and what needs a person", async () => {
    await park(row("delivery", "a", "1"));
    await addWork(store.db, [row("delivery", "b", "2"), row("delivery", "c", "3")], NOW);
    await addWork(store.db, [row("recheck", "p#1"), { ...row("snapshot", "s"), runAt: NOW + 900 }], NOW + 10);
    expect(await countWork(store.db, NOW + 15)).toEqual({
      parked: 1,
      done: 0,
      pending: [
        { kind: "delivery", count: 2, scheduled: 0, oldest: 15 },
        { kind: "recheck", count: 1, scheduled: 0, oldest: 5 },
        { kind: "snapshot", count: 0, scheduled: 1, oldest: 0 },
      ],
    });
  });
});
