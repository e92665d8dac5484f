/** The whole of what a reader meets: the check run's summary and the job's log, word for word. */
import { describe, expect, test } from "vitest";
import { checkRunText } from "#src/gate/check-run-text.ts";
import { judge } from "#src/gate/judge.ts";
import { plainText } from "#src/gate/plain-text.ts";
import { sentenceMarkdown } from "#src/gate/sentence-markdown.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { factsOf, type Given, item, NOW } from "./facts-of.ts";

const BOTH: Given = {
  items: [item(415, { components: ["search"] }), item(412, { priority: "P2" })],
  paths: ["services/search/query.ts", "services/checkout/cart.ts"],
};
const verdictOf = (change: Given = {}, said: Partial<Verdict> = {}): Verdict => ({
  ...judge(factsOf({ ...BOTH, ...change })).verdict,
  ...said,
});
const summaryOf = (change: Given = {}, said: Partial<Verdict> = {}) => checkRunText(verdictOf(change, said)).summary;

const REASON = "#415 (P0) is open, and no objective is configured, so no budget can permit it.";
const STEPS = [
  "Finish #415 (P0): the pull request that says `Fixes #415` is always allowed, and closing the item lifts this by itself.",
  "Or give search an objective (`slo:` in .github/aftercare.yml), so that a healthy budget can permit merges.",
];
const MINOR = "#412 (P2) is open, and 100% of the budget remains. Nothing holds this back.";
const WAY =
  'If it cannot wait: comment `/pia override reason:"…"`, and somebody with maintain permission, other than the author, answers `/pia approve`.';
const MOMENT = "As of 22 Nov 2026 12:00Z. Time alone does not change this.";
const POLICY = "Policy: .github/aftercare.yml at c0ffee000000 on main";

describe("the summary", () => {
  test("says the reason, each component with its steps, the way through, and by what it was judged", () => {
    expect(summaryOf().split("\n\n")).toEqual([
      `**Blocked.** ${REASON}`,
      `**search** blocks (G7): ${REASON}`,
      "What unblocks it:",
      `- ${STEPS[0]}\n- ${STEPS[1]}`,
      `**checkout** warns (G8): ${MINOR}`,
      WAY,
      `${MOMENT} ${POLICY}.`,
    ]);
  });

  test("in report mode says that nothing is held back, and offers no way through", () => {
    const parts = summaryOf({ config: { mode: "report" } }).split("\n\n");
    expect(parts.slice(0, 3)).toEqual([
      `**Report only, would block.** ${REASON}`,
      "Report mode: this is evaluated and said, and it holds nothing back.",
      `**search** would block (G7, report mode): ${REASON}`,
    ]);
    expect(parts).not.toContain(WAY);
  });

  test("says what softened a block after the component's reason", () => {
    const bump = { paths: ["services/search/package.json"], policy: { bots: "warn" } };
    const parts = summaryOf({ ...bump, pull: { author: { login: "renovate[bot]", type: "Bot" } } }).split("\n\n");
    expect(parts[1]).toBe(`**search** warns (G7): ${REASON} Only a warning for version bumps (\`bots: warn\`).`);
  });

  test("lists the notes, one a line, before the moment", () => {
    const parts = summaryOf({}, { notes: ["One *note*.", "Another\nnote."], urgent: null }).split("\n\n");
    expect(parts.at(-2)).toBe("- One \\*note\\*.\n- Another note.");
    expect(parts.at(-3)).toBe(`**checkout** warns (G8): ${MINOR}`);
  });

  test("is cut at the end of a line, and says how much is missing", () => {
    const notes = Array.from({ length: 4000 }, () => "a note of 29 characters, it is");
    const whole = summaryOf({}, { notes: [] }).length + "\n\n".length + 4000 * 33 - 1;
    const summary = summaryOf({}, { notes });
    const [, kept, missing] = /^(.*)\n\n\(Shortened: (\d+) characters more\.\)$/s.exec(summary)!;
    expect(kept!.length).toBeGreaterThan(59_900);
    expect(kept!.length).toBeLessThanOrEqual(60_000);
    expect(kept).toMatch(/\n- a note of 29 characters, it is$/);
    expect(kept!.length + Number(missing)).toBe(whole);
  });

  test("of just what there is room for is left whole", () => {
    const room = 60_000 - summaryOf({}, { urgent: "" }).length;
    expect(summaryOf({}, { urgent: "x".repeat(room) })).toHaveLength(60_000);
    expect(summaryOf({}, { urgent: "x".repeat(room + 1) })).toMatch(/\(Shortened: \d+ characters more\.\)$/);
  });
});

describe("the log", () => {
  test("says the same on lines of its own, each step below its component", () => {
    expect(plainText(verdictOf())).toBe(
      [
        `Blocked (search and 1 more): ${REASON} Close #415, or fix it here.`,
        `search blocks (G7): ${REASON}`,
        `  - ${STEPS[0]}`,
        `  - ${STEPS[1]}`,
        `checkout warns (G8): ${MINOR}`,
        WAY,
        MOMENT,
        POLICY,
        "",
      ].join("\n"),
    );
  });

  test("names each note as one", () => {
    expect(plainText(verdictOf({}, { notes: ["One.", "Another\nnote."] }))).toContain(
      `${WAY}\nNote: One.\nNote: Another note.\n${MOMENT}\n`,
    );
  });

  test("says nothing of a way through where nothing is held back", () => {
    expect(plainText(verdictOf({ config: { mode: "report" } }))).toContain(`${MINOR}\n${MOMENT}\n`);
  });

  test("says what softened a block after its reason", () => {
    const bump = { paths: ["services/search/package.json"], policy: { bots: "warn" } };
    const log = plainText(verdictOf({ ...bump, pull: { author: { login: "dependabot[bot]", type: "Bot" } } }));
    expect(log).toContain(`\nsearch warns (G7): ${REASON} Only a warning for version bumps (\`bots: warn\`).\n`);
  });

  test("says by which defaults a repository without a file is judged", () => {
    expect(plainText(verdictOf({ policyFacts: { sha: null } }))).toContain(
      "\nPolicy: the defaults (no .github/aftercare.yml on main)\n",
    );
  });

  test("says when time changes it", () => {
    const passing = { fails: false, nextChangeAt: NOW + 60 } as const;
    expect(plainText(verdictOf({}, passing))).toContain("As of 22 Nov 2026 12:00Z. Next change 22 Nov 2026 12:01Z.\n");
    expect(plainText(verdictOf({}, { liftsAt: NOW + 60 }))).toContain(
      "As of 22 Nov 2026 12:00Z. Lifts 22 Nov 2026 12:01Z.\n",
    );
  });
});

test.each([
  ["`a` `b`", "`a` `b`"],
  ["*a* `b` *c*", "\\*a\\* `b` \\*c\\*"],
  ["a`b`c", "a`b`c"],
  [" \n ", " "],
  ["", ""],
  ["a \n `b`", "a `b`"],
])("“%s” is written in Markdown as “%s”", (text, written) => {
  expect(sentenceMarkdown(text)).toBe(written);
});
