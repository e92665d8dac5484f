/** Work crosses repositories of one installation: items move to another one, and pull requests elsewhere deliver items here. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { listOf, type Remedied, sweep, withItem } from "./remedied.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

interface Moved {
  readonly shop: Remedied;
  readonly to: Shop;
  readonly number: number;
}

/** To another repository of the organisation. */
async function move(options = "due:30d"): Promise<Moved> {
  const shop = await withItem(stage, options);
  const to = stage.open({ config: PLAIN });
  const row = shop.github.transferIssue({ repository: shop.name, number: shop.item, sender: "alice", to: to.name });
  await shop.quiet();
  await to.quiet();
  return { shop, to, number: row.number };
}

const rowOf = async ({ shop }: Moved) =>
  (await listOf(shop)).split("\n").find((line) => line.startsWith(`| #${shop.item} `))!;

test("the moved issue names its analysis whole, has our labels again, and the list names the new place", async () => {
  const moved = await move();
  const { shop, to, number } = moved;
  const there = await to.issue(number);
  expect(there.body).toContain(`pia="${encodeURIComponent(`acme/${shop.repository.repo}#${shop.pia}`)}"`);
  expect(there.labels.toSorted()).toEqual(["aftercare", "component:checkout", "priority:P0", "remediation"]);
  expect(there.assignees).toEqual(["dan"]);
  expect(await rowOf(moved)).toMatch(
    new RegExp(
      `^\\| #${shop.item} Cap retries \\(now acme/${to.repository.repo}#${number}\\) \\| accepted[^|]*\\| dan \\| `,
    ),
  );
  expect(await to.labelled("remediation")).toHaveLength(1);
  expect(await shop.subIssues(shop.pia)).toEqual([number]);
});

test("title, owner, date and state that change in the new place show on the list, by hand and by command", async () => {
  const moved = await move();
  const { to, number } = moved;
  await to.does("dan", `PATCH REPO/issues/${number}`, { title: "Cap retries at 3" });
  await to.does("dan", `POST REPO/issues/${number}/assignees`, { assignees: ["carol"] });
  expect(await rowOf(moved)).toMatch(/Cap retries at 3 \(now [^|]*\| accepted[^|]*\| dan, carol \|/);
  await to.says("bob", number, '/pia due 60d reason:"the other team is new to it"');
  const date = /\| Due \| (\d{4})-/.exec((await to.issue(number)).body ?? "")![1]!;
  expect(await rowOf(moved)).toContain(date);
  await to.says("dan", number, "/pia start");
  expect(await rowOf(moved)).toContain("| in progress |");
  await to.does("dan", `PATCH REPO/issues/${number}`, { state: "closed", state_reason: "completed" });
  expect(await listOf(moved.shop)).toContain("1 of 1 settled");
  await to.does("dan", `PATCH REPO/issues/${number}`, { state: "open" });
  expect(await listOf(moved.shop)).toContain("0 of 1 settled");
});

test("a pull request of the new repository delivers it, and the list shows both", async () => {
  const moved = await move();
  const { shop, to, number } = moved;
  const pull = await to.opensPull({
    branch: "fix",
    files: { "services/checkout/a.ts": "1\n" },
    body: `Fixes #${number}`,
  });
  expect(await rowOf(moved)).toContain("| in progress |");
  await to.does("dan", `PUT REPO/pulls/${pull}/merge`, {});
  expect(await rowOf(moved)).toContain(`acme/${to.repository.repo}#${pull} merged`);
  expect(await rowOf(moved)).toMatch(/\| done<br>\d+ \w+ 2026/);
  await sweep(shop);
  expect(await rowOf(moved)).toMatch(/\| done<br>\d+ \w+ 2026/);
});

test.each<readonly [string, readonly string[]]>([
  ["does not know our labels", []],
  ["has our labels", ["aftercare", "remediation"]],
])("an issue that somebody else wrote stays an item when it moves to a repository that %s", async (_, known) => {
  const shop = await withItem(stage);
  const to = stage.open({ config: PLAIN });
  for (const name of known) await to.only("bob", "POST REPO/labels", { name });
  const theirs = await shop.opensIssue("rita", "Alert on errors");
  await shop.says("bob", shop.pia, `/pia link #${theirs} owner:@carol due:30d component:checkout`);
  const { number } = shop.github.transferIssue({ repository: shop.name, number: theirs, sender: "alice", to: to.name });
  await shop.quiet();
  await to.quiet();
  const row = async () => (await listOf(shop)).split("\n").find((line) => line.startsWith(`| #${theirs} `))!;
  expect(await row()).toMatch(new RegExp(`Alert on errors \\(now ${to.name}#${number}\\) \\| accepted`));
  expect((await to.issue(number)).labels).toContain("aftercare");
  await to.does("carol", `PATCH REPO/issues/${number}`, { title: "Alert on payment errors" });
  expect(await row()).toContain("Alert on payment errors (now");
  await to.does("carol", `PATCH REPO/issues/${number}`, { state: "closed", state_reason: "not_planned" });
  expect(await row()).toContain("| closed without a reason |");
  await to.does("carol", `PATCH REPO/issues/${number}`, { state: "open" });
  expect(await row()).toContain("| accepted<br>bob");
  await to.does("carol", `PATCH REPO/issues/${number}`, { state: "closed", state_reason: "completed" });
  expect(await row()).toContain("| done, without proof |");
});

test("the same news twice, and lost news with the next sweep, end in the same: one item, one list", async () => {
  const shop = await withItem(stage, "due:30d");
  const to = stage.open({ config: PLAIN });
  const { number } = shop.github.transferIssue({
    repository: shop.name,
    number: shop.item,
    sender: "alice",
    to: to.name,
  });
  const events = shop.takeEvents();
  await shop.handle([...events, ...events]);
  await shop.quiet();
  expect(await to.labelled("remediation")).toHaveLength(1);
  to.takeEvents();
  await to.only("dan", `PATCH REPO/issues/${number}`, { title: "Cap retries at 3" });
  to.takeEvents();
  await sweep(shop);
  expect(await listOf(shop)).toContain("Cap retries at 3 (now");
});

test("a pull request of another repository moves an item of this one, its merge closes it, and its revert opens it again", async () => {
  const shop = await withItem(stage, "due:30d");
  const other = stage.open({ config: PLAIN });
  const pull = await other.opensPull({
    branch: "fix",
    files: { "services/search/a.ts": "1\n" },
    body: `Fixes ${shop.name}#${shop.item}`,
  });
  expect(await listOf(shop)).toContain(`${other.name}#${pull} open`);
  expect((await shop.issue(shop.item)).labels).toContain("in progress");
  await other.does("dan", `PUT REPO/pulls/${pull}/merge`, {});
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("closed");
  expect(await listOf(shop)).toContain(`${other.name}#${pull} merged`);
  // Undone where it was made, the item is open again where it stands.
  const undo = await other.opensPull({
    branch: "undo",
    files: { "services/search/a.ts": null },
    body: `Reverts #${pull}`,
  });
  await other.does("dan", `PUT REPO/pulls/${undo}/merge`, {});
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("open");
  expect(await listOf(shop)).toContain(`opened again<br>was undone by ${other.name}#${undo}`);
});
