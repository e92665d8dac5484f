/** What happens on GitHub reaches the verdicts without a push: items that close and reopen, labels, queues, buttons, installing. */
import { handleEvent } from "#src/flow/handle-event.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { at } from "#test/support/github/api-client.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const CHECKOUT = { "services/checkout/gift.ts": "export const GIFT = true;\n" };
const SEARCH = { "services/search/index.ts": "export const SIZE = 50;\n" };

interface Flagged extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
  readonly pull: number;
}

/** An incident that needs no analysis (sev:4), so that one item alone holds a pull request back. */
async function flagged(): Promise<Flagged> {
  const shop = stage.open({ config: PLAIN });
  const made = await shop.declares(["incident", "sev:4", "component:checkout"]);
  await shop.says("bob", made.pia, '/pia add "Cap retries" owner:@dan priority:P0 type:prevent component:checkout');
  const item = (await shop.labelled("remediation"))[0]!.number;
  const pull = await shop.opensPull({ branch: "gift", files: CHECKOUT });
  return { ...shop, ...made, item, pull };
}

const gateOf = async (shop: Flagged) => (await shop.gate(shop.pull)).conclusion;

test("closing the item frees the pull request, reopening holds it back again; each costs what it must and no more", async () => {
  const shop = await flagged();
  expect(await gateOf(shop)).toBe("failure");
  const close = { state: "closed", state_reason: "completed" };
  await shop.only("dan", `PATCH REPO/issues/${shop.item}`, close);
  const requests = await shop.counting(shop.quiet);
  // The incident's activity once; the record, the list, the review and the incident's comment compared; a box looked at before and after.
  expect(requests).toMatchObject({
    "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline": 1,
    "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": 4,
    "GET /repos/{owner}/{repo}/issues/{issue_number}": 2,
  });
  // The record and the list change, a box is ticked, and one verdict turns: what that one reads is told in gate-cost.
  const writes = Object.entries(requests).filter(([route]) => !/^GET |\/graphql$/.test(route));
  expect(Object.fromEntries(writes)).toEqual({
    "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": 1,
    "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": 2,
    "PATCH /repos/{owner}/{repo}/issues/{issue_number}": 1,
  });
  expect(await gateOf(shop)).toBe("success");
  expect((await shop.marked(shop.pia, "items"))[0]).toContain("1 of 1 settled");
  await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "open" });
  expect(await gateOf(shop)).toBe("failure");
  await shop.does("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "not_planned" });
  expect(await gateOf(shop)).toBe("failure");
});

test("another priority, another component, a deleted item: verdicts and lists follow", async () => {
  const shop = await flagged();
  await shop.does("bob", `DELETE REPO/issues/${shop.item}/labels/priority:P0`);
  await shop.does("bob", `POST REPO/issues/${shop.item}/labels`, { labels: ["priority:P3"] });
  expect(await gateOf(shop)).toBe("success");
  await shop.does("bob", `POST REPO/issues/${shop.item}/labels`, { labels: ["priority:P0"] });
  expect(await gateOf(shop)).toBe("failure");
  await shop.does("bob", `DELETE REPO/issues/${shop.item}/labels/component:checkout`);
  await shop.does("bob", `POST REPO/issues/${shop.item}/labels`, { labels: ["component:search"] });
  expect(await gateOf(shop)).toBe("success");
  const elsewhere = await shop.opensPull({ branch: "search", files: SEARCH });
  expect((await shop.gate(elsewhere)).conclusion).toBe("failure");
  shop.github.deleteIssue({ repository: shop.name, number: shop.item });
  await shop.quiet();
  // What was deleted goes on holding back until somebody says why it is not needed, and the list says so.
  expect((await shop.gate(elsewhere)).conclusion).toBe("failure");
  const [list] = await shop.marked(shop.pia, "items");
  expect(list).toContain(`#${shop.item} Cap retries | not found`);
  expect(list).not.toContain("has no owner");
});

