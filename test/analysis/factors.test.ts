/** Trigger apart from causes, kinds as written or suggested, and drawings that no text can break. */
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { factorWords, faultTree, ishikawa, whyDrawing, whyWords } from "#src/analysis/drawings.ts";
import { suggestFactor, writtenFactor } from "#src/analysis/factor-vocabulary.ts";
import { readFactors, type Factors } from "#src/analysis/factors.ts";
import type { WhyNode } from "#src/analysis/why-tree.ts";
import { readOutline } from "#src/markdown/outline.ts";
import { hostileText } from "#test/markdown/hostile-text.ts";

const factorsIn = (text: string) => readFactors(readOutline(text));

const REPORT = `## Contributing factors

### Trigger

*What set it off? It is rarely the cause.*

- The deploy of 05:28

### Causes

*Which conditions made it possible?*

- Config: the pool had no upper limit → #12
- The alert waited for ten minutes → no action, because it would page for nothing
- **Knowledge:** Nobody had written down how to fail over -> https://github.com/acme/shop/issues/3
- …
`;

describe("reading", () => {
  it("keeps the trigger apart, takes written kinds, suggests the others, and leaves out what each leads to", () => {
    expect(factorsIn(REPORT)).toEqual({
      triggers: ["The deploy of 05:28"],
      causes: [
        { line: 13, text: "the pool had no upper limit", kind: "config", stated: true },
        { line: 14, text: "The alert waited for ten minutes", kind: "detection", stated: false },
        { line: 15, text: "Nobody had written down how to fail over", kind: "knowledge", stated: true },
      ],
    });
  });

  it("reads a root cause and a trigger in sections of their own", () => {
    const { triggers, causes } = factorsIn("## Trigger\n\nA certificate expired.\n\n## Root causes\n\n1. No renewal\n");
    expect({ triggers, causes: causes.map(({ text }) => text) }).toEqual({
      triggers: ["A certificate expired."],
      causes: ["No renewal"],
    });
  });

  test.each([
    ["Config: no limit", "config", "no limit"],
    ["(capacity) the disk was full", "capacity", "the disk was full"],
    ["Configuration: x", "config", "x"],
    ["Change control was weak", null, "Change control was weak"],
    ["Because: x", null, "Because: x"],
    ["Config:", null, "Config:"],
  ] as const)("%j is of kind %s", (text, kind, rest) => {
    expect(writtenFactor(text)).toEqual({ kind, text: rest });
  });

  test.each([
    ["No alert fires on a slow queue", "detection"],
    ["The connection pool ran out under load", "capacity"],
    ["The payment provider has no fallback", "dependency"],
    ["A race in the cart parser", "code"],
    ["All regions were deployed at once, without a canary", "change"],
    ["The review checklist does not ask for it", "process"],
    ["The script has no dry run", "tooling"],
    ["The runbook did not say how to drain the queue", "knowledge"],
    ["A switch in the data centre lost power", "environment"],
    ["It just broke", null],
  ] as const)("%j suggests %s", (text, kind) => {
    expect(suggestFactor(text)).toBe(kind);
  });
});

const FACTORS = factorsIn(REPORT);

describe("drawing", () => {
  it("puts causes on the ribs of their kinds, and says the same in words", () => {
    expect(ishikawa("Payments fail (#7)", FACTORS).split("\n")).toEqual([
      "```mermaid",
      "ishikawa-beta",
      "    Payments fail (#35;7)",
      "        Detection",
      "            The alert waited for ten minutes",
      "        Knowledge",
      "            Nobody had written down how to fail over",
      "        Config",
      "            the pool had no upper limit",
      "```",
    ]);
    expect(factorWords(FACTORS).split("\n")).toEqual([
      "- **Set off by:** The deploy of 05:28",
      "- **Detection:** The alert waited for ten minutes *(suggested)*",
      "- **Knowledge:** Nobody had written down how to fail over",
      "- **Config:** the pool had no upper limit",
    ]);
  });

  it("shows that trigger and conditions had to come together", () => {
    expect(faultTree("Payments fail", FACTORS)).toContain(
      '    both --> trigger(["set off by#58; The deploy of 05#58;28"])',
    );
    expect(faultTree("Payments fail", { ...FACTORS, triggers: [] })).toContain("    effect --> made\n");
    expect([ishikawa("x", { causes: [] }), faultTree("x", { triggers: ["y"], causes: [] })]).toEqual(["", ""]);
  });

  it("draws the whys from what users felt down, with open questions", () => {
    const leaf: WhyNode = { line: 3, question: "Why?", text: "", children: [] };
    const roots = [{ line: 1, question: null, text: "Carts failed", children: [leaf] }];
    expect(whyDrawing(roots).split("\n").slice(2, -1)).toEqual([
      '    w0["Carts failed"]',
      '    w1["not answered yet"]',
      "    w0 --> w1",
    ]);
    expect(whyWords(roots)).toBe("- Carts failed\n  - not answered yet");
    expect(whyDrawing([leaf])).toBe("");
  });

  const LABEL = String.raw`(?:[\p{L}\p{N} .,()/…-]|#\d+;)+`;
  const FISH = new RegExp(`^(?: {4}(?!ishikawa)${LABEL}| {8}[A-Z][a-z ]+| {12}(?!ishikawa)${LABEL})$`, "iu");
  const TREE = new RegExp(
    String.raw`^ {4}(?:\w+\["${LABEL}"\]|\w+ --> \w+(?:\["${LABEL}"\]|\(\["${LABEL}"\]\)|\{\{"both"\}\})?|made\{\{"made possible by all of"\}\})$`,
    "u",
  );

  it("takes any text as text: every line keeps its form", () => {
    const kind = fc.constantFrom("code", "config", null);
    const cause = fc.record({ line: fc.constant(1), text: hostileText, kind, stated: fc.boolean() });
    const factors: fc.Arbitrary<Factors> = fc.record({
      triggers: fc.array(hostileText, { maxLength: 2 }),
      causes: fc.array(cause, { minLength: 1, maxLength: 30 }),
    });
    fc.assert(
      fc.property(hostileText, factors, (effect, found) => {
        const fish = ishikawa(effect, found).split("\n");
        expect([fish.slice(0, 2), fish.at(-1)]).toEqual([["```mermaid", "ishikawa-beta"], "```"]);
        for (const line of fish.slice(2, -1)) expect(line).toMatch(FISH);
        const tree = faultTree(effect, found).split("\n");
        const whys = found.causes.map(({ text, line }) => ({ line, question: null, text, children: [] }));
        const drawn = whyDrawing([{ line: 1, question: null, text: effect, children: whys }]).split("\n");
        for (const line of [...tree.slice(2, -1), ...drawn.slice(2, -1)]) expect(line).toMatch(TREE);
      }),
    );
  });
});
