/** How a command's words and options are read. */
import { describe, expect, test } from "vitest";
import { splitWords } from "#src/command/words.ts";

const KEYS = ["owner", "due", "reason", "done-when"];

describe("words and options", () => {
  const cases: readonly [string, string, { words: string[]; options?: Record<string, string> }][] = [
    [
      "options stand in any order",
      'due:14d "Cap retries" owner:@a',
      { words: ["Cap retries"], options: { due: "14d", owner: "@a" } },
    ],
    [
      "values with spaces stand in quotation marks",
      'reason:"it is late"',
      { words: [], options: { reason: "it is late" } },
    ],
    [
      "a quotation mark is escaped",
      String.raw`reason:"say \"no\" \\ twice"`,
      { words: [], options: { reason: String.raw`say "no" \ twice` } },
    ],
    [
      "typographic marks are understood",
      "“Cap retries” reason:“it is late”",
      { words: ["Cap retries"], options: { reason: "it is late" } },
    ],
    ["German ones too", "„Cap retries“", { words: ["Cap retries"] }],
    [
      "straight marks keep typographic ones inside",
      'reason:"the “fast” path"',
      { words: [], options: { reason: "the “fast” path" } },
    ],
    ["a mark that a phone turned at the end is forgiven", 'reason:"late”', { words: [], options: { reason: "late" } }],
    ["a space after the colon is forgiven", "due: 14d", { words: [], options: { due: "14d" } }],
    [
      "keys are the same in upper case and with underscores",
      "Done_When:x",
      { words: [], options: { "done-when": "x" } },
    ],
    [
      "other words with colons are words",
      "see https://x.test/a:b at 14:05 note: done",
      { words: ["see", "https://x.test/a:b", "at", "14:05", "note:", "done"] },
    ],
    ["nothing is nothing", "", { words: [] }],
  ];
  test.each(cases)("%s", (_, rest, expected) => {
    expect(splitWords(rest, KEYS)).toEqual({ options: {}, problems: [], ...expected });
  });

  const problems: readonly [string, string, string][] = [
    ["a mistyped option", "ower:@a", "`ower:` is not an option here; did you mean `owner:`?"],
    ["an option without a value", "x due:", "`due:` has no value"],
    ["an option whose value is another option", "due: owner:@a", "`due:` has no value"],
    ["an option that is given twice", "due:1d due:2d", "`due:` is given twice"],
    ["a mark that is never closed", 'reason:"it is late', "the quotation mark before `it is late` is not closed"],
  ];
  test.each(problems)("%s is named", (_, rest, problem) => {
    expect(splitWords(rest, KEYS).problems).toEqual([problem]);
  });

  test("a line of sixty thousand characters is refused, not waited for", () => {
    const started = performance.now();
    expect(splitWords('“a" '.repeat(16_000), KEYS).problems).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(500);
  });
});
