/** The queue's promises, on every database that is at hand: once, in order per key, retried, parked, collapsed. */
import { describe, expect, test } from "vitest";
import { failWork, MAX_ATTEMPTS, OUTAGE_PATIENCE } from "#src/queue/fail-work.ts";
import { addWork, claimWork, finishWork, type NewWork, renewWork, type WorkTables } from "#src/queue/work.ts";
import type { Store } from "#src/store/open-store.ts";
import { claimOne, DATABASES, withDatabase } from "./databases.ts";

const NOW = 1_800_000_000;

function delivery(key: string, dedupe: string, installation = 77): NewWork {
  return { key, kind: "delivery", dedupe, priority: 5, installation, payload: { dedupe } };
}

function job(key: string, priority = 5): NewWork {
  return { key, kind: "recheck", dedupe: null, priority, installation: 77, payload: {} };
}

describe.each(DATABASES)("on %s", (_name, open) => {
  let store: Store<WorkTables>;
  withDatabase(open, (opened) => {
    store = opened;
  });

  test("the same delivery twice is stored once, also within one batch", async () => {
    expect(await addWork(store.db, [delivery("a#1", "g1"), delivery("a#1", "g1")], NOW)).toBe(1);
    expect(await addWork(store.db, [delivery("a#1", "g1"), delivery("a#1", "g2")], NOW)).toBe(1);
  });

  test("rows of one key are claimed one after another, keys side by side", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2"), delivery("b", "3")], NOW);
    const first = await claimOne(store.db, NOW);
    const second = await claimOne(store.db, NOW);
    expect([first?.dedupe, second?.dedupe]).toEqual(["1", "3"]);
    expect(await claimOne(store.db, NOW)).toBeUndefined();
    await finishWork(store.db, [first!], NOW);
    expect((await claimOne(store.db, NOW))?.dedupe).toBe("2");
  });

  test("several are claimed at once: of each key the oldest, urgent ones first", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2"), delivery("b", "3"), job("verdict", 1)], NOW);
    const claimed = await claimWork(store.db, NOW, { most: 10 });
    expect(claimed.map(({ key, dedupe }) => dedupe ?? key)).toEqual(["verdict", "1", "3"]);
    expect(await claimWork(store.db, NOW, { most: 10 })).toEqual([]);
    await finishWork(store.db, claimed, NOW);
    expect(await claimWork(store.db, NOW, { most: 10 })).toMatchObject([{ dedupe: "2" }]);
  });

  test("no more are claimed than asked for", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("b", "2"), delivery("c", "3")], NOW);
    expect(await claimWork(store.db, NOW, { most: 2 })).toMatchObject([{ dedupe: "1" }, { dedupe: "2" }]);
  });

  test("urgent work goes first", async () => {
    await addWork(store.db, [job("slow", 9), job("verdict", 1)], NOW);
    expect((await claimOne(store.db, NOW))?.key).toBe("verdict");
  });

  test("a failed row waits and holds back its key, and runs again when its time has come", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2")], NOW);
    const first = (await claimOne(store.db, NOW))!;
    expect(await failWork(store.db, first, { message: "503", now: NOW, retryAt: NOW + 60 })).toBe("retry");
    expect(await claimOne(store.db, NOW + 59)).toBeUndefined();
    expect((await claimOne(store.db, NOW + 60))?.dedupe).toBe("1");
  });

  test("a row that fails every time is parked with its reason, and its key goes on", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2")], NOW);
    let now = NOW;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      now += 1000;
      const item = (await claimOne(store.db, now))!;
      expect(item.dedupe).toBe("1");
      await failWork(store.db, item, { message: "broken", now, retryAt: null });
    }
    const parked = await store.db.selectFrom("work").selectAll().where("state", "=", "parked").execute();
    expect(parked.map((row) => [row.dedupe, row.error])).toEqual([["1", "broken"]]);
    expect((await claimOne(store.db, now))?.dedupe).toBe("2");
  });

  test("a row whose process died is claimed again after its lease", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    await claimOne(store.db, NOW);
    expect(await claimOne(store.db, NOW + 119)).toBeUndefined();
    expect(await claimOne(store.db, NOW + 120)).toMatchObject({ dedupe: "1", attempts: 2 });
  });

  test("equal jobs collapse while one waits; one that runs already does not swallow the next", async () => {
    expect(await addWork(store.db, [job("p#1"), job("p#1"), job("p#2")], NOW)).toBe(2);
    const running = (await claimOne(store.db, NOW))!;
    expect(await addWork(store.db, [job("p#1")], NOW)).toBe(1);
    expect(await failWork(store.db, running, { message: "x", now: NOW, retryAt: null })).toBe("superseded");
  });

  test("a lease that is renewed stays", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    const item = (await claimOne(store.db, NOW))!;
    await renewWork(store.db, [item], NOW + 100);
    expect(await claimOne(store.db, NOW + 219)).toBeUndefined();
    expect(await claimOne(store.db, NOW + 220)).toMatchObject({ dedupe: "1" });
  });

  test("whoever lost its lease to another can neither finish nor fail nor renew the row", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    const lost = (await claimOne(store.db, NOW))!;
    const held = (await claimOne(store.db, NOW + 120))!;
    await finishWork(store.db, [lost], NOW + 121);
    await failWork(store.db, lost, { message: "late", now: NOW + 121, retryAt: null });
    await renewWork(store.db, [lost], NOW + 239);
    const row = await store.db.selectFrom("work").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: "pending", error: null, claimed_until: held.claimed_until });
  });

  test("a row whose predecessor became visible late is not run beside it", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("a", "2")], NOW);
    // As if the first row's insert had been committed only after the second was claimed.
    await store.db
      .updateTable("work")
      .set({ claimed_until: NOW + 120 })
      .where("dedupe", "=", "2")
      .execute();
    expect(await claimOne(store.db, NOW)).toBeUndefined();
  });

  test("installations that have their share already are passed over", async () => {
    await addWork(store.db, [delivery("a", "1", 1), delivery("b", "2", 1), delivery("c", "3", 2)], NOW);
    await addWork(store.db, [{ ...job("recover"), installation: null }], NOW);
    expect(await claimOne(store.db, NOW, [1])).toMatchObject({ dedupe: "3" });
    expect(await claimOne(store.db, NOW, [1, 2])).toMatchObject({ key: "recover" });
    expect(await claimOne(store.db, NOW, [1])).toBeUndefined();
  });

  test("waiting for a rate limit is no attempt, and holds back only what is as urgent or less, of the same installation, for a minute", async () => {
    await addWork(store.db, [delivery("a", "1"), delivery("b", "2"), delivery("c", "3", 78), job("verdict", 1)], NOW);
    const verdict = (await claimOne(store.db, NOW))!;
    const item = (await claimOne(store.db, NOW))!;
    expect([verdict.key, item.dedupe]).toEqual(["verdict", "1"]);
    await failWork(store.db, item, { message: "limit", now: NOW, retryAt: NOW + 3_000 });
    await failWork(store.db, verdict, { message: "503", now: NOW, retryAt: null });
    const rows = await store.db.selectFrom("work").selectAll().orderBy("seq").execute();
    expect(rows.map((row) => [row.key, row.run_at - NOW, row.attempts])).toEqual([
      ["a", 3_000, 0],
      ["b", 60, 0],
      ["c", 0, 0],
      ["verdict", 2, 1],
    ]);
  });

  test("while GitHub is away a row is kept alive for a day, then parked", async () => {
    await addWork(store.db, [delivery("a", "1")], NOW);
    let now = NOW;
    const outcomes: string[] = [];
    while (outcomes.at(-1) !== "parked") {
      const item = (await claimOne(store.db, now))!;
      outcomes.push(await failWork(store.db, item, { message: "502", now, retryAt: null, outage: true, chance: 0 }));
      now += 3_600;
    }
    expect(outcomes.length).toBeGreaterThan(MAX_ATTEMPTS);
    expect(now - NOW).toBe(OUTAGE_PATIENCE + 3_600);
  });

  test("a job that fails while an equal one arrives is superseded, not an error", async () => {
    await addWork(store.db, [job("p#1")], NOW);
    const running = (await claimOne(store.db, NOW))!;
    const racing = failWork(store.db, running, { message: "x", now: NOW, retryAt: null });
    await addWork(store.db, [job("p#1")], NOW);
    expect(["retry", "superseded"]).toContain(await racing);
    const pending = await store.db.selectFrom("work").selectAll().where("state", "=", "pending").execute();
    expect(pending).toHaveLength(1);
  });
});
