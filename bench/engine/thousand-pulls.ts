/** A thousand pull requests are held back by one analysis; it is closed. When is the first one green, and when the last, within GitHub's limits? */
import { performance } from "node:perf_hooks";
import type { Figure } from "#bench/figure.ts";
import { type Ground, openFolder } from "./ground.ts";
import { announce } from "./installation.ts";
import { openShop, type Shop, untilIdle } from "./shop.ts";

const PULLS = 1_000;
/** Every twentieth is approved, and goes first. */
const APPROVED_EACH = 20;
/** A write costs 5 of the 900 points that GitHub gives for a minute. */
const FLOOR_SECONDS = (PULLS * 5) / (900 / 60);

/** GitHub's minutes, and the App's, pass so many times as fast: what is left to measure is as slow as it is, and seems the slower. */
export const FASTER = 4;

/** Takes a quarter of what it measures, beside what it takes to make the pull requests. */
export async function measureThousandPulls(ground: Ground): Promise<readonly Figure[]> {
  const database = openFolder();
  const { github } = ground;
  const before = await ground.start(database, { GITHUB_LIMITS: "none" });
  const shop = openShop(ground, "shop", before);
  const { pia } = await shop.declares();
  // Judged by one sweep: a webhook for each would use up the hour's quota before anything is measured.
  github.relay.use({ kind: "hold" });
  const heads = openPulls(ground, shop);
  await announce(ground, before, [shop.name]);
  await untilIdle(before);
  github.relay.use({ kind: "pass" });
  await before.stop();
  // What was spent so far is not part of it.
  github.clock.advance(3_700);
  Object.assign(github.limits, { primary: true, secondary: true });
  const app = await ground.start(database, { GITHUB_LIMITS: "github.com" });
  await untilIdle(app);
  ground.resetSpent();
  const began = performance.now();
  await shop.only("alice", `PATCH REPO/issues/${pia}`, { state: "closed", state_reason: "completed" });
  const times = await untilAllGreen(ground, heads, began);
  const { requests, refused } = ground.spent();
  await app.stop();
  database.drop();
  const approved = times.filter(({ isApproved }) => isApproved).map(({ seconds }) => seconds);
  const all = times.map(({ seconds }) => seconds);
  return [
    { name: `${PULLS} blocked pull requests: first one green`, value: Math.min(...all), unit: "s", most: 5 },
    { name: "the last of those that are approved", value: Math.max(...approved), unit: "s", most: null },
    { name: "the last of all", value: Math.max(...all), unit: "s", most: FLOOR_SECONDS * 1.1 },
    { name: "as many writes at a steady 900 points a minute", value: FLOOR_SECONDS, unit: "s", most: null },
    { name: "requests, one of them the closing itself", value: requests, unit: "requests", most: PULLS + 20 },
    { name: "of them refused by a limit", value: refused, unit: "requests", most: 0 },
  ];
}

/** Their heads, in order. */
function openPulls({ github }: Ground, { name }: Shop): readonly string[] {
  return Array.from({ length: PULLS }, (_, index) => {
    const branch = `b${index}`;
    github.push(name, { branch, files: { [`services/checkout/${index}.ts`]: "1\n" }, login: "carol", from: "main" });
    const { number, pull } = github.openPull(name, { title: `Change ${index}`, head: branch, login: "carol" });
    if (isApproved(index)) github.review(name, number, { login: "bob", event: "APPROVE" });
    return pull.headSha;
  });
}

function isApproved(index: number): boolean {
  return index % APPROVED_EACH === APPROVED_EACH - 1;
}

interface Green {
  readonly seconds: number;
  readonly isApproved: boolean;
}

async function untilAllGreen({ github }: Ground, heads: readonly string[], began: number): Promise<readonly Green[]> {
  const green = new Map<string, Green>();
  const { checkRuns } = github.repository("acme/shop");
  while (green.size < heads.length) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const seconds = ((performance.now() - began) / 1000) * FASTER;
    const passed = new Set(checkRuns.filter((run) => run.conclusion === "success").map((run) => run.headSha));
    for (const [index, head] of heads.entries()) {
      if (passed.has(head) && !green.has(head)) green.set(head, { seconds, isApproved: isApproved(index) });
    }
  }
  return [...green.values()];
}
