/** Merged is not fixed: reminders, evidence, guards, and fixes that did not hold, from GitHub's facts to what people see. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FlowStage, startFlowStage } from "./stage.ts";
import * as remedied from "./remedied.ts";
import { deliver, GUARD, listOf, RETRIES, writesOf } from "./remedied.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const withItem = (options?: string, item?: string) => remedied.withItem(stage, options, item);
const pass = (days: number) => remedied.pass(stage, days);

test("one reminder a stage, in one comment; a sweep in between reads no comment and writes nothing", async () => {
  const shop = await withItem("due:2d");
  await shop.sweep();
  expect(await shop.marked(shop.item, "reminder -->")).toEqual([expect.stringContaining("@dan: This is due on")]);
  const before = await shop.comments(shop.item);
  const quiet = await shop.counting(shop.sweep);
  expect(writesOf(quiet)).toEqual([]);
  // The record, the list, what is prepared for the review and the comment on the incident; none of the item.
  expect(quiet["GET /repos/{owner}/{repo}/issues/{issue_number}/comments"]).toBe(4);
  pass(3);
  await shop.sweep();
  await shop.sweep();
  pass(7);
  await shop.sweep();
  await shop.sweep();
  pass(7);
  await shop.sweep();
  const [standing, ...more] = await shop.marked(shop.item, "reminder -->");
  expect(more).toEqual([]);
  expect(standing).toContain("2 weeks ago");
  const notices = await shop.marked(shop.item, "reminder-notice");
  expect(notices.map((body) => /@[\w/-]+/.exec(body)?.[0])).toEqual(["@dan", "@bob"]);
  expect(await shop.comments(shop.item)).toHaveLength(before.length + 2);
});

test("a date that moves takes the reminder back; a snooze keeps it quiet; both are done by command", async () => {
  const shop = await withItem("due:1d");
  await shop.sweep();
  await shop.says("bob", shop.item, '/pia due 30d reason:"the vendor is late"');
  await shop.sweep();
  expect(await shop.marked(shop.item, "reminder -->")).toEqual([expect.stringContaining("nothing to remind of")]);
  await shop.says("bob", shop.item, "/pia due 1d");
  await shop.says("bob", shop.item, '/pia snooze 5d reason:"trade fair"');
  await shop.sweep();
  expect(await shop.marked(shop.item, "reminder-notice")).toEqual([]);
  pass(6);
  await shop.sweep();
  expect(await shop.marked(shop.item, "reminder-notice")).toEqual([expect.stringContaining("@dan")]);
});

test("a date that ends on Friday is spoken of on Monday, not at night nor at the weekend", async () => {
  const { clock } = stage.github;
  const day = () => new Date(clock.now() * 1000).getUTCDay();
  while (day() !== 5) pass(1);
  const shop = await withItem(`due:${new Date(clock.now() * 1000).toISOString().slice(0, 10)}`);
  await shop.sweep();
  expect(await shop.marked(shop.item, "reminder -->")).toEqual([expect.stringContaining("@dan: This is due on")]);
  for (const hours of [18, 6, 24, 23]) {
    clock.advance(hours * 3600);
    const writes = writesOf(await shop.counting(shop.sweep)).map(([route]) => route);
    // The list may say that it is overdue by now, which notifies nobody.
    expect(writes.filter((route) => !route.startsWith("PATCH "))).toEqual([]);
    expect((await shop.marked(shop.item, "reminder -->"))[0]).toContain("This is due on");
  }
  expect(day()).toBe(1);
  clock.advance(3600);
  await shop.sweep();
  expect(await shop.marked(shop.item, "reminder-notice")).toEqual([
    expect.stringContaining("@dan: the date of this has passed"),
  ]);
});

test("an adopted issue is reminded of as well; what was said stands on the analysis' record, not in its text", async () => {
  const shop = await withItem();
  const theirs = await shop.opensIssue("rita", "Alert on errors");
  await shop.says("bob", shop.pia, `/pia link #${theirs} owner:@carol due:1d`);
  const before = await shop.issue(theirs);
  await shop.sweep();
  expect(await shop.marked(theirs, "reminder -->")).toEqual([expect.stringContaining("@carol")]);
  expect((await shop.issue(theirs)).body).toBe(before.body);
  expect((await shop.marked(shop.pia, "record"))[0]).toMatch(/\| soon 2026-\d\d-\d\d/);
  expect(writesOf(await shop.counting(shop.sweep))).toEqual([]);
});

test("fourteen days after the merge we ask once how one can see that it works; the answer verifies it", async () => {
  const shop = await withItem('done-when:"under 300 requests a second"');
  await deliver(shop);
  pass(10);
  await shop.sweep();
  expect(await shop.marked(shop.item, "evidence")).toEqual([]);
  pass(4);
  await shop.sweep();
  await shop.sweep();
  expect(await shop.marked(shop.item, "evidence")).toEqual([expect.stringContaining("under 300 requests a second")]);
  expect(writesOf(await shop.counting(shop.sweep))).toEqual([]);
  await shop.says("eve", shop.item, "/pia verify evidence:https://grafana.example.com/d/1");
  expect((await shop.issue(shop.item)).labels).toContain("verified");
  expect(await listOf(shop)).toContain("verified");
});

test("an exact revert opens the item again, whatever its title says; the analysis says why, and merges wait", async () => {
  const shop = await withItem();
  const fix = await deliver(shop);
  await shop.says("eve", shop.item, "/pia verify evidence:https://grafana.example.com/d/1");
  const waiting = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  expect((await shop.gate(waiting)).conclusion).toBe("success");
  const undo = await shop.opensPull({
    branch: "tidy",
    title: "Tidy up",
    files: { [RETRIES]: "export const RETRIES = 100;\n" },
  });
  await shop.only("carol", `PUT REPO/pulls/${undo}/merge`, {});
  const events = shop.takeEvents();
  await shop.handle([...events, ...events]);
  await shop.quiet();
  const item = await shop.issue(shop.item);
  expect(item).toMatchObject({ state: "open" });
  expect(item.labels).not.toContain("verified");
  expect(item.body).toContain(`acme/${shop.repository.repo}#${fix} reverted`);
  expect(await shop.marked(shop.item, "not-held")).toEqual([
    expect.stringContaining(`@dan: this was undone by #${undo}`),
  ]);
  expect(await listOf(shop)).toContain(`opened again<br>was undone by #${undo}`);
  expect((await shop.marked(shop.pia, "record"))[0]).toContain(`#${shop.item} was undone by #${undo}`);
  expect((await shop.gate(waiting)).conclusion).toBe("failure");
  // Whoever closes it now has looked.
  await shop.says("bob", shop.item, '/pia done reason:"replaced by a circuit breaker"');
  await shop.handle(events);
  expect((await shop.issue(shop.item)).state).toBe("closed");
});

test("a title that says revert, without undoing anything, changes nothing", async () => {
  const shop = await withItem();
  await deliver(shop);
  const files = { "services/checkout/cart.ts": "export const MAX = 51;\n" };
  const pull = await shop.opensPull({ branch: "fake", title: 'Revert "Cap retries"', files });
  await shop.does("carol", `PUT REPO/pulls/${pull}/merge`, {});
  expect((await shop.issue(shop.item)).state).toBe("closed");
});

const GONE: readonly (readonly [string, Readonly<Record<string, string | null>>])[] = [
  ["deletes", { [GUARD]: null }],
  ["renames", { [GUARD]: null, "test/checkout/old.test.ts": "expect(retries).toBe(3);\n" }],
  ["empties", { [GUARD]: "\n" }],
];

test.each(GONE)(
  "a pull request that %s a guard is told what it guards, and its merge opens the item again",
  async (_, files) => {
    const shop = await withItem(`guard:${GUARD}`);
    await deliver(shop);
    const pull = await shop.opensPull({ branch: "clean", files });
    const [warning, ...others] = await shop.marked(pull, "guard");
    expect(others).toEqual([]);
    expect(warning).toContain(`what happened in #${shop.incident} (“Payments fail”) from happening again`);
    expect((await shop.gate(pull)).conclusion).toBe("success");
    await shop.does("carol", `PUT REPO/pulls/${pull}/merge`, {});
    expect((await shop.issue(shop.item)).state).toBe("open");
    expect(await listOf(shop)).toContain(`lost its guard in #${pull}`);
  },
);

test("a guard that is put back before the merge is thanked for; one that only changes is no news", async () => {
  const shop = await withItem(`guard:${GUARD}`);
  await deliver(shop);
  const pull = await shop.opensPull({ branch: "clean", files: { [GUARD]: null } });
  shop.github.push(shop.name, { branch: "clean", files: { [GUARD]: "expect(retries).toBe(2);\n" }, login: "carol" });
  await shop.quiet();
  expect(await shop.marked(pull, "guard")).toEqual([expect.stringContaining("leaves all of them in place")]);
  await shop.does("carol", `PUT REPO/pulls/${pull}/merge`, {});
  expect((await shop.issue(shop.item)).state).toBe("closed");
  const plain = await shop.opensPull({ branch: "more", files: { [GUARD]: "expect(retries).toBe(1);\n" } });
  expect(await shop.marked(plain, "guard")).toEqual([]);
});

test("an incident like an old one names what became of its items; with the same cause, what was to prevent it is open again", async () => {
  const shop = await withItem();
  await shop.does("tina", `POST REPO/issues/${shop.incident}/labels`, { labels: ["cause:retries"] });
  await deliver(shop);
  stage.github.clock.advance(60);
  const again = await shop.opensIssue("bob", "The gateway is flooded", ["incident", "sev:4", "component:checkout"]);
  expect(await shop.marked(again, "incident-link")).toEqual([
    expect.not.stringContaining("**It has happened before**"),
  ]);
  await shop.does("tina", `POST REPO/issues/${again}/labels`, { labels: ["cause:retries"] });
  const [link] = await shop.marked(again, "incident-link");
  expect(link).toMatch(
    new RegExp(
      `It has happened before\\*\\*[\\s\\S]*#${shop.incident} Payments fail[\\s\\S]*the same cause \\(retries\\)`,
    ),
  );
  expect(link).toContain(`#${shop.item} Cap retries: done`);
  await shop.sweep();
  await shop.sweep();
  expect((await shop.issue(shop.item)).state).toBe("open");
  expect(await shop.marked(shop.item, "not-held")).toEqual([expect.stringContaining(`again: #${again}`)]);
  expect(await listOf(shop)).toContain(`did not keep it from happening again: #${again}`);
  expect(writesOf(await shop.counting(shop.sweep))).toEqual([]);
});

test("an adopted issue takes up the pull requests that deliver it", async () => {
  const shop = await withItem();
  const theirs = await shop.opensIssue("rita", "Alert on errors");
  await shop.says("bob", shop.pia, `/pia link #${theirs} owner:@carol`);
  const pull = await shop.opensPull({ branch: "alert", files: { [RETRIES]: "1\n" }, body: `Fixes #${theirs}` });
  expect(await listOf(shop)).toContain(`#${pull} open`);
  await shop.does("dan", `PUT REPO/pulls/${pull}/merge`, {});
  expect(await listOf(shop)).toContain(`#${pull} merged`);
  expect((await shop.issue(theirs)).state).toBe("closed");
});

test("when the news of a revert comes before the news of the fix, the item is open again all the same", async () => {
  const shop = await withItem();
  const files = { [RETRIES]: "export const RETRIES = 3;\n" };
  const fix = await shop.opensPull({ branch: "fix", files, body: `Fixes #${shop.item}` });
  await shop.only("dan", `PUT REPO/pulls/${fix}/merge`, {});
  const news = shop.takeEvents();
  const undo = await shop.opensPull({ branch: "undo", files: { [RETRIES]: "export const RETRIES = 100;\n" } });
  await shop.does("carol", `PUT REPO/pulls/${undo}/merge`, {});
  await shop.handle(news.toReversed());
  await shop.quiet();
  const item = await shop.issue(shop.item);
  expect(item.state).toBe("open");
  expect(item.body).toContain(`#${fix} reverted`);
  expect(await listOf(shop)).toContain(`was undone by #${undo}`);
});
