/** Several effects at once: order, one failure among others, a limit that ends the round. */
import { expect, test } from "vitest";
import type { Effect } from "#src/effect/effect.ts";
import { issue, label } from "#test/github/answers.ts";
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

test("several labels of one issue are one look and one write; those of another issue are not among them", async () => {
  const put = (number: number, name: string): Effect => ({
    kind: "ensure-label",
    issue: { ...shop, number },
    label: name,
  });
  const known = (name: string) => api().get(`${SHOP}/labels/${name}`).reply(200, label(name));
  api()
    .get(`${SHOP}/issues/7`)
    .reply(200, issue(7, { labels: [label("There")] }));
  known("a");
  known("b");
  api()
    .post(`${SHOP}/issues/7/labels`, { labels: ["a", "b"] })
    .reply(200, []);
  api().get(`${SHOP}/issues/8`).reply(200, issue(8));
  known("a");
  api()
    .post(`${SHOP}/issues/8/labels`, { labels: ["a"] })
    .reply(200, []);
  const effects = [put(7, "a"), put(7, "there"), put(7, "b"), put(8, "a")];
  const performed = await connect().perform(effects);
  expect(performed).toEqual(effects.map((effect) => ({ effect, outcome: "done" })));
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

test("what follows on the same issue waits for it, since what is written there last says that all is done; another issue does not", async () => {
  const close = (number: number): Effect => ({
    kind: "set-issue-state",
    issue: { ...shop, number },
    state: "closed",
    reason: "completed",
  });
  const unlabel: Effect = { kind: "remove-label", issue: { ...shop, number: 7 }, label: "open" };
  api().get(`${SHOP}/issues/7`).reply(502, { message: "no" });
  api().get(`${SHOP}/issues/8`).reply(200, issue(8));
  api()
    .patch(`${SHOP}/issues/8`)
    .reply(200, issue(8, { state: "closed" }));
  await expect(connect().perform([unlabel, close(7), close(8)])).rejects.toMatchObject({
    performed: [{ effect: close(8), outcome: "done" }],
    unfinished: [unlabel, close(7)],
    outage: true,
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
