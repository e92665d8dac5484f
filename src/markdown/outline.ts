/** A document as the sequence of its smallest texts (headings, items, paragraphs, rows), each with its place: one reading that all analyses share. */
import type { SyntaxNode } from "@lezer/common";
import { blocksByTitle } from "./announcing-line.ts";
import { type FrontMatter, readFrontMatter } from "./front-matter.ts";
import { lineAt, type MarkdownDocument, parseBlocksAndTables, type Region } from "./parse-markdown.ts";
import {
  endLabel,
  headingRole,
  leaveSections,
  type OutlinePlace,
  outermostPlace,
  roleHere,
  startLabel,
} from "./outline-place.ts";
import type { SectionRole } from "./section-role.ts";
import { splitRow } from "./table-cells.ts";
import { visibleText } from "./visible-text.ts";

/** One small text. An item's first paragraph is the `item`; what else it holds are units of their own. */
export interface Unit extends Region {
  readonly kind: "heading" | "item" | "paragraph" | "row" | "code";
  /** 1-based line of its first character. */
  readonly line: number;
  /** As written, without list mark, heading mark or quote marks; lines are separated by `\n`. */
  readonly source: string;
  /** What a reader sees, line by line as in `source`. */
  readonly text: string;
  /** Level of a heading, else 0. */
  readonly level: number;
  /** How many list items it stands in. */
  readonly depth: number;
  readonly ordered: boolean;
  /** Of a checkbox; null when there is none. */
  readonly checked: boolean | null;
  readonly quoted: boolean;
  /** Index of the item that it belongs to (for an item: the item above it); -1 at the outermost level. */
  readonly parent: number;
  /** Equal for the items of one list, the rows of one table. */
  readonly group: number;
  /** Index of the heading above it (a heading's own is the one above that), -1 before the first. */
  readonly heading: number;
  /** Index of the short line that announces it, such as `**Timeline:**`; -1 when there is none. */
  readonly label: number;
  /** Its nearest known role, by label and headings. */
  readonly role: SectionRole | null;
  /** Cells of a row, as read by people. */
  readonly cells: readonly string[];
  /** Header cells of its table. */
  readonly header: readonly string[];
}

/** All texts in order. */
export interface Outline {
  readonly document: MarkdownDocument;
  readonly units: readonly Unit[];
  readonly frontMatter: FrontMatter;
}

const DEEPEST = 64;

/** Reads the outline. Code fences are units, too; hidden comments, link definitions and front matter are not. Linear. */
export function readOutline(text: string): Outline {
  const frontMatter = readFrontMatter(text);
  const body = text.slice(0, frontMatter.end).replaceAll(/[^\n]/g, " ") + text.slice(frontMatter.end);
  const document = parseBlocksAndTables(body);
  const walk: Walk = { document, units: [], group: 0, place: outermostPlace() };
  walkChildren(walk, document.tree.topNode, {
    depth: 0,
    nesting: 0,
    parent: -1,
    quoted: false,
    group: 0,
    ordered: false,
  });
  return { document: { ...document, text }, units: walk.units, frontMatter };
}

interface Walk {
  readonly document: MarkdownDocument;
  readonly units: Unit[];
  group: number;
  readonly place: OutlinePlace;
}

interface Around {
  readonly depth: number;
  /** Quotes and items that it stands in; what is nested deeper than anybody writes is not read. */
  readonly nesting: number;
  readonly parent: number;
  readonly quoted: boolean;
  readonly group: number;
  readonly ordered: boolean;
}

function walkChildren(walk: Walk, node: SyntaxNode, around: Around): void {
  for (let child = node.firstChild; child; child = child.nextSibling) walkNode(walk, child, around);
}

function walkNode(walk: Walk, node: SyntaxNode, around: Around): void {
  const heading = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name)?.[1];
  if (heading !== undefined) return addHeading(walk, node, { ...around, level: Number(heading) });
  switch (node.name) {
    case "Blockquote":
      if (around.nesting >= DEEPEST) return;
      return walkChildren(walk, node, { ...around, quoted: true, nesting: around.nesting + 1 });
    case "BulletList":
    case "OrderedList":
      walk.group += 1;
      return walkChildren(walk, node, { ...around, group: walk.group, ordered: node.name === "OrderedList" });
    case "ListItem":
      return walkItem(walk, node, around);
    case "Paragraph":
    case "HTMLBlock":
      return addParagraph(walk, node, around);
    case "Table":
      return walkTable(walk, node, around);
    case "FencedCode":
    case "CodeBlock":
      return void addUnit(walk, node, { ...around, kind: "code", source: textOf(walk, node) });
  }
}

