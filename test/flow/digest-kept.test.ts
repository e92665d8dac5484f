/** What a weekly summary finds out once and keeps: how the policy was loosened since the last one, and budgets that only their source can tell. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { fromDecimal } from "#src/budget/rational.ts";
import { publishDigest } from "#src/flow/publish-digest.ts";
import type { BudgetSource } from "#src/flow/monitoring.ts";
import type { Services } from "#src/flow/services.ts";
import { CONFIG, type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

const DAY = 86_400;
let stage: FlowStage;
beforeEach(async () => {
  // A clock of its own for each test: Monday, 5 January 2026, 09:00Z.
  stage = await startFlowStage();
});
afterEach(() => stage.stop());

const POLICY = ".github/aftercare.yml";

/** One run of the schedule, a week later, with a token that is good now. */
async function weekly(shop: Shop, more: Partial<Services> = {}): Promise<string> {
  stage.github.clock.advance(7 * DAY);
  return again(shop, more);
}

async function again(shop: Shop, more: Partial<Services> = {}): Promise<string> {
  const services = { ...shop.services(), ...more };
  // Before the first answer it would go by the machine's clock.
  await services.github.readRepository(shop.repository);
  await publishDigest(services, shop.repository);
  const all = await shop.labelled("digest");
  return all.toSorted((a, b) => b.number - a.number)[0]?.body ?? "";
}

const push = (shop: Shop, text: string, message: string) =>
  void stage.github.push(shop.name, { branch: "main", files: { [POLICY]: text }, message, login: "carol" });

test("a policy that was loosened is told once, in its week, with who and when, also when nothing else happened", async () => {
  const shop = stage.open({ config: PLAIN });
  await shop.declares();
  expect(await weekly(shop)).not.toContain("Policy loosened");
  const issues = await shop.labelled("aftercare");
  for (const { number } of issues) await shop.only("alice", `PATCH REPO/issues/${number}`, { state: "closed" });
  push(shop, `${PLAIN}policy: { permit_above: 40% }\n`, "Stricter");
  push(shop, PLAIN.replace("mode: enforce", "mode: report"), "Only report\n\nFor the fair.");
  const body = await weekly(shop);
  expect(body).toMatch(
    /## What opened the gate this week\n\n- \*\*Policy loosened\*\* by carol, 12 Jan 2026 09:00Z: .*`mode` enforce → report.* \(\[[0-9a-f]{7}\]\(.*\) “Only report”\)/,
  );
  expect(body).not.toContain("“Stricter”");
  const requests = await shop.counting(() => again(shop));
  expect(requests).not.toHaveProperty("GET /repos/{owner}/{repo}/commits");
  expect(await again(shop)).toBe(body);
  await shop.declares();
  expect(await weekly(shop)).not.toContain("Policy loosened");
});

test("a budget that Prometheus measures is told as it was when the summary was made, and stays so", async () => {
  const shop = stage.open({ config: CONFIG.replace("window: 28d", "prometheus: sloth") });
  await shop.declares();
  const source = (share: string): BudgetSource => ({
    readRemaining: async (_query, now) => ({ kind: "remaining", share: fromDecimal(share)!, asOf: now }),
  });
  const body = await weekly(shop, { budgetSource: source("0.742") });
  expect(body).toContain("| checkout | 74.2% (29.9 min) | 99.9% | healthy, read 12 Jan 2026 09:00Z |");
  expect(await again(shop, { budgetSource: source("0.1") })).toBe(body);
  expect(await again(shop)).toBe(body);
  expect(await weekly(shop, { budgetSource: source("-0.25") })).toContain(
    "| checkout | -25.0% (-10.1 min) | 99.9% | used up, read",
  );
});

test("where nobody can ask, the summary says why", async () => {
  const shop = stage.open({ config: CONFIG.replace("window: 28d", "prometheus: sloth") });
  await shop.declares();
  const body = await weekly(shop);
  expect(body).toContain("| checkout | not known | 99.9% | no usable data: PROMETHEUS_URL is not set for the App |");
});
