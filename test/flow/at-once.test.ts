/** What happens to several items of one analysis at the same moment is all told in its log. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { handleEvent } from "#src/flow/handle-event.ts";
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
