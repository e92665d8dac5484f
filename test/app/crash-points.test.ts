/** Writes of a story break once, before it happens and after: the end is that of a calm run. Every row done a second time changes nothing. All points: CRASH_POINTS=all. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkTables } from "#src/queue/work.ts";
import { openStore } from "#src/store/open-store.ts";
import { endingOf, playStory, settle, type Shop } from "./crash-story.ts";
import { type Hosted, host, type Running } from "./running.ts";

let hosted: Hosted;
let path: string;
let app: Running;
beforeAll(async () => {
  hosted = await host();
  path = await mkdtemp(join(tmpdir(), "aftercare-crash-"));
  app = await hosted.start({ kind: "directory", path });
}, 60_000);
afterAll(async () => {
  await app.stop();
  await hosted.stop();
  await rm(path, { recursive: true });
});

interface Fault {
  readonly act: number;
  readonly route: string;
  /** Which of the act's requests of this route. */
  readonly occurrence: number;
  readonly kind: "break-before" | "break-after";
}

/** Plays the story; people are never struck, only what the App does because of them. @returns the App's writes of each act. */
async function play(shop: Shop, fault?: Fault): Promise<readonly Readonly<Record<string, number>>[]> {
  const { github } = hosted;
  const writes: Readonly<Record<string, number>>[] = [];
  await playStory(hosted, shop, {
    before: (act) => {
      github.resetRequests();
      if (fault?.act !== act) return;
      const { route, occurrence, kind } = fault;
      github.faults.add({ fault: { kind }, route, skip: occurrence, times: 1 });
    },
    settle: () => settle(app),
    after: () => {
      github.faults.clear();
      const sent = Object.entries(github.requests());
      writes.push(Object.fromEntries(sent.filter(([route]) => /^(POST|PATCH|PUT|DELETE) \/repos/.test(route))));
    },
  });
  return writes;
}

/** The suite takes one point in five. */
const STEP = process.env["CRASH_POINTS"] === "all" ? 1 : 5;

test("writes break once, before and after: the end is the same", { timeout: 600_000 }, async () => {
  const calm = app.open("calm");
  const writes = await play(calm);
  const wanted = await endingOf(calm);
  expect(wanted).toMatchObject({ pias: 1, items: 1, check: "failure" });
  const faults = writes.flatMap((routes, act) =>
    Object.entries(routes).flatMap(([route, times]) =>
      Array.from({ length: times }, (_, occurrence) => occurrence).flatMap((occurrence) =>
        (["break-before", "break-after"] as const).map((kind): Fault => ({ act, route, occurrence, kind })),
      ),
    ),
  );
  expect(faults.length).toBeGreaterThan(20);
  const wrong: unknown[] = [];
  for (const [index, fault] of faults.entries()) {
    if (index % STEP !== 0) continue;
    const shop = app.open(`broken-${index}`);
    await play(shop, fault);
    const end = await endingOf(shop).catch((error: unknown) => String(error));
    if (JSON.stringify(end) !== JSON.stringify(wanted)) wrong.push({ fault, end });
  }
  expect(wrong).toEqual([]);
});

test(
  "every row done a second time, as after a crash before it could be marked, changes nothing",
  { timeout: 120_000 },
  async () => {
    const shop = app.open("twice");
    await play(shop);
    const wanted = await endingOf(shop);
    await app.stop();
    const store = await openStore<WorkTables>({ kind: "directory", path });
    await store.db.updateTable("work").set({ state: "pending", attempts: 1 }).where("kind", "=", "delivery").execute();
    await store.close();
    app = await hosted.start({ kind: "directory", path });
    hosted.github.resetRequests();
    await settle(app);
    expect(await endingOf(shop)).toEqual(wanted);
    const created = Object.keys(hosted.github.requests()).filter((route) =>
      /^(POST .*\/(issues|comments)|MUTATION .*)$/.test(route),
    );
    expect(created).toEqual([]);
  },
);
