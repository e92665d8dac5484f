/** People work on GitHub as they are used to: what they put under an analysis, write into it, or edit on an item is followed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { sweep, writesOf } from "./remedied.ts";
import { recheckInTime } from "#src/flow/recheck.ts";
import { type FlowStage, PLAIN, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const listOf = async (shop: Shop, pia: number) => (await shop.marked(pia, "items"))[0]!;

async function open(): Promise<Shop & { readonly pia: number; readonly incident: number }> {
  const shop = stage.open({ config: PLAIN });
  return { ...shop, ...(await shop.declares(["incident", "sev:4", "component:checkout"])) };
}

test("an issue that somebody puts under the analysis becomes a proposal, once, and its text stays as it is", async () => {
  const shop = await open();
  const theirs = await shop.opensIssue("carol", "Alert on errors");
  const before = await shop.issue(theirs);
  await shop.only("carol", `POST REPO/issues/${shop.pia}/sub_issues`, { sub_issue_id: before.id });
  const events = shop.takeEvents();
  await shop.handle([...events, ...events]);
  await shop.quiet();
  const after = await shop.issue(theirs);
  expect(after.labels.toSorted()).toEqual(["aftercare", "proposed", "remediation"]);
  expect({ title: after.title, body: after.body }).toEqual({ title: before.title, body: before.body });
  expect(await listOf(shop, shop.pia)).toMatch(new RegExp(`Proposed[\\s\\S]*#${theirs} Alert on errors`));
  const [record] = await shop.marked(shop.pia, "record");
  expect(record!.match(/put under the analysis by hand/g)).toHaveLength(1);
  await shop.says("bob", shop.pia, `/pia accept #${theirs}`);
  expect((await shop.issue(theirs)).labels).not.toContain("proposed");
  expect(await listOf(shop, shop.pia)).toContain("accepted<br>bob");
});

test("what was put under the analysis while GitHub's word of it was lost is found by the next sweep, once", async () => {
  const shop = await open();
  const theirs = await shop.opensIssue("carol", "Alert on errors");
  const { id } = await shop.issue(theirs);
  await shop.only("carol", `POST REPO/issues/${shop.pia}/sub_issues`, { sub_issue_id: id });
  shop.takeEvents();
  await sweep(shop);
  expect((await shop.issue(theirs)).labels.toSorted()).toEqual(["aftercare", "proposed", "remediation"]);
  expect(await listOf(shop, shop.pia)).toContain(`#${theirs} Alert on errors`);
  const again = await shop.counting(() => sweep(shop));
  expect(writesOf(again)).toEqual([]);
  expect(again["GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues"]).toBe(1);
  expect((await shop.marked(shop.pia, "record"))[0]!.match(/put under the analysis by hand/g)).toHaveLength(1);
});

test.each([
  ["the record", "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}"],
  ["the policy, read once more", "GET /repos/{owner}/{repo}/contents/{path}"],
])(
  "an issue that was taken in as far as its labels, and then broke off at %s, is taken in by the next try",
  async (_, route) => {
    const shop = await open();
    const theirs = await shop.opensIssue("carol", "Alert on errors");
    const { id } = await shop.issue(theirs);
    await shop.only("carol", `POST REPO/issues/${shop.pia}/sub_issues`, { sub_issue_id: id });
    const events = shop.takeEvents();
    const { world } = stage.github;
    const opened = world.emit;
    // From the moment on at which the label stands.
    world.emit = (event) => {
      if (event.action === "labeled") stage.github.faults.add({ fault: { kind: "status", status: 502 }, route });
      opened(event);
    };
    await expect(shop.handle(events)).rejects.toThrow(/GitHub/);
    world.emit = opened;
    stage.github.faults.clear();
    expect((await shop.issue(theirs)).labels).toContain("remediation");
    await shop.handle(events);
    await shop.quiet();
    expect((await shop.marked(shop.pia, "record"))[0]!.match(/put under the analysis by hand/g)).toHaveLength(1);
    expect(await listOf(shop, shop.pia)).toContain(`#${theirs} Alert on errors`);
  },
);

test("a proposal holds nothing back; taking it out from under the analysis again loses no item", async () => {
  const shop = await open();
  const theirs = await shop.opensIssue("carol", "Alert on errors");
  const { id } = await shop.issue(theirs);
  await shop.does("carol", `POST REPO/issues/${shop.pia}/sub_issues`, { sub_issue_id: id });
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/a.ts": "1\n" } });
  expect((await shop.gate(pull)).conclusion).toBe("success");
  await shop.does("carol", `DELETE REPO/issues/${shop.pia}/sub_issue`, { sub_issue_id: id });
  expect(await listOf(shop, shop.pia)).toContain(`#${theirs} Alert on errors`);
});

test("our own items under the analysis are no news", async () => {
  const shop = await open();
  await shop.says("bob", shop.pia, '/pia add "Cap retries" component:checkout');
  await shop.says("bob", shop.pia, "/pia status");
  expect((await shop.marked(shop.pia, "record"))[0]).not.toContain("by hand");
  expect(await shop.labelled("remediation")).toHaveLength(1);
});

test("an item that listings did not show when verdicts were reached is looked for a minute later", async () => {
  const shop = await open();
  const pull = await shop.opensPull({ branch: "a", files: { "services/checkout/a.ts": "1\n" } });
  await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, {
    body: '/pia add "Cap retries" priority:P0 component:checkout',
  });
  stage.github.faults.lag(500);
  const known = shop.later.length;
  await shop.quiet();
  stage.github.faults.clear();
  expect((await shop.gate(pull)).conclusion).toBe("success");
  expect(shop.later.slice(known)).toContain(stage.github.clock.now() + 60);
  await recheckInTime(shop.services(), shop.repository);
  await shop.handle([]);
  expect((await shop.gate(pull)).conclusion).toBe("failure");
});

test("our own item that listings do not show yet is no news either", async () => {
  const shop = await open();
  await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, {
    body: '/pia add "Cap retries" priority:P0 component:checkout',
  });
  // For longer than all of this takes.
  stage.github.faults.lag(500);
  await shop.quiet();
  stage.github.faults.clear();
  const [item] = await shop.labelled("remediation");
  expect(item!.labels).not.toContain("proposed");
  expect((await shop.marked(shop.pia, "record"))[0]).not.toContain("by hand");
});

test("what is written in the analysis is offered, never opened; each line that is said makes one issue, and then the offer is gone", async () => {
  const shop = await open();
  const { body } = await shop.issue(shop.pia);
  const written = "- [ ] Alert when errors pass 1% (@carol) P1\n- Write a runbook\n";
  const edited = (body ?? "").replace("## Lessons", `${written}\n## Lessons`);
  await shop.does("bob", `PATCH REPO/issues/${shop.pia}`, { body: edited });
  await shop.does("bob", `PATCH REPO/issues/${shop.pia}`, { body: `${edited}\n\nMore.` });
  expect(await shop.labelled("remediation")).toEqual([]);
  const list = await listOf(shop, shop.pia);
  const offers = list.match(/^\/pia add .*$/gm) ?? [];
  expect(offers).toHaveLength(2);
  await shop.says("bob", shop.pia, offers[0]!);
  await shop.says("bob", shop.pia, offers[0]!);
  expect((await shop.labelled("remediation")).map(({ title }) => title)).toEqual(["Alert when errors pass 1%"]);
  expect(await listOf(shop, shop.pia)).not.toContain('/pia add "Alert');
  expect((await shop.issue(shop.pia)).body).toContain(written);
});

test("a row of a table of actions is offered with its owner, date and priority", async () => {
  const shop = await open();
  const { body } = await shop.issue(shop.pia);
  const table =
    "| Action | Owner | Due | Priority |\n|---|---|---|---|\n| Bound the queue | @dan | 2026-02-01 | P2 |\n";
  const edited = (body ?? "").replace("## Lessons", `${table}\n## Lessons`);
  await shop.does("bob", `PATCH REPO/issues/${shop.pia}`, { body: edited });
  const line = '/pia add "Bound the queue" owner:@dan due:2026-02-01 priority:P2';
  expect(await listOf(shop, shop.pia)).toContain(line);
  await shop.says("bob", shop.pia, line);
  expect(await shop.labelled("remediation")).toEqual([
    expect.objectContaining({ title: "Bound the queue", assignees: ["dan"] }),
  ]);
  expect(await listOf(shop, shop.pia)).not.toContain(line);
});

test("titles, owners and labels that people change on the item show on the list", async () => {
  const shop = await open();
  await shop.says("bob", shop.pia, '/pia add "Cap retries" owner:@dan priority:P2 component:checkout');
  const [item] = await shop.labelled("remediation");
  await shop.does("dan", `PATCH REPO/issues/${item!.number}`, { title: "Cap retries at 3" });
  await shop.does("dan", `POST REPO/issues/${item!.number}/assignees`, { assignees: ["carol"] });
  await shop.does("dan", `POST REPO/issues/${item!.number}/labels`, { labels: ["priority:P1"] });
  expect(await listOf(shop, shop.pia)).toMatch(
    /Cap retries at 3 \| accepted<br>bob, [^|]* \| dan, carol \| [^|]* \| P1/,
  );
});

test("an analysis with more items than GitHub takes sub-issues lists them all", async () => {
  const shop = await open();
  const lines = (from: number) =>
    Array.from({ length: 35 }, (_, index) => `/pia add "Bound queue ${from + index}"`).join("\n");
  for (const from of [0, 35, 70]) await shop.says("bob", shop.pia, lines(from));
  const list = await listOf(shop, shop.pia);
  expect(list.match(/Bound queue \d+/g)).toHaveLength(105);
  expect(list).toContain("0 of 105 settled");
}, 180_000);

const ITEM = '/pia add "Cap retries" owner:@dan due:2026-01-20 priority:P0 type:prevent component:checkout';

async function editsTable(shop: Shop, login: string, change: (body: string) => string): Promise<string> {
  const [item] = await shop.labelled("remediation");
  await shop.does(login, `PATCH REPO/issues/${item!.number}`, { body: change(item!.body ?? "") });
  return (await shop.issue(item!.number)).body ?? "";
}

const told = async (shop: Shop) => shop.marked((await shop.labelled("remediation"))[0]!.number, "put-back");

test("the first later date in the table is noted and counts; the second is put back with a word; an owner's stands", async () => {
  const shop = await open();
  await shop.says("carol", shop.pia, ITEM);
  const once = await editsTable(shop, "carol", (body) => body.replace("| Due | 2026-01-20", "| Due | 2026-02-20"));
  expect(once).toContain("| Due | 2026-02-20 |");
  expect(once).toContain("2026-01-20 → 2026-02-20 by @\u200Bcarol");
  expect(await told(shop)).toEqual([]);
  const twice = await editsTable(
    shop,
    "carol",
    (body) => `My words.\n\n${body.replace("| Due | 2026-02-20", "| Due | 2026-09-20")}`,
  );
  expect(twice).toContain("| Due | 2026-02-20 |");
  expect(twice).toContain("My words.");
  expect(await told(shop)).toEqual([
    expect.stringMatching(/@\u200Bcarol changed Due in the table[\s\S]*so it was put back/),
  ]);
  expect(await editsTable(shop, "bob", (body) => body.replace("| Due | 2026-02-20", "| Due | 2026-09-20"))).toContain(
    "| Due | 2026-09-20 |",
  );
});

test.each<readonly [string, (body: string) => string]>([
  ["another type", (body) => body.replace("| Type | prevent", "| Type | detect")],
  [
    "a decision that nobody made",
    (body) => body.replace("| Type |", "| Decision | rejected by @bob, 2026-01-05T09:00:00Z: no |\n| Type |"),
  ],
  ["somebody else's acceptance", (body) => body.replace(/\| Accepted \| @\u200Bcarol/, "| Accepted | @bob")],
  ["a merge that never was", (body) => body.replace("| Type |", "| Pull requests | acme/shop#1 merged |\n| Type |")],
  ["no table at all", (body) => body.replace(/<!-- aftercare:item [\s\S]*item-end -->/, "")],
])("%s is put back when the editor may not loosen, and left when an owner wrote it", async (_name, change) => {
  const shop = await open();
  await shop.says("carol", shop.pia, ITEM);
  const before = (await shop.labelled("remediation"))[0]!.body ?? "";
  const rows = (body: string) => body.match(/^\| .*\|$/gm);
  expect(rows(await editsTable(shop, "carol", change))).toEqual(rows(before));
  expect(await told(shop)).toHaveLength(1);
  const restored = (await shop.labelled("remediation"))[0]!.body ?? "";
  expect(await editsTable(shop, "bob", change)).toBe(change(restored));
});

test("what tightens, and text outside of the table, is people's", async () => {
  const shop = await open();
  await shop.says("carol", shop.pia, ITEM);
  const change = (body: string) => `Words.\n\n${body.replace("| Due | 2026-01-20", "| Due | 2026-01-10")}`;
  expect(await editsTable(shop, "carol", change)).toMatch(/^Words\.[\s\S]*\| Due \| 2026-01-10 \|/);
  expect(await told(shop)).toEqual([]);
});

/** Edits our record of the analysis by hand. */
async function editsRecord(shop: Shop & { readonly pia: number }, login: string, change: (body: string) => string) {
  const record = (await shop.comments(shop.pia)).find(({ body }) => body.includes("<!-- aftercare:record -->"))!;
  await shop.does(login, `PATCH REPO/issues/comments/${record.id}`, { body: change(record.body) });
  return (await shop.marked(shop.pia, "record"))[0]!;
}

