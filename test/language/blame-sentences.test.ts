/** Sentences about causes that point at people, and such that do not: 128 of our own, each labelled before the check saw it. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkLanguage } from "#src/language/check-language.ts";
import { readOutline } from "#src/markdown/outline.ts";

const TEXT = readFileSync(new URL("../fixtures/blame-sentences.tsv", import.meta.url), "utf8");
const ROWS = TEXT.trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => {
    const [judged = "", , sentence = ""] = line.split("\t");
    return { judged, sentence };
  });

const isFound = (sentence: string) => checkLanguage(readOutline(`## Root cause\n\n- ${sentence}\n`)).length > 0;
const of = (kind: string) => ROWS.filter(({ judged }) => judged === kind).map(({ sentence }) => sentence);

/** What no phrase can tell from innocent words without understanding them. */
const BEYOND_WORDS = [
  "They were warned twice and did nothing.",
  "The on-call person was asleep.",
  "The support agent gave the customer false information.",
  "The product manager pushed for the date against all advice.",
  "The customer success manager promised something that does not exist.",
];

describe("of 64 and 64 sentences", () => {
  test("those that point at people are found, but for five", () => {
    expect(of("blame")).toHaveLength(64);
    expect(of("blame").filter((sentence) => !isFound(sentence))).toEqual(BEYOND_WORDS);
  });

  test("no other is found, not even as a hint", () => {
    expect(of("fine")).toHaveLength(64);
    expect(of("fine").filter((sentence) => isFound(sentence))).toEqual([]);
  });
});
