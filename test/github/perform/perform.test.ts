/** Several effects at once: order, one failure among others, a limit that ends the round. */
import { expect, test } from "vitest";
import type { Effect } from "#src/effect/effect.ts";
import { api, connect, expectEveryRequest, shop, SHOP } from "#test/github/wire.ts";

expectEveryRequest();

const react = (commentId: number): Effect => ({
  kind: "ensure-reaction",
  repository: shop,
  commentId,
  content: "eyes",
});
const answers = (commentId: number, status: number, headers = {}) =>
  api().post(`${SHOP}/issues/comments/${commentId}/reactions`).reply(status, { message: "no" }, headers);

test("nothing to do asks nothing", async () => {
  expect(await connect().perform([])).toEqual([]);
});

test("effects are performed in order", async () => {
  answers(1, 201);
  answers(2, 200);
  expect((await connect().perform([react(1), react(2)])).map(({ outcome }) => outcome)).toEqual(["done", "held"]);
});

test("one that fails hides no outcome of the others", async () => {
  answers(1, 201);
  answers(2, 502);
  answers(3, 404);
  await expect(connect().perform([react(1), react(2), react(3)])).rejects.toMatchObject({
    name: "EffectsUnfinished",
    performed: [
      { effect: react(1), outcome: "done" },
      { effect: react(3), outcome: "refused" },
    ],
    unfinished: [react(2)],
    retryAt: null,
  });
});

test("a limit ends the round: what follows is not tried", async () => {
  answers(1, 429, { "retry-after": "90" });
  await expect(connect().perform([react(1), react(2)])).rejects.toMatchObject({
    performed: [],
    unfinished: [react(1), react(2)],
    retryAt: 1090,
  });
});

test("a token that is not accepted is no refusal of one effect", async () => {
  answers(1, 401);
  await expect(connect().perform([react(1)])).rejects.toMatchObject({ unfinished: [react(1)] });
});