test("the row of an adopted issue that an owner mends by hand is read back; what another loosens in it is put back", async () => {
  const shop = await open();
  const theirs = await shop.opensIssue("rita", "Alert on errors");
  await shop.says("bob", shop.pia, `/pia link #${theirs} owner:@carol due:2026-02-20 type:prevent`);
  const due = await editsRecord(shop, "bob", (body) => body.replace("| 2026-02-20 |", "| 2026-03-20 |"));
  expect(due).toContain("| 2026-03-20 |");
  expect(await listOf(shop, shop.pia)).toContain("20 Mar 2026");
  const type = await editsRecord(shop, "carol", (body) => body.replace("| prevent |", "| detect |"));
  expect(type).toContain("| prevent |");
  expect(type).not.toContain("| detect |");
  expect(await listOf(shop, shop.pia)).toMatch(new RegExp(`#${theirs} Alert on errors .*\\| prevent \\|`));
  const sooner = await editsRecord(shop, "carol", (body) => body.replace("| 2026-03-20 |", "| 2026-03-01 |"));
  expect(sooner).toContain("| 2026-03-01 |");
  expect(await listOf(shop, shop.pia)).toContain("1 Mar 2026");
});

type Act = (shop: Shop, item: number) => Promise<unknown>;
const byHand =
  (operation: string, body: unknown): Act =>
  (shop, item) =>
    shop.does("dan", operation.replace("ITEM", String(item)), body);
