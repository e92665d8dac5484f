/** The tables of a document, as rows of what a reader sees in each cell. */
import type { SyntaxNode } from "@lezer/common";
import { childrenOf, lineAt, type MarkdownDocument, type Region } from "./parse-markdown.ts";
import { plainText } from "./plain-text.ts";

/** One cell. */
export interface Cell extends Region {
  /** What a reader sees: escapes resolved, `<br>` as a line break, zero-width spaces gone, trimmed. */
  readonly text: string;
  /** The address when the whole cell is one link; else null. */
  readonly link: string | null;
}

/** One row; GFM gives missing cells as empty ones and we keep surplus ones. */
export interface Row extends Region {
  readonly cells: readonly Cell[];
  /** 1-based. */
  readonly line: number;
}

/** One table. */
export interface Table extends Region {
  readonly header: readonly string[];
  readonly rows: readonly Row[];
}

/** All tables in order, wherever they stand. */
export function readTables(document: MarkdownDocument): Table[] {
  const nodes: SyntaxNode[] = [];
  document.tree.iterate({
    enter: (node) => {
      if (node.name === "Table") nodes.push(node.node);
    },
  });
  return nodes.map((node) => readTable(document, node));
}

function readTable(document: MarkdownDocument, table: SyntaxNode): Table {
  const header = table.getChild("TableHeader");
  const titles = header ? readCells(document, header).map((cell) => cell.text) : [];
  const rows = table.getChildren("TableRow").map((row) => ({
    cells: padded(readCells(document, row), titles.length, row.to),
    line: lineAt(document, row.from),
    from: row.from,
    to: row.to,
  }));
  return { header: titles, rows, from: table.from, to: table.to };
}

function padded(cells: readonly Cell[], width: number, at: number): Cell[] {
  const missing = Math.max(0, width - cells.length);
  return [...cells, ...Array.from({ length: missing }, () => ({ text: "", link: null, from: at, to: at }))];
}

// The tree has no node for an empty cell, so the bars are counted.
function readCells(document: MarkdownDocument, row: SyntaxNode): Cell[] {
  const cells: Cell[] = [];
  let open: Cell | null = null;
  let bars = 0;
  for (const child of childrenOf(row)) {
    if (child.name === "TableDelimiter") {
      if (open) cells.push(open);
      else if (bars > 0 || child.from > row.from) cells.push(emptyCell(child.from));
      open = null;
      bars += 1;
    } else if (child.name === "TableCell") open = readCell(document, child);
  }
  return open ? [...cells, open] : cells;
}

function emptyCell(at: number): Cell {
  return { text: "", link: null, from: at, to: at };
}

function readCell(document: MarkdownDocument, cell: SyntaxNode): Cell {
  const text = plainText(document, cell).replaceAll("\u200b", "").trim();
  const only = cell.firstChild;
  const url = only?.name === "Link" && only.from === cell.from && only.to === cell.to ? only.getChild("URL") : null;
  return { text, link: url ? document.text.slice(url.from, url.to) : null, from: cell.from, to: cell.to };
}
