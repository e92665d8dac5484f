/** Writes of a story break once, before it happens and after: the end is that of a calm run. Every row done a second time changes nothing. All points: CRASH_POINTS=all. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { WorkTables } from "#src/queue/work.ts";
import { openStore } from "#src/store/open-store.ts";
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

type Shop = ReturnType<Running["open"]>;

/** What people do; what follows from each is the App's. */
const ACTS: readonly ((shop: Shop) => Promise<unknown>)[] = [
  (shop) => shop.opensIssue("bob", "Payments fail", ["incident", "sev:2", "component:checkout"]),
  async (shop) => {
    const [pia] = await shop.labelled("pia");
    await shop.says("bob", pia!.number, '/pia add "Cap retries" owner:@carol priority:P0 component:checkout');
  },
  (shop) => shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } }),
];

interface Fault {
  readonly act: number;
  readonly route: string;
  /** Which of the act's requests of this route. */
  readonly occurrence: number;
  readonly kind: "break-before" | "break-after";
}

/** Waits until nothing is left to do but what is planned for later, however often it has to be tried. */
async function settle(): Promise<void> {
  for (let round = 0; round < 12; round += 1) {
    await app.after(round < 2 ? 2 : 40);
    const text = await (await fetch(`${app.url}/metrics`)).text();
    const ages = [...text.matchAll(/^aftercare_work_oldest_seconds\{.*\} (\d+)$/gm)].map(([, age]) => Number(age));
    if (ages.every((age) => age === 0)) return;
  }
  throw new Error("work was left after twelve rounds");
}

/** Plays the story; people are never struck, only what the App does because of them. @returns the App's writes of each act. */
async function play(shop: Shop, fault?: Fault): Promise<readonly Readonly<Record<string, number>>[]> {
  const writes: Readonly<Record<string, number>>[] = [];
  for (const [index, act] of ACTS.entries()) {
    hosted.github.relay.use({ kind: "hold" });
    await act(shop);
    hosted.github.relay.use({ kind: "pass" });
    hosted.github.resetRequests();
    if (fault?.act === index) {
      const { route, occurrence, kind } = fault;
      hosted.github.faults.add({ fault: { kind }, route, skip: occurrence, times: 1 });
    }
    await hosted.github.relay.release();
    await settle();
    hosted.github.faults.clear();
    const sent = Object.entries(hosted.github.requests());
    writes.push(Object.fromEntries(sent.filter(([route]) => /^(POST|PATCH|PUT|DELETE) \/repos/.test(route))));
  }
  return writes;
}

/** What people see in the end, without numbers of repositories and times. */
async function ending(shop: Shop): Promise<unknown> {
  const numbers = [1, 2, 3];
  const issues = await Promise.all(numbers.map((number) => shop.issue(number)));
  const comments = await Promise.all(
    numbers.map(async (number) => (await shop.comments(number)).map(({ user }) => user.login)),
  );
  return {
    issues: issues.map(({ title, state, labels, assignees }) => ({
      title,
      state,
      labels: labels.toSorted(),
      assignees,
    })),
    comments,
    parts: await shop.subIssues(2),
    pias: (await shop.labelled("pia")).length,
    items: (await shop.labelled("remediation")).length,
    check: (await shop.gate(4)).conclusion,
  };
}

/** The suite takes one point in five. */
const STEP = process.env["CRASH_POINTS"] === "all" ? 1 : 5;

test("writes break once, before and after: the end is the same", { timeout: 600_000 }, async () => {
  const calm = app.open("calm");
  const writes = await play(calm);
  const wanted = await ending(calm);
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
    const end = await ending(shop).catch((error: unknown) => String(error));
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
    const wanted = await ending(shop);
    await app.stop();
    const store = await openStore<WorkTables>({ kind: "directory", path });
    await store.db.updateTable("work").set({ state: "pending", attempts: 1 }).where("kind", "=", "delivery").execute();
    await store.close();
    app = await hosted.start({ kind: "directory", path });
    hosted.github.resetRequests();
    await settle();
    expect(await ending(shop)).toEqual(wanted);
    const created = Object.keys(hosted.github.requests()).filter((route) => /^POST .*\/(issues|comments)$/.test(route));
    expect(created).toEqual([]);
  },
);
