/** Which texts close which issues. */
import { expect, test } from "vitest";
import { closingReferences } from "./closing-keywords.ts";

const here = (...numbers: number[]) => numbers.map((number) => ({ owner: null, name: null, number }));
const there = (number: number) => [{ owner: "acme", name: "shop", number }];

test.each([
  ["Fixes #1", here(1)],
  [
    "close #1, closes #2, closed #3, fix #4, fixed #5, resolve #6, resolves #7, resolved #8",
    here(1, 2, 3, 4, 5, 6, 7, 8),
  ],
  ["CLOSES: #10", here(10)],
  ["Fixes #1, #2 and #3", here(1)],
  ["Fixes #1 and fixes #1", here(1)],
  ["fixes acme/shop#4", there(4)],
  ["resolves https://github.com/acme/shop/issues/4", there(4)],
  ["Prefixes #1", []],
  ["fixing #1", []],
  ["fixes#1", []],
  ["fixes 1", []],
  ["See #1", []],
  ["`fixes #1` and <!-- fixes #2 -->", []],
  ["```\nfixes #1\n```\nfixes #2", here(2)],
  ["fixes\n#1", here(1)],
])("%j closes what it should", (text, expected) => {
  expect(closingReferences(text)).toEqual(expected);
});
