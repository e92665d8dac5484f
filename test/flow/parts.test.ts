/** A pull request may deliver a part of an item: an issue that hangs under it. It belongs to the work, and is not its end. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { listOf, type Remedied, RETRIES, withItem } from "./remedied.ts";
import { type FlowStage, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** An issue of carol's under the item. @returns its number. */
async function partOf(shop: Remedied): Promise<number> {
  const part = await shop.opensIssue("carol", "Cap retries of the cart");
  const { id } = await shop.issue(part);
  await shop.does("carol", `POST REPO/issues/${shop.item}/sub_issues`, { sub_issue_id: id });
  return part;
}

const PARENT = "GET /repos/{owner}/{repo}/issues/{issue_number}/parent";
const FILES = { [RETRIES]: "export const RETRIES = 3;\n" };

test("it is not held back, moves the item, and its merge leaves the item open and in progress", async () => {
  const shop = await withItem(stage);
  const part = await partOf(shop);
  const other = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  expect((await shop.gate(other)).conclusion).toBe("failure");
  const pull = await shop.opensPull({ branch: "part", files: FILES, body: `Fixes #${part}` });
  expect(await shop.gate(pull)).toMatchObject({ conclusion: "success" });
  expect((await shop.gate(pull)).output.title).toContain(`Fixes #${shop.item}`);
  expect(await listOf(shop)).toMatch(new RegExp(`in progress[^|]*\\|.*#${pull} open`));
  await shop.does("carol", `PUT REPO/pulls/${pull}/merge`, {});
  expect((await shop.issue(part)).state).toBe("closed");
  expect(await shop.issue(shop.item)).toMatchObject({ state: "open" });
  expect(await listOf(shop)).toMatch(new RegExp(`in progress[^|]*\\|.*#${pull} part-merged`));
  expect((await shop.gate(other)).conclusion).toBe("failure");
  const rest = await shop.opensPull({
    branch: "rest",
    files: { "services/checkout/cart.ts": "export const MAX = 5;\n" },
    body: `Remediates #${shop.item}`,
  });
  await shop.does("carol", `PUT REPO/pulls/${rest}/merge`, {});
  expect((await shop.issue(shop.item)).state).toBe("closed");
  expect((await shop.gate(other)).conclusion).toBe("success");
});

test("closing by hand with nothing but parts merged is done without proof; a part that is undone opens it again", async () => {
  const shop = await withItem(stage);
  const part = await partOf(shop);
  const pull = await shop.opensPull({ branch: "part", files: FILES, body: `Fixes #${part}` });
  await shop.does("carol", `PUT REPO/pulls/${pull}/merge`, {});
  await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
  expect(await listOf(shop)).toContain("done, without proof");
  shop.github.push(shop.name, {
    branch: "main",
    files: { [RETRIES]: "export const RETRIES = 100;\n" },
    login: "carol",
  });
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("open");
});

test("an issue that hangs under nothing of ours is no part: it is asked for once, and only where the change would be held back", async () => {
  const shop = await withItem(stage);
  const plain = await shop.opensIssue("carol", "Tidy the cart");
  const free = await shop.counting(async () => {
    await shop.opensPull({ branch: "docs", files: { "docs/a.md": "1\n" }, body: `Fixes #${plain}` });
  });
  // Once for the items that it may move; the verdict asks nothing.
  expect(free[PARENT]).toBe(1);
  const held = await shop.opensPull({
    branch: "tidy",
    files: { "services/checkout/tidy.ts": "1\n" },
    body: `Fixes #${plain}`,
  });
  expect((await shop.gate(held)).conclusion).toBe("failure");
  await shop.says("bob", shop.pia, '/pia add "Alert on errors" component:checkout');
  const again = await shop.counting(() => shop.says("bob", shop.pia, '/pia note "still here"'));
  expect(again[PARENT]).toBeUndefined();
});

test("an issue that is put under the item after its pull request was judged is a part from then on, until it is taken out", async () => {
  const shop = await withItem(stage);
  const part = await shop.opensIssue("carol", "Cap retries of the cart");
  const pull = await shop.opensPull({ branch: "part", files: FILES, body: `Fixes #${part}` });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  const child = { sub_issue_id: (await shop.issue(part)).id };
  await shop.does("carol", `POST REPO/issues/${shop.item}/sub_issues`, child);
  expect(await shop.gate(pull)).toMatchObject({ conclusion: "success" });
  await shop.does("carol", `DELETE REPO/issues/${shop.item}/sub_issue`, child);
  expect(await shop.gate(pull)).toMatchObject({ conclusion: "failure" });
});

test("a link in the sidebar alone counts, from the next event on", async () => {
  const shop = await withItem(stage);
  const pull = await shop.opensPull({ branch: "fix", files: FILES });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  const issue = [...shop.github.repository(shop.name).issues.values()].find(({ number }) => number === shop.item)!;
  shop.github.linkIssue(shop.name, pull, { issue, login: "dan" });
  await shop.does("dan", `PATCH REPO/pulls/${pull}`, { title: "Cap retries" });
  expect((await shop.gate(pull)).conclusion).toBe("success");
  expect(await listOf(shop)).toMatch(new RegExp(`in progress[^|]*\\|.*#${pull} open`));
  await shop.does("dan", `PUT REPO/pulls/${pull}/merge`, {});
  expect((await shop.issue(shop.item)).state).toBe("closed");
});