const inTable =
  (from: string, to: string): Act =>
  async (shop) =>
    editsTable(shop, "bob", (body) => body.replace(from, to));

/** Each fact: changed on the issue by hand it shows on the list; said by command it stands on the issue. */
const FACTS: readonly (readonly [string, Act, RegExp, string, RegExp])[] = [
  [
    "title",
    byHand("PATCH REPO/issues/ITEM", { title: "Limit retries" }),
    /Limit retries \|/,
    'edit ITEM "Bound retries"',
    /"title":"Bound retries"/,
  ],
  [
    "owner",
    byHand("POST REPO/issues/ITEM/assignees", { assignees: ["carol"] }),
    /\| dan, carol \|/,
    "edit ITEM owner:@carol",
    /"assignees":\["carol"\]/,
  ],
  [
    "due date",
    inTable("| Due | 2026-01-20", "| Due | 2026-02-20"),
    /\| 20 Feb 2026 \|/,
    'due ITEM 2026-03-20 reason:"late"',
    /\| Due \| 2026-03-20 \|/,
  ],
  [
    "priority",
    byHand("POST REPO/issues/ITEM/labels", { labels: ["priority:P0"] }),
    /\| P0 \|/,
    "edit ITEM priority:P0",
    /"priority:P0"/,
  ],
  [
    "type",
    inTable("| Type | prevent", "| Type | mitigate"),
    /\| mitigate \|/,
    "edit ITEM type:mitigate",
    /\| Type \| mitigate \|/,
  ],
  [
    "definition of success",
    inTable("| Type |", "| Done when | three at most |\n| Type |"),
    /^(?![\s\S]*does not say how one can tell)/,
    'edit ITEM done-when:"three at most"',
    /\| Done when \| three at most \|/,
  ],
  [
    "state",
    byHand("PATCH REPO/issues/ITEM", { state: "closed", state_reason: "completed" }),
    /1 of 1 settled/,
    "done ITEM",
    /"state":"closed"/,
  ],
];

