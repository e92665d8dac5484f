/** What happens to items of one analysis at the same moment is all kept, and all told in its log. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { handleEvent } from "#src/flow/handle-event.ts";
import type { Services } from "#src/flow/services.ts";
import { recordOf, RETRIES, withItem } from "./remedied.ts";
import { type FlowStage, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** Each event by a worker of its own, all at once, as replicas do. */
async function atOnce(shop: Shop): Promise<void> {
  await Promise.all(shop.takeEvents().map((event) => handleEvent(shop.services(), event)));
  await shop.quiet();
}

const CART = "services/checkout/cart.ts";

async function withTwo() {
  const shop = await withItem(stage);
  await shop.says("bob", shop.pia, '/pia add "Bound the cart" owner:@dan component:checkout');
  const numbers = (await shop.labelled("remediation")).map(({ number }) => number).toSorted((a, b) => a - b);
  return { ...shop, numbers };
}

test("two people close and open items by hand", async () => {
  const shop = await withTwo();
  for (const [index, number] of shop.numbers.entries()) {
    const closing = { state: "closed", state_reason: "completed" };
    await shop.only(index === 0 ? "dan" : "carol", `PATCH REPO/issues/${number}`, closing);
  }
  await atOnce(shop);
  const record = await recordOf(shop);
  for (const number of shop.numbers) {
    expect(record.match(new RegExp(`#${number} closed as completed by hand`, "g"))).toHaveLength(1);
  }
});

test("an item is put off while the incident's label is off: the reason is kept in the log", async () => {
  const shop = await withItem(stage);
  await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, {
    body: `/pia due #${shop.item} 2026-03-02 reason:"waits for the vendor"`,
  });
  await shop.only("bob", `DELETE REPO/issues/${shop.incident}/labels/incident`);
  await atOnce(shop);
  expect(await recordOf(shop)).toContain("due 2026-03-02: waits for the vendor");
});

test("two fixes are undone, each by a change of its own", async () => {
  const shop = await withTwo();
  const [retries, cart] = shop.numbers;
  const merge = async (branch: string, files: Readonly<Record<string, string>>, body = "") => {
    const pull = await shop.opensPull({ branch, files, body });
    await shop.only("dan", `PUT REPO/pulls/${pull}/merge`, {});
  };
  await merge("one", { [RETRIES]: "export const RETRIES = 3;\n" }, `Fixes #${retries}`);
  await merge("two", { [CART]: "export const MAX = 5;\n" }, `Fixes #${cart}`);
  await shop.quiet();
  await merge("three", { [RETRIES]: "export const RETRIES = 100;\n" });
  await merge("four", { [CART]: "export const MAX = 50;\n" });
  await atOnce(shop);
  const record = await recordOf(shop);
  for (const number of shop.numbers) {
    expect((await shop.issue(number)).state).toBe("open");
    expect(record.match(new RegExp(`#${number} was undone by`, "g"))).toHaveLength(1);
  }
});

/** The flows, while somebody does something on GitHub between what they read and what they write. */
function interrupted(shop: Shop, act: () => Promise<unknown>): Services {
  const services = shop.services();
  let isDone = false;
  const perform: Services["github"]["perform"] = async (effects) => {
    if (!isDone && effects.some(({ kind }) => kind === "edit-issue")) {
      isDone = true;
      await act();
    }
    return services.github.perform(effects);
  };
  return { ...services, github: { ...services.github, perform } };
}

test("two people change one item by command: both changes stand, and both are told", async () => {
  const shop = await withItem(stage);
  const lines = [
    ["bob", "/pia due 3d"],
    ["carol", "/pia edit type:mitigate"],
    ["dan", "/pia start"],
  ] as const;
  for (const [login, text] of lines) {
    await shop.only(login, `POST REPO/issues/${shop.item}/comments`, { body: text });
  }
  await atOnce(shop);
  const { body, labels } = await shop.issue(shop.item);
  expect(body).toMatch(/\| Due \| 2026-01-08 \|/);
  expect(body).toContain("| Type | mitigate |");
  expect(labels).toContain("in progress");
  const record = await recordOf(shop);
  for (const [login] of lines) {
    expect(record.match(new RegExp(`\\| ${login} \\| #${shop.item} `, "g"))).not.toBeNull();
  }
});

test.each<readonly [string, (body: string) => string, RegExp]>([
  ["the description", (body) => body.replace("---", "See the runbook.\n\n---"), /See the runbook\./],
  [
    "another row of the table",
    (body) => body.replace("| Type |", "| Done when | three at most |\n| Type |"),
    /\| Done when \| three at most \|/,
  ],
])("somebody edits %s while a command is carried out: both stand", async (_, edit, stays) => {
  const shop = await withItem(stage);
  const { body } = await shop.issue(shop.item);
  const services = interrupted(shop, () =>
    shop.only("dan", `PATCH REPO/issues/${shop.item}`, { body: edit(body ?? "") }),
  );
  await shop.only("bob", `POST REPO/issues/${shop.item}/comments`, { body: "/pia due 3d" });
  for (const event of shop.takeEvents()) await handleEvent(services, event);
  await shop.quiet();
  const after = (await shop.issue(shop.item)).body ?? "";
  expect(after).toMatch(stays);
  expect(after).toMatch(/\| Due \| 2026-01-08 \|/);
});

test("somebody edits the description while a merge closes the item: both stand", async () => {
  const shop = await withItem(stage);
  const files = { [RETRIES]: "export const RETRIES = 3;\n" };
  const pull = await shop.opensPull({ branch: "fix", files, body: `Remediates #${shop.item}` });
  const { body } = await shop.issue(shop.item);
  const words = (body ?? "").replace("---", "See the runbook.\n\n---");
  const services = interrupted(shop, () => shop.only("dan", `PATCH REPO/issues/${shop.item}`, { body: words }));
  await shop.only("dan", `PUT REPO/pulls/${pull}/merge`, {});
  for (const event of shop.takeEvents()) await handleEvent(services, event);
  await shop.quiet();
  const item = await shop.issue(shop.item);
  expect(item.state).toBe("closed");
  expect(item.body).toContain("See the runbook.");
  expect(item.body).toContain(`#${pull} merged`);
});
