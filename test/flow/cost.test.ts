/** What the common acts on items cost, counted exactly; reads do not grow with the number of items. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { writesOf } from "./remedied.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

interface Stocked extends Shop {
  readonly incident: number;
  readonly pia: number;
  readonly item: number;
}

/** An analysis with so many items, all of them settled into what stands there. */
async function withItems(count: number): Promise<Stocked> {
  const shop = stage.open({ config: PLAIN });
  const made = await shop.declares(["incident", "sev:4", "component:checkout"]);
  const lines = Array.from(
    { length: count },
    (_, index) => `/pia add "Bound queue ${index}" owner:@dan component:checkout`,
  );
  await shop.says("bob", made.pia, lines.join("\n"));
  return { ...shop, ...made, item: (await shop.labelled("remediation"))[0]!.number };
}

type Cost = Readonly<Record<string, number>>;

/** One act, and what the flows ask GitHub for until it is followed. */
const ACTS: Readonly<Record<string, (shop: Stocked) => Promise<unknown>>> = {
  "another item": ({ only, pia }) =>
    only("bob", `POST REPO/issues/${pia}/comments`, { body: '/pia add "Cap retries" owner:@dan component:checkout' }),
  "another title on one item": ({ only, item }) => only("dan", `PATCH REPO/issues/${item}`, { title: "Cap retries" }),
  "another owner of one item": ({ only, item }) =>
    only("dan", `POST REPO/issues/${item}/assignees`, { assignees: ["carol"] }),
  "an edited analysis": async ({ only, issue, pia }) =>
    only("bob", `PATCH REPO/issues/${pia}`, { body: `${(await issue(pia)).body}\nMore.` }),
};

async function costOf(shop: Stocked, act: string): Promise<Cost> {
  await ACTS[act]!(shop);
  return shop.counting(shop.quiet);
}

const EDIT = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";

test("adding an item makes the issue under the analysis in one write; our comments on the analysis are edited once each, for one item as for twenty", async () => {
  const shop = await withItems(3);
  const lines = (count: number) =>
    Array.from(
      { length: count },
      (_, index) => `/pia add "Limit pool ${count}-${index}" owner:@dan component:checkout`,
    );
  const cost = async (count: number) => {
    await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, { body: lines(count).join("\n") });
    return Object.fromEntries(writesOf(await shop.counting(shop.quiet)));
  };
  const made = (count: number) => ({
    "MUTATION /graphql": count,
    "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": 1,
  });
  const { [EDIT]: edits, ...one } = await cost(1);
  expect(one).toEqual(made(1));
  const { length: comments } = await shop.marked(shop.pia, "");
  expect(comments).toBeGreaterThan(2);
  // The list, and the record, by which the item still counts when its issue is deleted: three writes in all beside the reaction.
  expect(edits).toBe(2);
  expect(await cost(20)).toEqual({ ...made(20), [EDIT]: edits });
}, 120_000);

const LABELS = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";

test("an issue that somebody puts under the analysis becomes an item in three writes", async () => {
  const shop = await withItems(3);
  // A label that is new in the repository is made once.
  await shop.only("bob", "POST REPO/labels", { name: "proposed" });
  const { number, id } = (await shop.only("dan", "POST REPO/issues", { title: "Alert on errors" })) as {
    number: number;
    id: number;
  };
  await shop.quiet();
  await shop.only("bob", `POST REPO/issues/${shop.pia}/sub_issues`, { sub_issue_id: id });
  const writes = Object.fromEntries(writesOf(await shop.counting(shop.quiet)));
  expect(writes).toEqual({ [LABELS]: 1, [EDIT]: 2 });
  expect((await shop.issue(number)).labels).toEqual(["aftercare", "remediation", "proposed"]);
});

test("an existing issue is taken in in three writes beside the reaction, whatever it is told", async () => {
  const shop = await withItems(3);
  await shop.only("bob", "POST REPO/labels", { name: "priority:P0" });
  const theirs = await shop.opensIssue("dan", "Alert on errors");
  const body = `/pia link #${theirs} owner:@carol priority:P0 component:checkout due:7d type:detect`;
  await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, { body });
  const writes = Object.fromEntries(writesOf(await shop.counting(shop.quiet)));
  expect(writes).toEqual({
    "MUTATION /graphql": 1,
    [EDIT]: 2,
    "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": 1,
  });
  const { labels, assignees } = await shop.issue(theirs);
  expect(labels.toSorted()).toEqual(["aftercare", "component:checkout", "priority:P0", "remediation"]);
  expect(assignees).toEqual(["carol"]);
  expect(await shop.subIssues(shop.pia)).toContain(theirs);
});

test("what changes on one of fifty items is one listing and one edit, and costs as much as on one of five", async () => {
  const [five, fifty] = [await withItems(5), await withItems(50)];
  for (const act of Object.keys(ACTS))
    expect({ act, cost: await costOf(fifty, act) }).toEqual({ act, cost: await costOf(five, act) });
  const edits = async (act: string, shop: Stocked) => writesOf(await costOf(shop, act));
  await fifty.only("dan", `PATCH REPO/issues/${fifty.item}`, { title: "Cap retries at 3" });
  const cost = await fifty.counting(fifty.quiet);
  expect(writesOf(cost)).toEqual([[EDIT, 1]]);
  // The policy, twice; the listing, once.
  expect(cost["POST /graphql"]).toBe(1);
  expect(cost["GET /repos/{owner}/{repo}/issues/{issue_number}"]).toBeUndefined();
  expect(await edits("an edited analysis", fifty)).toEqual([]);
}, 180_000);
