/** Which lines of a comment are commands. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMAND_NAMES } from "#src/command/list.ts";
import { addedCommands, parseCommands } from "#src/command/parse.ts";

function found(body: string): string[] {
  return parseCommands(body, COMMAND_NAMES).map(({ line, name, word, rest }) =>
    `${line} ${name ?? `?${word}`} ${rest}`.trim(),
  );
}

describe("a line is a command", () => {
  const commands: readonly [string, string, string[]][] = [
    ["at its start, with its number", "hello\n/pia status\n", ["2 status"]],
    ["among text that belongs to the same paragraph", "We saw it.\n/pia started 14:05\nand then", ["2 started 14:05"]],
    [
      "several times in one comment",
      "/pia started 14:05\n/pia mitigated 14:40",
      ["1 started 14:05", "2 mitigated 14:40"],
    ],
    ["with Windows line ends", "x\r\n/pia confirm\r\n", ["2 confirm"]],
    ["in any case", "/PIA Accept #1", ["1 accept #1"]],
    ["alone, as a question for help", "/pia", ["1 help"]],
    ["with up to three spaces before it", "   /pia help", ["1 help"]],
    ["after a fence that is closed", "```\n/pia no\n```\n/pia status", ["4 status"]],
    ["with an unknown word", "/pia acept #1", ["1 ?acept #1"]],
    ["after a hidden comment", "<!-- note -->\n\n/pia status", ["3 status"]],
  ];
  test.each(commands)("%s", (_, body, expected) => {
    expect(found(body)).toEqual(expected);
  });
});

describe("a line is no command", () => {
  const others: readonly [string, string][] = [
    ["in a backtick fence", "```\n/pia status\n```"],
    ["in a tilde fence", "~~~\n/pia status\n~~~"],
    ["in a fence that is never closed", "```sh\n/pia status"],
    ["in a fence of four with three inside", "````\n```\n/pia status\n```\n````"],
    ["in indented code", "text\n\n    /pia status"],
    ["in a quote", "> /pia status"],
    ["in a hidden comment", "<!--\n/pia status\n-->"],
    ["in inline code over two lines", "`a\n/pia status`"],
    ["in the middle of a line", "please /pia status"],
    ["as a longer word", "/piano status\n/pia-status"],
    ["in a list item", "- /pia status"],
  ];
  test.each(others)("%s", (_, body) => {
    expect(found(body)).toEqual([]);
  });
});

test("an unknown word comes with the nearest spelling", () => {
  expect(parseCommands("/pia mitigatd 14:00\n/pia frobnicate", COMMAND_NAMES).map((one) => one.suggestion)).toEqual([
    "mitigated",
    null,
  ]);
});

test("an edit acts only on what it added", () => {
  const before = "/pia note 14:05 a\n/pia status";
  const after = "/pia note 14:00 first\n/pia note 14:05 a\n/pia status\n/pia status";
  expect(addedCommands(before, after, COMMAND_NAMES).map(({ line, written }) => `${line} ${written}`)).toEqual([
    "1 /pia note 14:00 first",
    "4 /pia status",
  ]);
  expect(addedCommands(before, before, COMMAND_NAMES)).toEqual([]);
});

test("any text is read, and quickly", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("/pia ", "\n", "`", "~", ">", "<!--", "-->", " ", "add", '"', "“", ":") }),
      (body) => {
        for (const { line } of parseCommands(body, COMMAND_NAMES))
          expect(body.split("\n").length).toBeGreaterThanOrEqual(line);
      },
    ),
  );
  const started = performance.now();
  for (const piece of ['/pia add “a" ', "`", "[", "*_", "<!-- ", "> ", "/pia status\n", "_*a "]) {
    parseCommands(piece.repeat(65_536 / piece.length), COMMAND_NAMES);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});
