/** What the list says of how items are worded and of their owners' load is taken over by saying the very line that it offers. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { listOf, recordOf, type Remedied, withItem } from "./remedied.ts";
import { type FlowStage, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** The line that the list offers for an item. */
const offered = (list: string, item: number) =>
  new RegExp(`^- #${item} .*?\`(/pia [^\`]+)\``, "m").exec(list)?.[1] ?? "";

/** Days from now, as commands write them. */
async function adds(shop: Remedied, title: string, options: string): Promise<number> {
  await shop.says(
    "bob",
    shop.pia,
    `/pia add "${title}" component:checkout type:prevent done-when:"it is so" ${options}`,
  );
  return (await shop.labelled("remediation")).find((one) => one.title === title)!.number;
}

test("another wording is offered, taken over by its line, and then the offer is gone", async () => {
  const shop = await withItem(
    stage,
    'due:14d done-when:"three at most"',
    '"We should cap retries at 3" owner:@dan type:prevent',
  );
  const line = offered(await listOf(shop), shop.item);
  expect(line).toBe(`/pia edit #${shop.item} "Cap retries at 3"`);
  await shop.says("dan", shop.pia, line);
  const item = await shop.issue(shop.item);
  expect(item.title).toBe("Cap retries at 3");
  expect(item.body).toMatch(/^\*\*Cap retries at 3\*\*/);
  expect(await listOf(shop)).toContain(`#${shop.item} Cap retries at 3 |`);
  expect(offered(await listOf(shop), shop.item)).toBe("");
  expect(await recordOf(shop)).toContain("“We should cap retries at 3” → “Cap retries at 3”");
});

test("one too many in a week is offered to an owner of the component who has room; saying so hands it over", async () => {
  const shop = await withItem(stage, "due:2d done-when:so");
  await adds(shop, "Limit the pool", "owner:@dan due:2d priority:P1");
  const third = await adds(shop, "Bound the queue", "owner:@dan due:2d priority:P2");
  const list = await listOf(shop);
  expect(list).toContain(`- #${third} is one of 3 that dan has due in that week`);
  const line = offered(list, third);
  expect(line).toBe(`/pia edit #${third} owner:@bob`);
  await shop.says("dan", shop.pia, line);
  expect((await shop.issue(third)).assignees).toEqual(["bob"]);
  expect(await listOf(shop)).not.toContain("due in that week");
});

test("when nobody else has room a later date is offered, and its line moves it", async () => {
  const shop = await withItem(stage, "due:2d done-when:so", '"Cap retries" owner:@bob priority:P0 type:prevent');
  await adds(shop, "Limit the pool", "owner:@bob due:2d priority:P1");
  const third = await adds(shop, "Bound the queue", "owner:@bob due:2d priority:P2");
  const line = offered(await listOf(shop), third);
  expect(line).toMatch(new RegExp(`^/pia due #${third} \\d{4}-\\d\\d-\\d\\d reason:`));
  await shop.says("dan", shop.pia, line);
  expect((await shop.issue(third)).body).toContain(`| Due | ${/\d{4}-\d\d-\d\d/.exec(line)![0]} |`);
  expect(await listOf(shop)).not.toContain("due in that week");
});

test("band-aids are named as such until one item prevents", async () => {
  const shop = await withItem(stage, "due:14d", '"Restore the lost orders" owner:@dan type:repair');
  expect(await listOf(shop)).toContain("All items repair or mitigate: they help next time, and next time still comes");
  await adds(shop, "Cap retries", "owner:@carol due:14d");
  expect(await listOf(shop)).not.toContain("All items repair or mitigate");
});
