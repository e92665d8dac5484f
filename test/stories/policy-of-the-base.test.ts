/** Which version of the policy judges: the default branch's, or that of a protected base; the check names where it comes from. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FlowStage, PLAIN, startFlowStage } from "#test/flow/stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const LOOSE = PLAIN.replace("mode: enforce", "mode: report");

test("a branch that anybody may push to brings no policy of its own; a protected one does", async () => {
  const shop = stage.open({ config: PLAIN });
  await shop.declares();
  shop.github.push(shop.name, { branch: "release", files: { ".github/aftercare.yml": LOOSE } });
  await shop.quiet();
  const open = (branch: string) =>
    shop.opensPull({ branch, base: "release", files: { [`services/checkout/${branch}.ts`]: "1\n" } });
  const first = await shop.gate(await open("one"));
  expect(first.conclusion).toBe("failure");
  expect(first.output.summary).toMatch(/Policy: \.github\/aftercare\.yml at [0-9a-f]{12} on main\./);
  await shop.only("alice", "POST REPO/rulesets", {
    name: "release",
    enforcement: "active",
    conditions: { ref_name: { include: ["refs/heads/release"], exclude: [] } },
    rules: [{ type: "deletion" }],
  });
  const second = await shop.gate(await open("two"));
  expect(second).toMatchObject({ conclusion: "success", output: { title: expect.stringContaining("would block") } });
  expect(second.output.summary).toMatch(/Policy: \.github\/aftercare\.yml at [0-9a-f]{12} on release\./);
});