test("one event with many consequences asks for each verdict once", async () => {
  const shop = await flagged();
  const others = [];
  for (const branch of ["a", "b", "c"])
    others.push(await shop.opensPull({ branch, files: { [`services/checkout/${branch}.ts`]: "1\n" } }));
  await shop.only("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
  await shop.only("dan", `POST REPO/issues/${shop.item}/labels`, { labels: ["priority:P1"] });
  const requests = await shop.counting(shop.quiet);
  expect(requests["PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}"]).toBe(4);
  for (const pull of others) expect((await shop.gate(pull)).conclusion).toBe("success");
});

test("our button, re-run, and re-run all put a verdict right that an outage left behind", async () => {
  const shop = await flagged();
  const sha = await shop.head(shop.pull);
  const check = await shop.gate(shop.pull);
  const row = shop.github.repository(shop.name).checkRuns.find(({ id }) => id === check.id)!;
  const asks = [
    () => shop.github.rerunCheck(shop.name, check.id, "carol"),
    () => shop.github.clickCheckAction(shop.name, check.id, { identifier: "recheck", login: "carol" }),
    () => shop.github.rerunSuite(shop.name, row.suiteId, "carol"),
  ];
  let closed = false;
  for (const ask of asks) {
    closed = !closed;
    await shop.only(
      "dan",
      `PATCH REPO/issues/${shop.item}`,
      closed ? { state: "closed", state_reason: "completed" } : { state: "open" },
    );
    // The delivery is lost.
    shop.takeEvents();
    ask();
    await shop.quiet();
    const found = await shop.checks(sha);
    expect(found.map(({ conclusion }) => conclusion)).toEqual([closed ? "success" : "failure"]);
  }
});

test("the merge queue asks again at queue time, and the group's commit gets the verdict of its members", async () => {
  const shop = await flagged();
  await shop.says("max", shop.pull, '/pia override reason:"trade fair"');
  expect(await gateOf(shop)).toBe("success");
  const checks = {
    strict_required_status_checks_policy: false,
    required_status_checks: [{ context: "aftercare/gate" }],
  };
  const queue = {
    check_response_timeout_minutes: 60,
    grouping_strategy: "ALLGREEN",
    max_entries_to_build: 5,
    max_entries_to_merge: 5,
    merge_method: "MERGE",
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 5,
  };
  await shop.only("alice", "POST REPO/rulesets", {
    name: "queue",
    enforcement: "active",
    conditions: { ref_name: { include: ["refs/heads/main"], exclude: [] } },
    rules: [
      { type: "merge_queue", parameters: queue },
      { type: "required_status_checks", parameters: checks },
    ],
  });
  const search = await shop.opensPull({ branch: "search", files: SEARCH });
  shop.github.enqueue(shop.name, search, "carol");
  await shop.quiet();
  const merged = (await shop.only("carol", `GET REPO/pulls/${search}`)) as { merged: boolean };
  expect(merged.merged).toBe(true);
  // Between the check on the pull request and the queue the override is taken back.
  shop.github.enqueue(shop.name, shop.pull, "carol");
  const group = shop.takeEvents().find(({ kind }) => kind === "merge-group");
  const voice = (await shop.comments(shop.pull)).find(({ user }) => user.login === "max");
  await shop.only("max", `DELETE REPO/issues/comments/${voice!.id}`);
  const judged: string[] = [];
  await handleEvent({ ...shop.services(), judged: ({ verdict }) => void judged.push(verdict) }, group!);
  expect(judged).toEqual(["block"]);
  await shop.handle([]);
  // Why it left the queue stands on its own check, before anything else has told of it.
  expect((await shop.gate(shop.pull)).output.title).toContain(`#${shop.item} (P0) is open`);
  expect((await shop.gate(shop.pull)).conclusion).toBe("failure");
  await shop.quiet();
  const kept = (await shop.only("carol", `GET REPO/pulls/${shop.pull}`)) as { merged: boolean; state: string };
  expect(kept).toMatchObject({ merged: false, state: "open" });
});

test("a policy that changes on the default branch is applied to what is open; a push elsewhere reads nothing", async () => {
  const shop = await flagged();
  shop.github.push(shop.name, { branch: "notes", files: { "docs/x.md": "x\n" } });
  expect(await shop.counting(shop.quiet)).toEqual({});
  shop.github.push(shop.name, {
    branch: "main",
    files: { ".github/aftercare.yml": PLAIN.replace("enforce", "report") },
  });
  await shop.quiet();
  expect(await shop.gate(shop.pull)).toMatchObject({
    conclusion: "success",
    output: { title: expect.stringMatching(/would block/i) },
  });
});

test("installed on a repository with open pull requests, each gets its check; labels from before do nothing", async () => {
  const shop = stage.open({ config: PLAIN });
  await shop.only("bob", "POST REPO/issues", { title: "Old", labels: ["incident", "sev:1", "component:checkout"] });
  shop.github.push(shop.name, { branch: "gift", files: CHECKOUT });
  const pull = shop.github.openPull(shop.name, { title: "Gifts", head: "gift" });
  shop.takeEvents();
  await shop.handle([{ kind: "installed", repositories: [shop.repository] }]);
  expect((await shop.gate(pull.number)).conclusion).toBe("success");
  expect(await shop.labelled("pia")).toEqual([]);
});

test("a sweep after lost deliveries ends where the deliveries would have", async () => {
  const { sweepRepository } = await import("#src/flow/sweep-repository.ts");
  const shop = await flagged();
  await shop.only("dan", `PATCH REPO/issues/${shop.item}`, { state: "closed", state_reason: "completed" });
  shop.takeEvents();
  await sweepRepository(shop.services(), shop.repository);
  await shop.handle([]);
  expect(await gateOf(shop)).toBe("success");
  expect((await shop.marked(shop.pia, "items"))[0]).toContain("1 of 1 settled");
  const again = await shop.counting(async () => {
    await sweepRepository(shop.services(), shop.repository);
    await shop.handle([]);
  });
  expect(Object.keys(again).filter((route) => !/^GET |\/graphql$/.test(route))).toEqual([]);
});

test("a push judges at once whom it leaves alone on the old commit", async () => {
  const shop = await flagged();
  const files = { "services/checkout/shared.ts": "1\n" };
  const sha = shop.github.push(shop.name, { branch: "one", files });
  const held = shop.github.openPull(shop.name, { title: "One", head: "one" });
  await shop.only("carol", "POST REPO/git/refs", { ref: "refs/heads/two", sha });
  const wish = { title: "Two", head: "two", base: "main", body: `Fixes #${shop.item}` };
  const fix = Number(at(await shop.does("dan", "POST REPO/pulls", wish), "number"));
  expect(await shop.head(fix)).toBe(await shop.head(held.number));
  expect((await shop.gate(fix)).conclusion).toBe("failure");
  shop.github.push(shop.name, { branch: "one", files: { "services/checkout/shared.ts": "2\n" } });
  await shop.quiet();
  expect((await shop.gate(held.number)).conclusion).toBe("failure");
  expect((await shop.gate(fix)).conclusion).toBe("success");
});
