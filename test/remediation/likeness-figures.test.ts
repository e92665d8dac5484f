/** How many of the incidents that belong together are found by their words, and how many others: thirty-four made-up ones, labelled before any rule was tried on them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { searchAlike } from "#src/remediation/search-alike.ts";
import { tellingWords } from "#src/remediation/telling-words.ts";

const TEXT = readFileSync(new URL("../fixtures/similar-incidents.tsv", import.meta.url), "utf8");
const ROWS = TEXT.trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [group = "", component = "", title = "", cause = ""] = line.split("\t");
    return { group, words: tellingWords(`${title}\n${cause}`, new Set([component])) };
  });

test("two shared words find about half of what belongs together, and five of six that they name are right", () => {
  const words = ROWS.map((row) => row.words);
  const belong = (one: number, other: number) => ROWS[one]!.group === ROWS[other]!.group && ROWS[one]!.group !== "none";
  const pairs = ROWS.flatMap((_, one) => [...ROWS.keys()].map((other) => [one, other] as const)).filter(
    ([a, b]) => a < b,
  );
  const alike = ROWS.flatMap((row, one) =>
    [...searchAlike(row.words, words).keys()].map((other) => [one, other] as const),
  );
  const named = alike.filter(([one, other]) => one < other);
  expect(pairs.filter(([one, other]) => belong(one, other))).toHaveLength(27);
  expect([named.filter(([one, other]) => belong(one, other)).length, named.length]).toEqual([13, 15]);
});

test("rarer words come first", () => {
  const texts = [
    ["retry", "queue"],
    ["retry", "lease"],
    ["retry", "queue"],
    ["retry", "queue"],
  ];
  const found = searchAlike(["retry", "queue", "lease"], texts);
  expect(Math.max(...[...found.values()].map(({ score }) => score))).toBe(found.get(1)!.score);
  expect(found.get(1)).toMatchObject({ words: ["lease", "retry"] });
});

test.each([
  ["no words", [], [["a", "b"]]],
  ["no texts", ["a", "b"], []],
  ["an empty text", ["a", "b"], [[]]],
  ["a name that every object has", ["constructor", "__proto__"], [["constructor"]]],
])("nothing is like it: %s", (_name, wanted, texts) => {
  expect(searchAlike(wanted, texts).size).toBe(0);
});
