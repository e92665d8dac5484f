/** A GitHub Enterprise Server from before sub-issues: the same items, and a task list of links where the sub-issues would stand. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliver, listOf, sweep, withItem, writesOf } from "./remedied.ts";
import { type FlowStage, PLAIN, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage({ enterprise: "3.16.4" });
});
afterAll(() => stage.stop());

test("items are made, followed and settled; the task list shows each with its link, and nobody is told of an error", async () => {
  const shop = await withItem(stage);
  const comment = await shop.says("bob", shop.pia, '/pia add "Alert on errors" component:checkout');
  expect(await shop.replyTo(shop.pia, comment)).toBe("");
  expect(await shop.reactions(comment)).toEqual(["+1"]);
  const [first, second] = (await shop.labelled("remediation")).toSorted((a, b) => a.number - b.number);
  expect(first!.body).toContain(`analysed in #${shop.pia}`);
  expect(await listOf(shop)).toContain(`- [ ] #${first!.number}\n- [ ] #${second!.number}\n`);
  expect(await listOf(shop)).toContain(`| #${first!.number} Cap retries |`);
  await deliver(shop);
  expect(await listOf(shop)).toContain(`- [x] #${first!.number}\n- [ ] #${second!.number}\n`);
  expect(writesOf(await shop.counting(() => sweep(shop)))).toEqual([]);
});

test("there a new item is three writes as well: the issue, the list, the record", async () => {
  const shop = await withItem(stage);
  await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, {
    body: '/pia add "Alert on errors" owner:@dan component:checkout priority:P0',
  });
  expect(Object.fromEntries(writesOf(await shop.counting(shop.quiet)))).toEqual({
    "POST /repos/{owner}/{repo}/issues": 1,
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": 2,
    "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": 1,
  });
});

test("where there are sub-issues the list has no task list", async () => {
  const present = await startFlowStage();
  const shop = present.open({ config: PLAIN });
  const { pia } = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", pia, '/pia add "Cap retries" component:checkout');
  expect((await shop.marked(pia, "items"))[0]).not.toContain("- [ ]");
  await present.stop();
});
