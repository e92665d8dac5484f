/** A law: commands on one issue are carried out in the order in which they were said, in whatever order and however often their deliveries come. */
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { RepositoryEvent } from "#src/facts/event.ts";
import { listOf, recordOf, type Remedied, withItem } from "./remedied.ts";
import { type FlowStage, startFlowStage } from "./stage.ts";

let stage: FlowStage;
beforeAll(async () => {
  stage = await startFlowStage();
});
afterAll(() => stage.stop());

/** Each contradicts another one. ITEM stands for the item's number. */
const LINES = [
  "/pia due ITEM 10d",
  '/pia due ITEM 20d reason:"the vendor is late"',
  "/pia due ITEM 5d",
  "/pia edit ITEM owner:@carol",
  "/pia edit ITEM owner:@dan",
  '/pia edit ITEM "Limit retries"',
  '/pia edit ITEM "Bound retries"',
  "/pia edit ITEM type:mitigate",
  "/pia start ITEM",
  '/pia done ITEM reason:"deployed"',
  '/pia reject ITEM reason:"too dear"',
  '/pia accept ITEM reason:"after all"',
  "/pia started 2026-01-05T07:00Z",
  '/pia started 2026-01-05T06:30Z reason:"the graph shows it"',
  '/pia add "Alert on errors" component:checkout',
];

type Order = (events: readonly RepositoryEvent[]) => readonly RepositoryEvent[];

async function ends(lines: readonly string[], order: Order): Promise<unknown> {
  const shop = await withItem(stage);
  for (const line of lines) {
    const body = line.replace("ITEM", `#${shop.item}`);
    await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, { body });
  }
  await shop.handle(order(shop.takeEvents()));
  await shop.quiet();
  return standing(shop);
}

/** What it comes to: the item, the list, the record with its log, and how every comment was answered. */
async function standing(shop: Remedied): Promise<unknown> {
  const plain = (text: string) =>
    text
      .replaceAll(shop.name, "REPO")
      .replaceAll(shop.repository.repo, "REPO")
      .replaceAll(/issuecomment-\d+|comment="\d+"|source="[^"]*"/g, "");
  const { title, body, state, state_reason: reason, labels, assignees } = await shop.issue(shop.item);
  const comments = await shop.comments(shop.pia);
  const said = comments.filter(({ user }) => !user.login.endsWith("[bot]"));
  return {
    item: { title, body: plain(body ?? ""), state, reason, labels: labels.toSorted(), assignees },
    list: plain(await listOf(shop)),
    record: plain(await recordOf(shop)),
    items: (await shop.labelled("remediation")).map((one) => one.title),
    answers: await Promise.all(said.map(({ id }) => shop.reactions(id))),
    replies: (await Promise.all(said.map(({ id }) => shop.replyTo(shop.pia, id)))).map(plain),
  };
}

test("in order once, and shuffled with some twice: the same end, and every comment has the same answer", async () => {
  const lines = fc.shuffledSubarray(LINES, { minLength: 3, maxLength: 6 });
  const picks = fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(lines, picks, async (chosen, keys) => {
      const shuffled: Order = (events) =>
        events
          .flatMap((event, index) => (keys[index % keys.length]! % 3 === 0 ? [event, event] : [event]))
          .map((event, index) => ({ event, key: keys[(index * 7) % keys.length]! }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ event }) => event);
      expect(await ends(chosen, shuffled)).toEqual(await ends(chosen, (events) => events));
    }),
    { numRuns: 6, seed: 20260105, endOnFailure: true },
  );
}, 120_000);

test("the last one said wins, though its delivery comes first; and an old delivery changes nothing any more", async () => {
  const shop = await withItem(stage);
  for (const title of ["Limit retries", "Bound retries"]) {
    await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, { body: `/pia edit #${shop.item} "${title}"` });
  }
  const events = shop.takeEvents();
  await shop.handle(events.toReversed());
  expect((await shop.issue(shop.item)).title).toBe("Bound retries");
  const again = await shop.counting(() => shop.handle(events));
  expect(Object.keys(again).filter((route) => !/^GET |\/graphql$/.test(route))).toEqual([]);
  expect((await recordOf(shop)).match(/title “/g)).toHaveLength(2);
});

test("what somebody else marks with a thumb is carried out all the same", async () => {
  const shop = await withItem(stage);
  const made = (await shop.only("bob", `POST REPO/issues/${shop.pia}/comments`, {
    body: `/pia edit #${shop.item} "Limit retries"`,
  })) as { readonly id: number };
  await shop.only("carol", `POST REPO/issues/comments/${made.id}/reactions`, { content: "+1" });
  await shop.quiet();
  expect((await shop.issue(shop.item)).title).toBe("Limit retries");
});
