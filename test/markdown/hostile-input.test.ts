import { describe, expect, it } from "vitest";
import { escapeCell } from "#src/markdown/escape.ts";
import { readLists } from "#src/markdown/list-tree.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { plainLines } from "#src/markdown/plain-lines.ts";
import { readReferences } from "#src/markdown/references.ts";
import { readSections } from "#src/markdown/sections.ts";
import { readTables } from "#src/markdown/tables.ts";
import { readTasks } from "#src/markdown/task-list.ts";

const LENGTH = 65_536;
const fill = (part: string) => part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);

const TEXTS: Readonly<Record<string, string>> = {
  "nested quotes": fill("> "),
  brackets: fill("["),
  links: fill("[a](b "),
  emphasis: fill("*a _b "),
  "back ticks": fill("`a``"),
  bars: fill("| "),
  "a table of nothing": `|a|\n|-|\n${fill("||\n")}`,
  bullets: fill("- a\n"),
  tasks: fill("- [ ] #1\n"),
  "nested bullets": fill("- "),
  numbers: fill("1. "),
  hashes: fill("#"),
  references: fill("#1 "),
  slashes: fill("a/b"),
  addresses: fill("https://a/b/c/issues/1 "),
  "comments that do not end": fill("<!-- "),
  "tags that do not end": fill("<a "),
  details: fill("<details>\n#1\n"),
  "white space": fill(" "),
  "line breaks": fill("\n"),
  "carriage returns": fill("a\r\n"),
  tildes: fill("~~a~"),
  underscores: fill("_a"),
  ampersands: fill("&amp"),
  backslashes: fill("\\"),
  "at signs": fill("@a"),
  "an unclosed fence": `\`\`\`\n${fill("#1\n")}`,
  "right to left": fill("\u202eאב #1\n"),
  headings: fill("# a\n"),
  underlines: fill("a\n---\n"),
  digits: fill("1"),
};

describe("hostile input of 64 KB", () => {
  // Far above what any of them needs (under 0.2 s), far below what a quadratic reading would take.
  it.each(Object.keys(TEXTS))("does not hang any reader: %s", { timeout: 5_000 }, (name) => {
    const text = TEXTS[name]!;
    const document = parseMarkdown(text);
    const started = performance.now();
    readSections(document);
    readTables(document);
    readTasks(document);
    readReferences(document);
    plainLines(document);
    readLists(document, { from: 0, to: text.length });
    expect(escapeCell(text).length).toBeGreaterThanOrEqual(0);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
