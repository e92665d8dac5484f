/** What a reader sees of a piece of Markdown: marks, tags and comments gone, escapes and entities resolved. */
import type { SyntaxNodeRef } from "@lezer/common";
import { decodeEntity } from "./entity.ts";
import type { MarkdownDocument, Region } from "./parse-markdown.ts";

const UNSEEN = new Set([
  "HeaderMark",
  "EmphasisMark",
  "StrikethroughMark",
  "CodeMark",
  "CodeInfo",
  "LinkMark",
  "LinkTitle",
  "LinkLabel",
  "QuoteMark",
  "ListMark",
  "TaskMarker",
  "Comment",
  "CommentBlock",
  "TableDelimiter",
  "ProcessingInstruction",
]);

/** The visible text of a region; `<br>` becomes a line break. White space is kept as it stands. */
export function plainText(document: MarkdownDocument, region: Region): string {
  const { text, tree } = document;
  let seen = "";
  let at = region.from;
  const replace = (node: SyntaxNodeRef, replacement: string) => {
    if (node.from < at || node.to > region.to) return;
    seen += text.slice(at, node.from) + replacement;
    at = node.to;
  };
  tree.iterate({
    from: region.from,
    to: region.to,
    enter: (node) => {
      const replacement = replacementFor(node, text);
      if (replacement === null) return true;
      replace(node, replacement);
      return false;
    },
  });
  return seen + text.slice(at, region.to);
}

function replacementFor(node: SyntaxNodeRef, text: string): string | null {
  if (UNSEEN.has(node.name)) return "";
  const source = () => text.slice(node.from, node.to);
  switch (node.name) {
    case "Escape":
      return source().slice(1);
    case "Entity":
      return decodeEntity(source());
    case "HTMLTag":
      return /^<br\s*\/?>$/i.test(source()) ? "\n" : "";
    case "URL": {
      const parent = node.node.parent?.name;
      return parent === "Link" || parent === "Image" ? "" : null;
    }
    default:
      return null;
  }
}
