/** Reads GitHub-flavoured Markdown into a concrete syntax tree with exact offsets, so that we never have to write a text anew. */
import type { SyntaxNode, Tree } from "@lezer/common";
import { parser, Strikethrough, Table, TaskList } from "@lezer/markdown";

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

/** Reads any text; there is no text that is not Markdown. Linear in its length. */
export function parseMarkdown(text: string): MarkdownDocument {
  return { text, tree: gfm.parse(text), lineStarts: findLineStarts(text) };
}

/** The children of a node, in order. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
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
