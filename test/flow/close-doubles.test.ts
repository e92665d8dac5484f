/** What was made twice because listings lagged, and is looked for by nobody: the next sweep closes the higher number. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { type FlowStage, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

test.each(["pia", "remediation"])("of two issues (%s) with one marker the lower number stays open", async (label) => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@carol priority:P0 component:checkout');
  const one = (await shop.labelled(label))[0]!;
  const two = await makeAgain(shop.name, one.number);
  await sweepRepository(shop.services(), shop.repository);
  expect(await shop.issue(one.number)).toMatchObject({ state: "open" });
  expect(await shop.issue(two)).toMatchObject({ state: "closed", state_reason: "not_planned" });
  expect(await shop.marked(two, "double")).toEqual([expect.stringContaining(`double of #${one.number}`)]);
  await sweepRepository(shop.services(), shop.repository);
  expect(await shop.marked(two, "double")).toHaveLength(1);
});

test("the first item hangs under its analysis by then, also when whoever made it ended before that", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  await shop.says("bob", pia, '/pia add "Cap retries" owner:@carol priority:P0 component:checkout');
  const one = (await shop.labelled("remediation"))[0]!;
  const two = await makeAgain(shop.name, one.number);
  await shop.only("alice", `DELETE REPO/issues/${pia}/sub_issue`, { sub_issue_id: one.id });
  shop.takeEvents();
  await sweepRepository(shop.services(), shop.repository);
  expect(await shop.subIssues(pia)).toEqual([one.number]);
  expect(await shop.issue(two)).toMatchObject({ state: "closed" });
});

/** As a run would whose look-up did not find the first. @returns the number. */
async function makeAgain(name: string, number: number): Promise<number> {
  const { state } = stage.github;
  const row = [...state.repositories.values()].find((one) => `${one.owner}/${one.name}` === name)!;
  const issue = row.issues.get(number)!;
  const copy = { ...structuredClone(issue), id: issue.id + 900_000, number: row.nextNumber };
  row.nextNumber += 1;
  row.issues.set(copy.number, copy);
  return copy.number;
}
