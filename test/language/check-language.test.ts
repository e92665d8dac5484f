/** Phrases that point at people: each one's own examples, where they count, and how they are said. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { checkLanguage } from "#src/language/check-language.ts";
import { PHRASES } from "#src/language/phrases.ts";
import { languageReference } from "#src/language/reference.ts";
import { readOutline } from "#src/markdown/outline.ts";

const check = (text: string) => checkLanguage(readOutline(text));
const inSection = (within: readonly string[] | undefined, text: string) =>
  check(within === undefined ? `${text}\n` : `## ${TITLES[within[0]!]}\n\n- ${text}\n`);

const TITLES: Readonly<Record<string, string>> = { actions: "Action items", cause: "Root cause" };

const FINDS = PHRASES.flatMap((phrase) => phrase.finds.map((text) => ({ id: phrase.id, phrase, text })));
const LEAVES = PHRASES.flatMap((phrase) => phrase.leaves.map((text) => ({ id: phrase.id, phrase, text })));

describe("the list", () => {
  it.each(FINDS)("$id finds: $text", ({ phrase, text }) => {
    const found = inSection(phrase.within, text);
    expect(found.map((finding) => finding.class)).toContain(phrase.class);
    expect(found.map(({ suggestion }) => suggestion)).toContain(phrase.suggestion);
  });

  it.each(LEAVES)("$id leaves alone: $text", ({ phrase, text }) => {
    expect(inSection(phrase.within, text).map(({ suggestion }) => suggestion)).not.toContain(phrase.suggestion);
  });

  test("has a name, a reason and an example for each phrase, and no name twice", () => {
    expect(new Set(PHRASES.map(({ id }) => id)).size).toBe(PHRASES.length);
    for (const { finds, leaves, reason } of PHRASES)
      expect([finds.length > 0, leaves.length > 0, reason.length > 20]).toEqual([true, true, true]);
  });
});

describe("whose words they are", () => {
  const quiet = [
    ["code", "The log says `the engineer forgot it`.\n"],
    ["a fence", "```\nthe engineer forgot it\n```\n"],
    ["a quote", "> The engineer forgot it.\n"],
    ["quotation marks", 'A rule: "the engineer forgot it" is no cause.\n'],
    ["a hidden comment", "<!-- The engineer forgot it. -->\n\nx <!-- the engineer forgot it --> y\n"],
    ["a link's target", "[x](https://a.example/the-engineer-forgot)\n"],
    ["a chat log", "## Chat log\n\n- 10:00 alice: the engineer forgot it\n"],
    ["a thing", "The operator pod forgot its lease. The test failed to catch it. The cache missed the key.\n"],
    ["another clause", "The team saw that the pods failed to stop.\n"],
  ] as const;
  it.each(quiet)("not in %s", (_name, text) => expect(check(text)).toEqual([]));

  test("in a timeline every finding is a hint", () => {
    const of = (title: string) => check(`## ${title}\n\n- The engineer forgot it.\n`).map(({ severity }) => severity);
    expect([of("Timeline"), of("Root cause"), of("What went poorly")]).toEqual([["info"], ["warning"], ["warning"]]);
  });

  test("precautions count where something is to be done", () => {
    expect(check("## Action items\n\n- Be more careful\n")).toHaveLength(1);
    expect(check("## Chat\n\nI looked again, just to be careful.\n")).toEqual([]);
  });

  test("self-blame is met kindly", () => {
    const [own] = check("## Cause\n\nI forgot to rotate the key.\n");
    const [other] = check("## Cause\n\nThe engineer forgot to rotate the key.\n");
    expect(own!.message).toContain("you deserve the same fairness");
    expect(other!.message).not.toContain("you deserve");
  });
});

test("a finding names its line, also within a paragraph, and the words with their subject", () => {
  const [finding] = check("# A\n\nAll was well until\nthe developer on call simply forgot to look.\n");
  expect(finding).toMatchObject({ line: 4, class: "omission", match: "developer on call simply forgot" });
});

test("one stretch of text is found once", () => {
  expect(check("The engineer clearly forgot it.\n")).toHaveLength(1);
});

test("the documentation is up to date", () => {
  const file = new URL("../../docs/language.md", import.meta.url);
  expect(existsSync(file) && readFileSync(file, "utf8")).toBe(languageReference());
});
