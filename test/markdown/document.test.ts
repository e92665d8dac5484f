import { describe, expect, it } from "vitest";
import { type ListNode, readLists } from "#src/markdown/list-tree.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";
import { plainLines } from "#src/markdown/plain-lines.ts";
import { findSection, normaliseTitle, readSections } from "#src/markdown/sections.ts";
import { readReferences } from "#src/markdown/references.ts";
import { readTables } from "#src/markdown/tables.ts";
import { readTasks } from "#src/markdown/task-list.ts";

describe("sections", () => {
  const text = "intro\n\n## Five Whys\na\n### Deeper\nb\n\nTimeline\n--------\nc\n\n> ## quoted\n\n# Top\n";
  const sections = readSections(parseMarkdown(text));

  it("are found by ATX and setext headings, not in quotes", () => {
    expect(sections.map(({ title, level }) => [title, level])).toEqual([
      ["five whys", 2],
      ["deeper", 3],
      ["timeline", 2],
      ["top", 1],
    ]);
  });

  it("hold what stands below them, with and without their subsections", () => {
    const { own, content } = sections[0]!;
    expect(text.slice(own.from, own.to)).toBe("\na\n");
    expect(text.slice(content.from, content.to)).toBe("\na\n### Deeper\nb\n\n");
  });

  it.each([
    ["3.1 🔥 **Five Whys:**", "five whys"],
    ["Where We Got Lucky!", "where we got lucky"],
    ["Root cause(s)", "root cause s"],
    ["What’s next", "what's next"],
  ])("compare by their title's words: %s", (heading, title) => {
    expect(readSections(parseMarkdown(`## ${heading}\n`))[0]!.title).toBe(title);
    expect(normaliseTitle(title)).toBe(title);
  });

  it("are chosen by the first title that fits, the whole title before its beginning", () => {
    const found = readSections(parseMarkdown("# Timeline of calls\n# Timeline\n"));
    expect(findSection(found, ["timeline"])!.heading).toBe("Timeline");
    expect(findSection(found, ["chronology", "timeline of"])!.heading).toBe("Timeline of calls");
    expect(findSection(found, ["impact"])).toBeUndefined();
  });
});

describe("tables", () => {
  const rows = (text: string) =>
    readTables(parseMarkdown(text)).map((table) => table.rows.map((row) => row.cells.map((cell) => cell.text)));

  it.each([
    ["| a | b |\n|---|---|\n| 1 | **2** |", [[["1", "2"]]]],
    ["a | b\n---|---\n1 | 2", [[["1", "2"]]]],
    [
      "| a | b |\n|---|---|\n| | 2 |\n| 1 |",
      [
        [
          ["", "2"],
          ["1", ""],
        ],
      ],
    ],
    ["| a | b |\n|---|---|\n|  |  |", [[["", ""]]]],
    ["| a |\n|---|\n| x\\|y `c` &amp; |", [[["x|y c &"]]]],
    ["> | a |\n> |---|\n> | 1 |", [[["1"]]]],
    ["| a |\n| b |", []],
  ])("give what a reader sees in each cell: %j", (text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  it("know their header, the line of each row, and a cell that is a link", () => {
    const [table] = readTables(parseMarkdown("x\n\n| When | What |\n|---|---|\n| 1 | [here](https://a.example/) |\n"));
    expect(table!.header).toEqual(["When", "What"]);
    expect(table!.rows[0]!.line).toBe(5);
    expect(table!.rows[0]!.cells.map((cell) => cell.link)).toEqual([null, "https://a.example/"]);
  });
});

describe("lists", () => {
  it("are trees of what a reader sees", () => {
    const text = "- a **b**\n  c\n  - d\n    1. e\n- f\n\ntext\n\n1. g\n";
    const tree = readLists(parseMarkdown(text), { from: 0, to: text.length });
    const brief = (nodes: readonly ListNode[]): unknown =>
      nodes.map((node) => [node.text, node.ordered, node.line, brief(node.children)]);
    expect(brief(tree)).toEqual([
      ["a b c", false, 1, [["d", false, 3, [["e", true, 4, []]]]]],
      ["f", false, 5, []],
      ["g", true, 9, []],
    ]);
  });

  it("are taken from the region only", () => {
    const text = "- a\n\n## B\n\n- b\n\n## C\n\n- c\n";
    const section = readSections(parseMarkdown(text))[0]!;
    expect(readLists(parseMarkdown(text), section.content).map((node) => node.text)).toEqual(["b"]);
  });
});

describe("plain lines", () => {
  it("are those on which somebody says something of their own", () => {
    const text =
      "/pia a\n```\n/pia b\n```\n> /pia c\n\n<!--\n/pia d\n-->\n    /pia e\n\n- /pia f\r\n/pia g `x\n/pia h`\n";
    const lines = plainLines(parseMarkdown(text)).filter((line) => line.text.includes("/pia"));
    expect(lines.map((line) => [line.text, line.line])).toEqual([
      ["/pia a", 1],
      ["- /pia f", 12],
      ["/pia g `x", 13],
    ]);
  });
});

describe("a text that was edited in a browser", () => {
  const text =
    "## A\n\n- [ ] x <!-- y -->\n- b\n  - c\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |  |\n\nSetext\n---\n\n```\n- [ ] #1\n```\n\n> #2\n\n<details>\n\n| q |\n|---|\n| w |\n\n</details>\n";
  const seen = (source: string) => {
    const document = parseMarkdown(source);
    const brief = (nodes: readonly ListNode[]): unknown =>
      nodes.map((node) => [node.text, node.line, brief(node.children)]);
    return {
      sections: readSections(document).map(({ title, level }) => [title, level]),
      tables: readTables(document).map((table) => [
        table.header,
        table.rows.map((row) => [row.line, row.cells.map((cell) => cell.text)]),
      ]),
      tasks: readTasks(document).map((task) => [task.text, task.line]),
      references: readReferences(document).map((reference) => [reference.number, reference.quoted]),
      lists: brief(readLists(document, document.tree.topNode)),
      lines: plainLines(document).map((line) => [line.line, line.text]),
    };
  };

  it("reads the same with line feeds and with carriage returns before them", () => {
    expect(seen(text.replaceAll("\n", "\r\n"))).toEqual(seen(text));
    expect(seen(text).tables).toHaveLength(2);
  });
});
