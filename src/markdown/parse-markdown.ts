/** Reads GitHub-flavoured Markdown into a concrete syntax tree with exact offsets, so that we never have to write a text anew. */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser, Strikethrough, Table, TaskList } from "@lezer/markdown";
import { withoutAbyss, withoutSwarm } from "./bounded-text.ts";

/** A text with its syntax tree. Offsets are UTF-16 code units, as in JavaScript strings. */
export interface MarkdownDocument {
  readonly text: string;
  readonly tree: Tree;
  /** Offset of each line's first character. */
  readonly lineStarts: readonly number[];
}

/** A stretch of a text, `to` excluded. */
export interface Region {
  readonly from: number;
  readonly to: number;
}

// Without GFM's autolinks: they swallow escapes that stand next to an address, and nobody here needs the node.
const gfm = parser.configure([Table, TaskList, Strikethrough]);

// Without emphasis, which costs most and is not needed.
const withoutEmphasis = parser.configure([Strikethrough, { remove: ["Emphasis"] }]);
const blocksAndCode = parser.configure([{ remove: ["Emphasis", "Link", "LinkEnd", "Image", "HardBreak", "Entity"] }]);

const INLINE = ["Escape", "Entity", "InlineCode", "HTMLTag", "Emphasis", "HardBreak", "Link", "Image", "LinkEnd"];
const blocksAndTables = parser.configure([Table, TaskList, { remove: INLINE }]);

/** Blocks and tables without anything inside of them: enough for `readOutline`. Linear on hostile texts too. */
export function parseBlocksAndTables(text: string): MarkdownDocument {
  return { text, tree: blocksAndTables.parse(withoutAbyss(forParser(text))), lineStarts: findLineStarts(text) };
}

/** Only blocks, code and hidden comments: enough for `plainLines`. Linear on hostile texts too, so for texts by anybody. */
export function parseBlocks(text: string): MarkdownDocument {
  return { text, tree: blocksAndCode.parse(withoutAbyss(text)), lineStarts: findLineStarts(text) };
}

/** Blocks, code, links and struck-out text, without emphasis and tables: enough for `readReferences`. */
export function parseLinks(text: string): MarkdownDocument {
  return { text, tree: withoutEmphasis.parse(withoutSwarm(withoutAbyss(text))), lineStarts: findLineStarts(text) };
}

/** Reads any text; there is no text that is not Markdown. Linear on hostile texts too: `bounded-text.ts` says what is not read then. */
export function parseMarkdown(text: string): MarkdownDocument {
  return { text, tree: gfm.parse(withoutSwarm(withoutAbyss(forParser(text)))), lineStarts: findLineStarts(text) };
}

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}

/**
 * The text as the parser needs it, of the same length, so that offsets hold. The parser knows line feeds only, while whoever
 * edits in a browser sends `\r\n`; and it does not see a table whose line of dashes ends in white space.
 */
function forParser(text: string): string {
  if (!/[ \t\r]\n|\r/.test(text)) return text;
  return text
    .replaceAll("\r\n", " \n")
    .replaceAll("\r", "\n")
    .split("\n")
    .map((line) => barAtEnd(line))
    .join("\n");
}

function barAtEnd(line: string): string {
  const trimmed = line.trimEnd();
  if (trimmed.length === line.length || !trimmed.endsWith("|") || !/^[>|:\- \t]+$/.test(trimmed)) return line;
  return `${trimmed.slice(0, -1)}${" ".repeat(line.length - trimmed.length)}|`;
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}

/** 1-based number of the line that holds the offset. */
export function lineAt(document: MarkdownDocument, offset: number): number {
  const { lineStarts } = document;
  let low = 0;
  let high = lineStarts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lineStarts[middle]! <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
