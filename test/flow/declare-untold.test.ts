/** Labels that were set while nobody listened: declared by the next sweep, when somebody had listened before. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { listenFromNow } from "#src/flow/declare-untold.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import { type FlowStage, type Shop, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

const LABELS = ["incident", "component:checkout"];

const sweep = async (shop: Shop) => {
  await sweepRepository(shop.services(), shop.repository);
  await shop.handle([]);
};

/** Opens an issue that no webhook tells of, and waits for so long that none is on its way any more. */
async function opensUnheard(shop: Shop, title: string, labels: readonly string[]): Promise<number> {
  const issue = await shop.only("bob", "POST REPO/issues", { title, labels });
  shop.takeEvents();
  stage.github.clock.advance(900);
  return (issue as { number: number }).number;
}

test("labelled between two sweeps, and no webhook came: it is declared, confirmed by who set the label, once", async () => {
  const shop = stage.open();
  await sweep(shop);
  const incident = await opensUnheard(shop, "Payments fail", LABELS);
  const question = await opensUnheard(shop, "A question", ["question"]);
  await sweep(shop);
  const [pia, ...others] = await shop.labelled("pia");
  expect(others).toEqual([]);
  expect(await shop.subIssues(incident)).toEqual([pia!.number]);
  expect(await shop.subIssues(question)).toEqual([]);
  expect((await shop.marked(pia!.number, "record"))[0]).toContain("| confirmed | yes | bob |");
  await sweep(shop);
  expect(await shop.labelled("pia")).toHaveLength(1);
});

test("a label from before the first sweep does nothing, nor does one from before the App came back", async () => {
  const shop = stage.open();
  const old = await opensUnheard(shop, "Last year's", LABELS);
  await sweep(shop);
  await sweep(shop);
  await opensUnheard(shop, "While it was uninstalled", LABELS);
  await listenFromNow(stage.projection, shop.repository);
  await sweep(shop);
  expect(await shop.labelled("pia")).toEqual([]);
  // Somebody says it now.
  await shop.says("bob", old, "/pia declare");
  expect(await shop.labelled("pia")).toHaveLength(1);
});

test("what was labelled just now is left to its webhook, and found by the sweep after", async () => {
  const shop = stage.open();
  await sweep(shop);
  await shop.only("bob", "POST REPO/issues", { title: "Just now", labels: LABELS });
  shop.takeEvents();
  await sweep(shop);
  expect(await shop.labelled("pia")).toEqual([]);
  stage.github.clock.advance(3_600);
  await sweep(shop);
  expect(await shop.labelled("pia")).toHaveLength(1);
});
