/** The lines of a text on which somebody says something of their own: not code, quotes or hidden comments. */
import type { MarkdownDocument, Region } from "./parse-markdown.ts";

/** One line, without its line break. */
export interface PlainLine extends Region {
  readonly text: string;
  /** 1-based. */
  readonly line: number;
}

const NOT_PLAIN = new Set([
  "FencedCode",
  "CodeBlock",
  "Blockquote",
  "CommentBlock",
  "Comment",
  "InlineCode",
  "HTMLBlock",
  "ProcessingInstructionBlock",
]);

/** All lines whose first character is plain text. A line that begins inside a multi-line comment or code span is not plain. */
export function plainLines(document: MarkdownDocument): PlainLine[] {
  const covered = coveredRegions(document);
  const lines: PlainLine[] = [];
  let next = 0;
  let from = 0;
  for (const [index, raw] of document.text.split("\n").entries()) {
    const text = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
    const start = from + (text.length - text.trimStart().length);
    while (next < covered.length && covered[next]!.to <= start) next += 1;
    const region = covered[next];
    const isCovered = region !== undefined && region.from <= start && start < region.to;
    if (!isCovered) lines.push({ text, line: index + 1, from, to: from + text.length });
    from += raw.length + 1;
  }
  return lines;
}

function coveredRegions(document: MarkdownDocument): Region[] {
  const regions: Region[] = [];
  document.tree.iterate({
    enter: (node) => {
      if (!NOT_PLAIN.has(node.name)) return true;
      regions.push({ from: node.from, to: node.to });
      return false;
    },
  });
  return regions;
}
