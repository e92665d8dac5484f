/** Texts that nobody writes on purpose, or somebody does: every analysis answers, in time that grows as the text does. */
import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { analyzeReport } from "#src/analysis/analyze-report.ts";
import { reportRemarks } from "#src/analysis/report-remarks.ts";
import { anyText } from "#test/support/any-text.ts";

const LENGTH = 65_536;
const fill = (part: string, length = LENGTH) => part.repeat(Math.ceil(length / part.length)).slice(0, length);

const PARTS: Readonly<Record<string, string>> = {
  "nested quotes": "> ",
  "nested items": "1. ",
  "quotes in items": "- > ",
  brackets: "[",
  links: "[a](b ",
  "link targets": "](",
  "emphasis marks": "*_",
  "back ticks": "`a``",
  bars: "| ",
  bullets: "- a\n",
  "hidden comments": "x <!-- ",
  tags: "<a ",
  details: "<details>\n- 10:00 a\n",
  "white space": " ",
  "line breaks": "\n",
  "carriage returns": "a\r\n",
  "no-break spaces": "\u00a0",
  "right to left": "\u202eאב 10:00\n",
  "dated headings": "## 2021-01-01 10:00 a\n",
  underlines: "a\n---\n",
  digits: "1",
  times: "- 10:00 a\n",
  "times in one line": "10:00 ",
  ranges: "10:00 - ",
  months: "Jan 1 ",
  whys: "## Five whys\n- why?\n",
  items: "## Action items\n- Add x #1\n",
  subjects: "we ",
  findings: "we forgot ",
  "human errors": "human error ",
  backslashes: "\\",
  entities: "&amp",
  addresses: "http://",
  claims: "downtime: 1h ",
  "broken tables": "| 10:00 | a |\n",
  labels: "**Timeline:**\n\n",
  hyphens: "a-",
  operators: "operator ",
  plans: "We will also ",
  doers: "Networks to ",
  signatures: "Posted Mar 14, 2024 - 16:42 UTC\n",
  "seconds since 1970": "1709546400 ",
  "relative times": "T+5m x\n\n",
  fields: "- **a**\n  - Owner: b\n",
  "what would have been": "had the engineer ",
  quotations: '"',
};
const HEADS = ["", "# 2021-01-01\n\n## Timeline\n\n", "## Five whys\n\n", "## Action items\n\n"];

describe("64 KB of one thing", () => {
  // Far above what any needs alone (under 0.3 s), far below what a quadratic reading would take on a busy machine.
  it.each(Object.keys(PARTS))("%s", { timeout: 15_000 }, (name) => {
    const text = HEADS.map((head) => head + fill(PARTS[name]!, LENGTH / HEADS.length)).join("\n\n");
    const started = performance.now();
    expect(analyzeReport("report.md", text).completeness.length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

test("10,000 bullets are 10,000 entries", () => {
  const lines = Array.from({ length: 10_000 }, (_unused, index) => `- 10:${String(index % 60).padStart(2, "0")} a\n`);
  expect(analyzeReport("-", `# 2021-01-01\n\n## Timeline\n\n${lines.join("")}`).timeline).toHaveLength(10_000);
});

test("an empty text gets a useful remark", () => {
  const words = reportRemarks(analyzeReport("-", "")).map(({ message }) => message);
  expect(words).toContain("Begin with two or three sentences for somebody who was not there.");
});

test("an unclosed fence hides what is in it, not what is before it", () => {
  const text = "# 2021-01-01\n\n## Timeline\n\n- 10:00 a\n- 10:10 b\n\n```\n- 10:20 c\n";
  expect(analyzeReport("-", text).timeline.map(({ line }) => line)).toEqual([5, 6]);
});

const fragment = fc.constantFrom(
  "# A\n",
  "## Timeline\n\n",
  "## Five whys\n",
  "## Action items\n\n",
  "- 10:00 x\n",
  "  - 2021-02-30 25:00 y\n",
  "| Time | Event |\n|---|---|\n| 10:00 | a |\n",
  "| 10:00 |\n",
  "**Timeline:**\n",
  "> 10:00 q\n",
  "```\n",
  "<!-- ",
  "-->",
  "<details>",
  "\r\n",
  "\u00a0",
  "\u202e",
  "\ud800",
  "T+5m ",
  "Why? Because ",
  "TTD: 5m\n",
  "we forgot ",
  "`",
  "[a](",
  "---\ntitle: x\n---\n",
);

test("any text gets an answer, every line is one of the text, and a second reading says the same", () => {
  const text = fc.array(fc.oneof(fragment, anyText({ maxLength: 8 })), { maxLength: 30 });
  fc.assert(
    fc.property(text, (parts) => {
      const report = parts.join("");
      const analysis = analyzeReport("report.md", report);
      const last = report.split("\n").length;
      for (const { line } of reportRemarks(analysis)) expect(line >= 1 && line <= last).toBe(true);
      for (const { line, at } of analysis.timeline) {
        expect(line >= 1 && line <= last).toBe(true);
        expect(at === null || /^\d{4,}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?)?$/.test(at)).toBe(true);
      }
      expect(analyzeReport("report.md", report)).toEqual(analysis);
    }),
    { numRuns: 300 },
  );
});

test("lines are the same with carriage returns", () => {
  const report =
    "# 2021-01-01\n\n## Timeline\n\n- 10:00 a\n- 10:10 b\n\n## Cause\n\nWe\nforgot it.\n\n## Next steps\n\n- Add x\n";
  const lines = (text: string) => {
    const { timeline, language, actions } = analyzeReport("-", text);
    return [timeline, language, actions].map((list) => list.map(({ line }) => line));
  };
  expect(lines(report.replaceAll("\n", "\r\n"))).toEqual(lines(report));
  expect(lines(report)).toEqual([[5, 6], [11], [15]]);
});
