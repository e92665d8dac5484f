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

test("the analysis that stays of two has the record, also when only the other one had it", async () => {
  const shop = stage.open();
  const { incident, pia } = await shop.declares();
  await shop.says("bob", incident, "/pia started 2026-01-05T07:00Z");
  const two = await makeAgain(shop.name, pia);
  moveComments(shop.name, pia, two);
  await sweepRepository(shop.services(), shop.repository);
  expect(await shop.issue(two)).toMatchObject({ state: "closed" });
  expect(await shop.marked(pia, "record")).toEqual([expect.stringContaining("| started | 2026-01-05 07:00")]);
  await sweepRepository(shop.services(), shop.repository);
  const again = await shop.marked(pia, "record");
  await sweepRepository(shop.services(), shop.repository);
  expect(await shop.marked(pia, "record")).toEqual(again);
  expect(await shop.marked(incident, "incident-link")).toEqual([expect.stringContaining(`#${pia}`)]);
});

test("a record that was deleted while nobody heard of it is written anew by the sweep", async () => {
  const shop = stage.open();
  const { pia } = await shop.declares();
  const record = (await shop.comments(pia)).find(({ body }) => body.includes("aftercare:record"))!;
  await shop.only("alice", `DELETE REPO/issues/comments/${record.id}`);
  shop.takeEvents();
  await sweepRepository(shop.services(), shop.repository);
  expect(await shop.marked(pia, "record")).toHaveLength(1);
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

/** As if they had been written there. */
function moveComments(name: string, from: number, to: number): void {
  const row = stage.github.repository(name);
  const [source, target] = [row.issues.get(from)!, row.issues.get(to)!];
  for (const [id, comment] of row.comments) {
    if (comment.issueId === source.id) row.comments.set(id, { ...comment, issueId: target.id });
  }
}

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
