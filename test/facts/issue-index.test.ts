/** The index of issues: equal names in any case, other repositories apart, the order of the list kept. */
import { expect, test } from "vitest";
import { indexByIssue } from "#src/facts/issue-index.ts";

const SHOP = { owner: "acme", repo: "shop" };
const ENTRIES = [
  { name: "first", issue: { ...SHOP, number: 7 } },
  { name: "elsewhere", issue: { owner: "acme", repo: "other", number: 7 } },
  { name: "second", issue: { owner: "Acme", repo: "Shop", number: 7 } },
  { name: "left out", issue: null },
];

test("finds all entries of an issue in their order, whatever the case of its name", () => {
  const index = indexByIssue(ENTRIES, ({ issue }) => issue);
  const names = (owner: string, repo: string, number: number) =>
    index.of({ owner, repo, number }).map(({ name }) => name);
  expect(names("acme", "shop", 7)).toEqual(["first", "second"]);
  expect(names("ACME", "SHOP", 7)).toEqual(["first", "second"]);
  expect(names("acme", "other", 7)).toEqual(["elsewhere"]);
  expect(names("acme", "shop", 8)).toEqual([]);
  expect(names("eve", "shop", 7)).toEqual([]);
});
