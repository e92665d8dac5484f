/** Which answers are kept, whose they are, and how much at most. */
import { expect, test } from "vitest";
import { openAnswerCache } from "#src/github/answer-cache.ts";
import type { Answer, Call } from "#src/github/client.ts";

const call = (path: string, parameters = {}): Call => ({ source: path, route: `GET ${path}`, parameters });
const answer = (data: unknown, headers = {}): Answer => ({ status: 200, data, headers: { etag: '"1"', ...headers } });

test("an answer is found again by the same call of the same installation only", () => {
  const cache = openAnswerCache();
  cache.of(1).keep(call("/a", { ref: "x" }), answer("A"));
  expect(cache.of(1).find(call("/a", { ref: "x" }))).toMatchObject({ tag: '"1"', answer: { data: "A" } });
  expect(cache.of(1).find(call("/a", { ref: "y" }))).toBeUndefined();
  expect(cache.of(2).find(call("/a", { ref: "x" }))).toBeUndefined();
});

test.each([
  ["without a tag", call("/a"), answer("A", { etag: undefined })],
  ["with further pages, whose number the tag does not cover", call("/a"), answer("A", { link: '<x>; rel="next"' })],
  ["to a write", { ...call("/a"), route: "POST /a" }, answer("A")],
  ["in a form of its own", call("/a", { headers: { accept: "diff" } }), answer("A")],
])("an answer %s is not kept", (_name, asked, given) => {
  const cache = openAnswerCache().of(1);
  cache.keep(asked, given);
  expect(cache.find(asked)).toBeUndefined();
});

test("the answer that was used longest ago goes first, by number and by size", () => {
  const byNumber = openAnswerCache({ entries: 2, size: 1_000 }).of(1);
  byNumber.keep(call("/a"), answer("A"));
  byNumber.keep(call("/b"), answer("B"));
  byNumber.find(call("/a"));
  byNumber.keep(call("/c"), answer("C"));
  expect(["/a", "/b", "/c"].map((path) => byNumber.find(call(path)) !== undefined)).toEqual([true, false, true]);
  const bySize = openAnswerCache({ entries: 9, size: 20 }).of(1);
  bySize.keep(call("/a"), answer("x".repeat(12)));
  bySize.keep(call("/b"), answer("x".repeat(12)));
  expect(bySize.find(call("/a"))).toBeUndefined();
  expect(bySize.find(call("/b"))).toBeDefined();
});
