/** Five whys in the forms in which people write them, and what is said about them. */
import { describe, expect, it, test } from "vitest";
import { checkWhys, type CheckedWhy } from "#src/analysis/check-whys.ts";
import { findActions } from "#src/analysis/find-actions.ts";
import { readWhyTree, type WhyNode } from "#src/analysis/why-tree.ts";
import { readOutline } from "#src/markdown/outline.ts";

const nested = ({ question, text, children }: WhyNode): unknown[] => [question, text, ...children.map(nested)];
const tree = (text: string) => readWhyTree(readOutline(`## Five whys\n\n${text}`)).map(nested);

const FULL = ["Why did it break?", "The pool was full.", ["Why was it full?", "No limit."]];

describe("forms", () => {
  const forms: readonly (readonly [string, string, unknown])[] = [
    [
      "nested items",
      "- It broke\n  - because A\n    - because B\n  - because C\n",
      [[null, "It broke", [null, "A", [null, "B"]], [null, "C"]]],
    ],
    [
      "questions with nested answers",
      "- Why did it break?\n  - The pool was full.\n    - Why was it full?\n      - No limit.\n",
      [FULL],
    ],
    [
      "bold questions between nested items",
      "- It broke.\n\n  **Why did it break?**\n\n  - The pool was full.\n\n    **Why was it full?**\n\n    - No limit.\n",
      [[null, "It broke.", FULL]],
    ],
    ["a numbered list", "1. Why did it break? The pool was full.\n2. Why was it full? Because no limit.\n", [FULL]],
    [
      "a numbered list of statements",
      "1. It broke.\n2. Full.\n3. No limit.\n",
      [[null, "It broke.", [null, "Full.", [null, "No limit."]]]],
    ],
    [
      "answers on the next line",
      "1. Why did it break?\n   The pool was full.\n2. Why was it full?\n\n   No limit.\n",
      [FULL],
    ],
    ["headings", "### Why did it break?\n\nThe pool\nwas full.\n\n### Why was it full?\n\nNo limit.\n", [FULL]],
    ["sentences", "Why did it break? The pool was full.\nWhy was it full? Because no limit.\n", [FULL]],
    [
      "bold paragraphs",
      "**Why did it break?**\n\nBecause the pool was full.\n\n**Why was it full?**\n\nNo limit.\n",
      [FULL],
    ],
    [
      "a table",
      "| # | Why | Answer |\n|-|-|-|\n| 1 | Why did it break? | The pool was full. |\n| 2 | Why was it full? | No limit. |\n",
      [FULL],
    ],
    ["the empty template", "- Why …?\n  - Because …\n    - Because …\n", []],
  ];
  it.each(forms)("%s", (_name, text, wanted) => expect(tree(text)).toEqual(wanted));

  test("only in their section, and with their lines", () => {
    const roots = readWhyTree(
      readOutline("# A\n\n- Why not?\n\n## The 5 Whys\n\n- It broke\n  - because A\n\n## Next\n\n- x\n"),
    );
    expect(roots.map(({ line, children }) => [line, children[0]!.line])).toEqual([[7, 8]]);
  });
});

describe("checks", () => {
  const remarks = (whys: string, actions = "") => {
    const outline = readOutline(`## Five whys\n\n${whys}\n## Action items\n\n${actions}`);
    const flat = ({ remarks: own, children }: CheckedWhy): string[] => [...own, ...children.flatMap(flat)];
    return checkWhys(readWhyTree(outline), findActions(outline)).flatMap(flat);
  };

  test.each([
    ["a person", "- It broke\n  - The engineer forgot it\n", "", /stops at a person/],
    ["a person in the passive", "- It broke\n  - It was deemed fine by the developer\n", "", /stops at a person/],
    ["nothing to do", "- It broke\n  - The connection pool had no upper limit\n", "", /Nothing is planned/],
    ["no answer", "- It broke\n  - Why did it break?\n", "", /no answer yet/],
    ["a single line", "- It broke\n  - a → #1\n    - b → #2\n", "", /one line of whys only/],
  ])("%s", (_name, whys, actions, wanted) => {
    expect(remarks(whys, actions).join("\n")).toMatch(wanted);
  });

  test.each([
    [
      "an item shares its words",
      "- It broke\n  - The connection pool had no upper limit\n",
      "- Give the connection pool an upper limit\n",
    ],
    ["a reference answers it", "- It broke\n  - The pool had no limit → #12\n", ""],
    ["a reason answers it", "- It broke\n  - The provider was down: no action, because we accept an hour a year\n", ""],
    ["two branches", "- It broke\n  - a → #1\n    - b → #2\n  - c → #3\n", ""],
  ])("quiet when %s", (_name, whys, actions) => expect(remarks(whys, actions)).toEqual([]));
});
