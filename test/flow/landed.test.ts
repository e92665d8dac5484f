/** What lands on the default branch can undo a fix or take its guard away: by a pull request or a push, whole or in part; diffs tell, never messages. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { deliver, GUARD, listOf, recordOf, type Remedied, RETRIES, withItem, writesOf } from "./remedied.ts";
import { type FlowStage, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const BEFORE = "export const RETRIES = 100;\n";
const CART = "services/checkout/cart.ts";

type Files = Readonly<Record<string, string | null>>;

/** Commits straight to the default branch. @returns its SHA. */
function pushes(shop: Remedied, files: Files, message = "Tidy up"): string {
  shop.github.push(shop.name, { branch: "main", files, message, login: "carol" });
  return shop.github.repository(shop.name).git.refs.get("refs/heads/main")!;
}

async function merges(shop: Remedied, branch: string, files: Files): Promise<number> {
  const pull = await shop.opensPull({ branch, files });
  await shop.does("carol", `PUT REPO/pulls/${pull}/merge`, {});
  return pull;
}

test("a push that gives back what the fix brought opens the item again, names the commit, and merges wait", async () => {
  const shop = await withItem(stage);
  const fix = await deliver(shop);
  await shop.says("eve", shop.item, "/pia verify evidence:https://grafana.example.com/d/1");
  const waiting = await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  const sha = pushes(shop, { [RETRIES]: BEFORE });
  const events = shop.takeEvents();
  expect(events.map(({ kind }) => kind)).toContain("push");
  await shop.handle([...events, ...events]);
  await shop.quiet();
  expect(await shop.issue(shop.item)).toMatchObject({ state: "open" });
  expect((await shop.issue(shop.item)).body).toContain(`#${fix} reverted`);
  expect(await shop.marked(shop.item, "not-held")).toEqual([expect.stringContaining(`this was undone by ${sha}`)]);
  expect(await listOf(shop)).toContain(`opened again<br>was undone by ${sha}`);
  expect((await recordOf(shop)).match(new RegExp(`was undone by ${sha}`, "g"))).toHaveLength(1);
  expect((await shop.gate(waiting)).conclusion).toBe("failure");
});

test("a message that says “This reverts commit”, without undoing anything, changes nothing", async () => {
  const shop = await withItem(stage);
  await deliver(shop);
  const fixed = shop.github.repository(shop.name).git.refs.get("refs/heads/main")!;
  pushes(shop, { [CART]: "export const MAX = 51;\n" }, `Revert "Cap retries"\n\nThis reverts commit ${fixed}.`);
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("closed");
  expect(await shop.marked(shop.item, "not-held")).toEqual([]);
});

test("a push where nothing was delivered and nothing is guarded asks GitHub for nothing", async () => {
  const shop = await withItem(stage);
  // A verdict has read what there is.
  await shop.opensPull({ branch: "gift", files: { "services/checkout/gift.ts": "1\n" } });
  pushes(shop, { [CART]: "export const MAX = 51;\n" });
  const requests = await shop.counting(shop.quiet);
  expect(requests).toEqual({});
});

test("a push that is the merge of a pull request is looked at once, with the pull request", async () => {
  const shop = await withItem(stage);
  await deliver(shop);
  const pull = await merges(shop, "undo", { [RETRIES]: BEFORE });
  expect(await shop.marked(shop.item, "not-held")).toEqual([expect.stringContaining(`this was undone by #${pull}`)]);
});

test.each<readonly [string, (shop: Remedied) => Promise<string>]>([
  ["pull request", async (shop) => `#${await merges(shop, "part", { [CART]: "export const MAX = 50;\n" })}`],
  ["push", async (shop) => pushes(shop, { [CART]: "export const MAX = 50;\n" })],
])("a %s that gives back a part of the fix leaves it closed, takes the proof back, and asks once", async (_, act) => {
  const shop = await withItem(stage);
  await deliver(shop, { files: { [CART]: "export const MAX = 5;\n" } });
  await shop.says("eve", shop.item, "/pia verify evidence:https://grafana.example.com/d/1");
  const by = await act(shop);
  const events = shop.takeEvents();
  await shop.handle([...events, ...events]);
  await shop.quiet();
  const item = await shop.issue(shop.item);
  expect(item.state).toBe("closed");
  expect(item.labels).not.toContain("verified");
  const asked = await shop.marked(shop.item, "not-held");
  expect(asked).toEqual([expect.stringContaining(`@dan: this was undone in part by ${by}.`)]);
  expect(asked[0]).toContain("/pia verify evidence:");
  expect(await listOf(shop)).toContain(`done<br>was undone in part by ${by}`);
  expect((await recordOf(shop)).match(/was undone in part by/g)).toHaveLength(1);
  await shop.says("eve", shop.item, "/pia verify evidence:https://grafana.example.com/d/2");
  expect(await listOf(shop)).toContain("verified<br>eve");
});

test("the rest of the fix undone later opens the item again", async () => {
  const shop = await withItem(stage);
  await deliver(shop, { files: { [CART]: "export const MAX = 5;\n" } });
  await merges(shop, "part", { [CART]: "export const MAX = 50;\n" });
  await merges(shop, "whole", { [CART]: "export const MAX = 5;\n" });
  await merges(shop, "all", { [CART]: "export const MAX = 50;\n", [RETRIES]: BEFORE });
  expect((await shop.issue(shop.item)).state).toBe("open");
});