function walkItem(walk: Walk, node: SyntaxNode, around: Around): void {
  const depth = around.depth + 1;
  const mark = node.firstChild;
  const first = mark?.nextSibling;
  const isText = first?.name === "Paragraph" || first?.name === "Task";
  const source = isText ? textOf(walk, first) : "";
  const box = first?.name === "Task" ? /^\[([ xX])\]\s?/.exec(source) : null;
  const index = addUnit(walk, isText ? first : node, {
    ...around,
    kind: "item",
    depth,
    source: source.slice(box?.[0].length ?? 0),
    from: node.from,
    checked: box ? box[1] !== " " : null,
  });
  if (around.nesting >= DEEPEST) return;
  const inside = { ...around, depth, nesting: around.nesting + 1, parent: index };
  for (let child = isText ? first.nextSibling : (mark?.nextSibling ?? null); child; child = child.nextSibling)
    walkNode(walk, child, inside);
}

function addHeading(walk: Walk, node: SyntaxNode, around: Around & { readonly level: number }): void {
  const source = textOf(walk, node)
    .replace(/^[ \t]{0,3}#{1,6}[ \t]*/, "")
    .replace(/\n[ \t]*(?:=+|-+)[ \t]*$/, "")
    .replace(/[ \t]#+[ \t]*$/, "");
  const { place } = walk;
  if (around.quoted || around.depth > 0) return void addUnit(walk, node, { ...around, kind: "paragraph", source });
  leaveSections(walk, around.level);
  const index = addUnit(walk, node, { ...around, kind: "heading", source });
  place.headings.push(index);
}

function addParagraph(walk: Walk, node: SyntaxNode, around: Around): void {
  const source = textOf(walk, node);
  const lines = source.split("\n");
  // A table without its line of dashes, or with a broken one, is no table to the parser, but it is one to its author.
  const isTable = lines.length > 1 && lines.every((line) => line.trimStart().startsWith("|"));
  if (!isTable) return addBlocks(walk, node, { ...around, lines });
  walk.group += 1;
  let from = node.from;
  for (const line of lines) {
    const row = { ...around, kind: "row" as const, source: line, group: walk.group, from };
    if (!/^[\s|:-]*$/.test(line)) addUnit(walk, node, { ...row, cells: splitRow(line), header: [] });
    from = walk.document.text.indexOf("\n", from) + 1 || node.to;
  }
}

/** Adds each block as a paragraph of its own. */
function addBlocks(walk: Walk, node: SyntaxNode, { lines, ...around }: Around & { readonly lines: string[] }): void {
  let from = node.from;
  for (const block of blocksByTitle(lines)) {
    addUnit(walk, node, { ...around, kind: "paragraph", source: block.join("\n"), from });
    for (const _line of block) from = walk.document.text.indexOf("\n", from) + 1 || node.to;
  }
}

function walkTable(walk: Walk, table: SyntaxNode, around: Around): void {
  walk.group += 1;
  const head = table.getChild("TableHeader");
  const header = head ? splitRow(textOf(walk, head)).map((cell) => visibleText(cell)) : [];
  for (let row = table.firstChild; row; row = row.nextSibling) {
    if (row.name !== "TableRow") continue;
    const source = textOf(walk, row);
    addUnit(walk, row, { ...around, kind: "row", source, group: walk.group, cells: splitRow(source), header });
  }
}

type Draft = Around &
  Pick<Unit, "kind" | "source"> &
  Partial<Pick<Unit, "level" | "checked" | "cells" | "header" | "from">>;

function addUnit(walk: Walk, node: Region, draft: Draft): number {
  const { units, place, document } = walk;
  const index = units.length;
  const { kind, source, from = node.from } = draft;
  const text = kind === "code" ? source : visibleText(source);
  endLabel(walk, draft);
  units.push({
    kind,
    source,
    text,
    level: draft.level ?? 0,
    depth: draft.depth,
    ordered: draft.ordered,
    checked: draft.checked ?? null,
    quoted: draft.quoted,
    parent: draft.parent,
    group: draft.group,
    heading: place.headings.at(-1) ?? -1,
    label: place.label,
    role: kind === "heading" ? headingRole(walk, { text, level: draft.level ?? 0 }) : roleHere(walk),
    cells: (draft.cells ?? []).map((cell) => visibleText(cell)),
    header: draft.header ?? [],
    line: lineAt(document, from),
    from,
    to: node.to,
  });
  if ((kind === "item" || kind === "paragraph") && !draft.quoted) startLabel(walk, index);
  return index;
}

/** The text of a node without the marks of quotes and indents that the parser leaves at the beginning of its lines. */
function textOf({ document }: Walk, node: SyntaxNode): string {
  return document.text
    .slice(node.from, node.to)
    .replaceAll("\r", "")
    .replaceAll(/\n[ \t>]+/g, (indent) => (node.name === "FencedCode" ? indent : "\n"));
}
