/** The database fails once at each statement that writes, before it is done and after: the end is that of a calm run. All points: CRASH_POINTS=all. */
import { PGlite } from "@electric-sql/pglite";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { endingOf, playStory, settle, type Shop } from "./crash-story.ts";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let app: Running;
let startedAt: number;
beforeAll(async () => {
  hosted = await host();
  await start();
}, 60_000);
afterAll(async () => {
  await app.stop();
  await hosted.stop();
});

/** The connection is lost at a statement: whoever sent it cannot know whether it was done. */
interface Loss {
  readonly act: number;
  /** Which of the act's statements that write. */
  readonly statement: number;
  readonly when: "before" | "after";
}

/** Every statement of the App is a transaction of its own. */
const WRITES = /^\s*(insert|update|delete|select nextval)/i;

/** Plays the story. @returns how many writing statements each act took. */
async function play(shop: Shop, loss?: Loss): Promise<readonly number[]> {
  const counts: number[] = [];
  const { query } = PGlite.prototype;
  let seen = 0;
  let struck = false;
  const lost = new Error("Connection terminated unexpectedly");
  const spy = vi.spyOn(PGlite.prototype, "query").mockImplementation(async function (this: PGlite, ...given) {
    const isHere = WRITES.test(given[0]) && counts.length === loss?.act && seen === loss.statement;
    if (WRITES.test(given[0])) seen += 1;
    if (!isHere) return query.apply(this, given);
    struck = true;
    if (loss.when === "after") await query.apply(this, given);
    throw lost;
  });
  await playStory(hosted, shop, {
    before: () => {
      seen = 0;
    },
    settle: async () => {
      await settle(app);
      if (hosted.github.deliveries().every(({ statusCode }) => statusCode < 500)) return;
      // What could not be stored was answered with 500, and GitHub is asked for it.
      hosted.github.clock.advance(61);
      await app.recover();
      await settle(app);
    },
    after: () => void counts.push(seen),
  }).finally(() => spy.mockRestore());
  if (loss && !struck) unreached.push(loss);
  return counts;
}

/** Rows that are written together when they come together: a run may have fewer statements than the calm one had. */
const unreached: Loss[] = [];

/** A new App in time: its installation token is good for an hour of the stand-in's time, and it would ask for a new one after an hour of the machine's. */
async function keepSignedIn(): Promise<void> {
  if (hosted.github.clock.now() - startedAt < 1_800) return;
  await app.stop();
  await start();
}

async function start(): Promise<void> {
  app = await hosted.start();
  startedAt = hosted.github.clock.now();
}

/** The suite takes one point in many. */
const STEP = process.env["CRASH_POINTS"] === "all" ? 1 : 61;

test("a lost connection at any statement leads to the same end", { timeout: 900_000 }, async () => {
  const calm = app.open("calm");
  const counts = await play(calm);
  const wanted = await endingOf(calm);
  expect(wanted).toMatchObject({ pias: 1, items: 1, check: "failure" });
  const losses = counts.flatMap((count, act) =>
    Array.from({ length: count }, (_, statement) => statement).flatMap((statement) =>
      (["before", "after"] as const).map((when): Loss => ({ act, statement, when })),
    ),
  );
  expect(losses.length).toBeGreaterThan(60);
  const wrong: unknown[] = [];
  const tried = losses.filter((_, index) => index % STEP === 0).length;
  for (const [index, loss] of losses.entries()) {
    if (index % STEP !== 0) continue;
    await keepSignedIn();
    const shop = app.open(`lost-${index}`);
    const problem = await play(shop, loss).then(() => null, String);
    const end = await endingOf(shop).catch(String);
    if (problem !== null || JSON.stringify(end) !== JSON.stringify(wanted)) wrong.push({ loss, problem, end });
  }
  expect(wrong).toEqual([]);
  expect(unreached.length).toBeLessThanOrEqual(tried / 5);
});