const head = (shop: Remedied) => shop.github.repository(shop.name).git.refs.get("refs/heads/main")!;

/** Moves the default branch back, or to what was written beside it. */
const forces = (shop: Remedied, sha: string) =>
  shop.only("carol", "PATCH REPO/git/refs/heads/main", { sha, force: true });

test("a change that takes the fix's line back among others, and does not say so, opens the item again", async () => {
  const shop = await withItem(stage);
  await deliver(shop, { files: { [RETRIES]: "export const RETRIES = 3;\nexport const SIZE = 1;\n" } });
  const files = { [RETRIES]: "export const RETRIES = 100;\nexport const SIZE = 2;\nexport const MORE = 1;\n" };
  const pull = await merges(shop, "tune", files);
  expect((await shop.issue(shop.item)).state).toBe("open");
  expect(await shop.marked(shop.item, "not-held")).toEqual([expect.stringContaining(`this was undone by #${pull}`)]);
});

test("a push that takes the fix's line back among others opens the item again", async () => {
  const shop = await withItem(stage);
  await deliver(shop);
  const sha = pushes(shop, { [RETRIES]: `${BEFORE}export const BACKOFF_SECONDS = 1;\n` }, "Add a backoff");
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("open");
  expect(await shop.marked(shop.item, "not-held")).toEqual([expect.stringContaining(`this was undone by ${sha}`)]);
});

test("two changes that each give back a part undo the fix together: the first is a question, the second opens the item", async () => {
  const shop = await withItem(stage);
  await deliver(shop, { files: { [CART]: "export const MAX = 5;\n" } });
  await merges(shop, "one", { [CART]: "export const MAX = 50;\n" });
  expect((await shop.issue(shop.item)).state).toBe("closed");
  const sha = pushes(shop, { [RETRIES]: BEFORE });
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("open");
  expect((await shop.marked(shop.item, "not-held")).at(-1)).toContain(`this was undone by ${sha}`);
});

test("when the first part was put back meanwhile, the second is a question again", async () => {
  const shop = await withItem(stage);
  await deliver(shop, { files: { [CART]: "export const MAX = 5;\n" } });
  await merges(shop, "one", { [CART]: "export const MAX = 50;\n" });
  await merges(shop, "two", { [CART]: "export const MAX = 5;\n" });
  await merges(shop, "three", { [RETRIES]: BEFORE });
  expect((await shop.issue(shop.item)).state).toBe("closed");
  expect(await shop.marked(shop.item, "not-held")).toHaveLength(2);
});

test("a force push that drops the fix opens the item again; one that drops its guard as well", async () => {
  const shop = await withItem(stage);
  const before = head(shop);
  await deliver(shop);
  await forces(shop, before);
  const events = shop.takeEvents();
  await shop.handle([...events, ...events]);
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("open");
  expect(await shop.marked(shop.item, "not-held")).toEqual([expect.stringContaining(`this was undone by ${before}`)]);
  const other = await withItem(stage, "guard:test/checkout/new.test.ts");
  const start = head(other);
  pushes(other, { "test/checkout/new.test.ts": "expect(retries).toBe(3);\n" });
  await other.says("bob", other.item, '/pia done reason:"it stands in the tests"');
  await forces(other, start);
  await other.quiet();
  expect(await other.marked(other.item, "not-held")).toEqual([expect.stringContaining(`lost its guard in ${start}`)]);
});

test("a force push that only rewrites the history keeps the fix, and changes nothing", async () => {
  const shop = await withItem(stage);
  const before = head(shop);
  await deliver(shop);
  // The same files, made anew on the commit before.
  await shop.only("carol", "POST REPO/git/refs", { ref: "refs/heads/rewritten", sha: before });
  shop.github.push(shop.name, {
    branch: "rewritten",
    files: { [RETRIES]: "export const RETRIES = 3;\n" },
    message: "Cap retries",
    login: "carol",
  });
  const rewritten = shop.github.repository(shop.name).git.refs.get("refs/heads/rewritten")!;
  await forces(shop, rewritten);
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("closed");
  expect(await shop.marked(shop.item, "not-held")).toEqual([]);
  // A plain push after it is looked at by its own diff again.
  pushes(shop, { [RETRIES]: BEFORE });
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("open");
});

test("a guard that a push deletes opens the item again, and the word on it quotes the incident", async () => {
  const shop = await withItem(stage, `guard:${GUARD}`);
  await deliver(shop);
  const sha = pushes(shop, { [GUARD]: null });
  await shop.quiet();
  expect((await shop.issue(shop.item)).state).toBe("open");
  const [word, ...others] = await shop.marked(shop.item, "not-held");
  expect(others).toEqual([]);
  expect(word).toContain(`lost its guard in ${sha}`);
  expect(word).toContain(`kept what happened in #${shop.incident} (“Payments fail”) from happening again`);
  expect(await listOf(shop)).toContain(`lost its guard in ${sha}`);
  const again = await shop.counting(() => shop.sweep());
  expect(writesOf(again)).toEqual([]);
});
