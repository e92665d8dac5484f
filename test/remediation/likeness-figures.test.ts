/** How many of the incidents that belong together are found by their words, and how many others: thirty-four made-up ones, labelled before any rule was tried on them. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
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
  const pairs = ROWS.flatMap((one, index) => ROWS.slice(index + 1).map((other) => ({ one, other })));
  const alike = pairs.filter(({ one, other }) => one.words.filter((word) => other.words.includes(word)).length >= 2);
  const isRight = ({ one, other }: (typeof pairs)[number]) => one.group === other.group && one.group !== "none";
  expect(pairs.filter(isRight)).toHaveLength(27);
  expect([alike.filter(isRight).length, alike.length]).toEqual([13, 15]);
});
