/** What is cut off for the parser: counted in marks and levels, not by the clock; and nothing of what people write. */
import { describe, expect, it, test } from "vitest";
import { abysses, DEEPEST_MARKS, withoutAbyss, withoutSwarm } from "#src/markdown/bounded-text.ts";
import {
  type MarkdownDocument,
  parseBlocks,
  parseBlocksAndTables,
  parseLinks,
  parseMarkdown,
} from "#src/markdown/parse-markdown.ts";
import { readTables } from "#src/markdown/tables.ts";
import { readTasks } from "#src/markdown/task-list.ts";

const LENGTH = 65_536;
const fill = (part: string) => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);

const PARSERS = { parseBlocks, parseBlocksAndTables, parseLinks, parseMarkdown };

function depthOf({ tree }: MarkdownDocument): number {
  let depth = 0;
  let deepest = 0;
  tree.iterate({
    enter: () => {
      depth += 1;
      deepest = Math.max(deepest, depth);
    },
    leave: () => {
      depth -= 1;
    },
  });
  return deepest;
}

describe.each(Object.entries(PARSERS))("%s", (_name, parse) => {
  it.each(["> ", "1. ", "- ", "> - ", "- > ", ">", " > ", "2) > "])(
    "opens a bounded number of levels in 64 KB of %j",
    (part) => {
      // A list is two levels: itself and its item; the outermost and the paragraph come on top.
      expect(depthOf(parse(fill(part)))).toBeLessThanOrEqual(2 * DEEPEST_MARKS + 4);
    },
  );
});

describe("the parser sees a bounded number of marks", () => {
  const count = (text: string, mark: RegExp) => text.match(mark)?.length ?? 0;
  it.each(["[", "[a](b ", "![", "[[\n", "> [a](\n"])("of brackets in 64 KB of %j", (part) => {
    expect(count(withoutSwarm(fill(part)), /\[/g)).toBeLessThanOrEqual(1_000);
  });
  it.each(["*_", "****", "_a*", "*a **b ", "*_\n", "> *_\n", "|*_\n"])("of emphasis in 64 KB of %j", (part) => {
    expect(count(withoutSwarm(fill(part)), /[*_]/g)).toBeLessThanOrEqual(4_000);
  });
});

describe("no character moves, and line breaks stay", () => {
  it.each(["> ", "1. ", "[a](b ", "*_", "*_\n", "[\n", "é[😀_"])("in 64 KB of %j", (part) => {
    const text = fill(part);
    for (const bounded of [withoutAbyss(text), withoutSwarm(text)]) {
      expect(bounded).toHaveLength(text.length);
      expect([...bounded].filter((one) => one === "\n")).toHaveLength(text.split("\n").length - 1);
    }
  });
});

test("what people write is the same text", () => {
  const deep = `${"> ".repeat(DEEPEST_MARKS)}a reply to a reply\n`;
  const text = `${deep}${"- [x] **done** by [a](https://a.example), _soon_\n".repeat(1_200)}`;
  expect(withoutAbyss(text)).toBe(text);
  expect(withoutSwarm(text)).toBe(text);
});

test("boxes beyond the bound are read where each stands in an item of its own, cells of a table by rows", () => {
  expect(readTasks(parseMarkdown("- [ ] [a](b)\n".repeat(1_500)))).toHaveLength(1_500);
  const rows = readTables(parseMarkdown(`| a | b |\n|---|---|\n${"| [x](y) | *z* |\n".repeat(3_000)}`))[0]!.rows;
  expect(rows).toHaveLength(3_000);
  expect(rows.every(({ cells }) => cells.length === 2)).toBe(true);
});

test("each line that is cut is named once", () => {
  const text = `a\n${"> ".repeat(70)}b\n\n${"- ".repeat(65)}c\n`;
  expect(abysses(text).map(({ from, to }) => [text.slice(0, from).split("\n").length, text[to]])).toEqual([
    [2, "\n"],
    [4, "\n"],
  ]);
});