test.each(FACTS)("%s goes both ways", async (_, act, shows, line, stands) => {
  const shop = await open();
  await shop.says("bob", shop.pia, ITEM.replace("P0", "P1"));
  const { number } = (await shop.labelled("remediation"))[0]!;
  await act(shop, number);
  expect(await listOf(shop, shop.pia)).toMatch(shows);
  const other = await open();
  await other.says("bob", other.pia, ITEM.replace("P0", "P1"));
  const twin = (await other.labelled("remediation"))[0]!;
  await other.says("bob", other.pia, `/pia ${line.replace("ITEM", `#${twin.number}`)}`);
  expect(JSON.stringify(await other.issue(twin.number))).toMatch(stands);
});

test("components go both ways: what the label says counts for the gate", async () => {
  const shop = await open();
  await shop.says("bob", shop.pia, ITEM);
  const { number } = (await shop.labelled("remediation"))[0]!;
  const pull = await shop.opensPull({ branch: "a", files: { "services/search/a.ts": "1\n" } });
  expect((await shop.gate(pull)).conclusion).toBe("success");
  await shop.does("bob", `POST REPO/issues/${number}/labels`, { labels: ["component:search"] });
  expect((await shop.gate(pull)).conclusion).toBe("failure");
  await shop.says("max", shop.pia, `/pia edit #${number} component:checkout`);
  expect((await shop.issue(number)).labels).not.toContain("component:search");
  expect((await shop.gate(pull)).conclusion).toBe("success");
});

test("what people close and open again by hand stands in the analysis' log, with who and when, once", async () => {
  const shop = await open();
  await shop.says("bob", shop.pia, ITEM);
  const { number } = (await shop.labelled("remediation"))[0]!;
  await shop.only("dan", `PATCH REPO/issues/${number}`, { state: "closed", state_reason: "completed" });
  const events = shop.takeEvents();
  await shop.handle([...events, ...events]);
  await shop.quiet();
  await shop.does("carol", `PATCH REPO/issues/${number}`, { state: "open" });
  const log = (await shop.marked(shop.pia, "record"))[0]!.match(/^\| .*by hand \|$/gm);
  expect(log).toEqual([
    expect.stringMatching(new RegExp(`\\| dan \\| #${number} closed as completed by hand`)),
    expect.stringMatching(new RegExp(`\\| carol \\| #${number} opened again by hand`)),
  ]);
});
