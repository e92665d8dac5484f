/** A label of ours is deleted or renamed for the whole repository, which strips every issue of it at once: the gate stays as it was. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { openAnalysis } from "#src/flow/open-analysis.ts";
import { ONLY } from "#src/flow/remember.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

interface Held extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
  readonly pull: number;
}

/** One open P0 of checkout and a required analysis hold one pull request of carol's back. */
async function held(): Promise<Held> {
  const shop = stage.open({ config: PLAIN });
  const made = await shop.declares();
  await shop.says("bob", made.pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const pull = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  return { ...shop, ...made, item, pull };
}

const labelsOf = async (shop: Held) => {
  const issues = await Promise.all([shop.incident, shop.pia, shop.item].map((number) => shop.issue(number)));
  return issues.map(({ labels }) => labels.toSorted());
};
const at = (label: string) => `REPO/labels/${encodeURIComponent(label)}`;

const OURS = ["aftercare", "incident", "pia", "remediation", "component:checkout", "sev:2", "priority:P0"];

describe("remembered", () => {
  test.each(OURS)(
    "%s, deleted: every issue that had it has it again, one word says why, and the verdict is the same",
    async (label) => {
      const shop = await held();
      const before = await labelsOf(shop);
      const verdict = await shop.gate(shop.pull);
      await shop.does("carol", `DELETE ${at(label)}`);
      expect(await labelsOf(shop)).toEqual(before);
      expect(await shop.gate(shop.pull)).toEqual(verdict);
      const words = await Promise.all([shop.incident, shop.pia, shop.item].map((one) => shop.marked(one, "put-back")));
      expect(words.flat()).toEqual([expect.stringMatching(/@\u200Bcarol deleted or renamed the label/)]);
    },
  );

  test.each(OURS)("%s, renamed: the same", async (label) => {
    const shop = await held();
    const before = await labelsOf(shop);
    await shop.does("carol", `PATCH ${at(label)}`, { new_name: "urgent" });
    const after = await labelsOf(shop);
    expect(after.map((names) => names.filter((name) => name !== "urgent"))).toEqual(before);
    expect((await shop.gate(shop.pull)).conclusion).toBe("failure");
  });
});

describe("what is none of the gate's business", () => {
  test("another label, another colour, or another spelling changes nothing", async () => {
    const shop = await held();
    await shop.only("carol", "POST REPO/labels", { name: "bug", color: "ff0000" });
    await shop.quiet();
    const requests = await shop.counting(async () => {
      await shop.only("carol", `DELETE ${at("bug")}`);
      await shop.only("carol", `PATCH ${at("incident")}`, { color: "00ff00" });
      await shop.only("carol", `PATCH ${at("pia")}`, { new_name: "PIA" });
      await shop.quiet();
    });
    expect(Object.keys(requests).filter((route) => /^(POST|PATCH|DELETE)/.test(route))).toEqual([
      "DELETE /repos/{owner}/{repo}/labels/{name}",
      "PATCH /repos/{owner}/{repo}/labels/{name}",
    ]);
    expect((await shop.gate(shop.pull)).conclusion).toBe("failure");
  });
});

describe("forgotten", () => {
  test.each(["aftercare", "incident", "pia", "remediation"])(
    "%s, deleted while nothing is remembered: our own markers and records tell where it was",
    async (label) => {
      const shop = await held();
      await shop.services().projection!.forget(shop.repository, "records", ONLY);
      await shop.does("carol", `DELETE ${at(label)}`);
      expect((await shop.gate(shop.pull)).conclusion).toBe("failure");
      expect((await shop.gate(shop.pull)).output.text).toContain(`#${shop.item}`);
    },
  );
});

test("where only a workflow looks, an umbrella label that is gone from everything is told, and holds back", async () => {
  const shop = stage.open({ config: PLAIN.replace("mode: enforce", "mode: enforce\nwriter: action") });
  const incident = await shop.opensIssue("bob", "Payments fail", ["incident", "sev:4", "component:checkout"]);
  await openAnalysis(shop.services("action"), { issue: shop.reference(incident), declaredBy: "bob" });
  const pull = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  const judged = async () => (await gatePullRequest(shop.services("action"), shop.reference(pull)))!.verdict;
  expect(await judged()).toMatchObject({ verdict: "pass" });
  await shop.only("carol", `DELETE ${at("aftercare")}`);
  const verdict = await judged();
  expect(verdict).toMatchObject({ verdict: "block", rule: "unavailable", fails: true });
  expect(verdict.notes.join(" ")).toMatch(
    /the label aftercare is gone from the analyses \(#\d+ has none\): put it on them again/,
  );
});
