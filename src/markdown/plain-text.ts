/** What a reader sees of a piece of Markdown: marks, tags and comments gone, escapes and entities resolved. */
import type { SyntaxNode, SyntaxNodeRef } from "@lezer/common";
import { decodeEntity } from "./entity.ts";
import type { MarkdownDocument } from "./parse-markdown.ts";

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

/** The visible text of a node; `<br>` becomes a line break. White space is kept as it stands. */
export function plainText(document: MarkdownDocument, node: SyntaxNode): string {
  const { text } = document;
  let seen = "";
  let at = node.from;
  // From the node itself, not from the top of the tree: a list has thousands of siblings to step over.
  node.cursor().iterate((inner) => {
    const replacement = replacementFor(inner, text);
    if (replacement === null) return true;
    seen += text.slice(at, inner.from) + replacement;
    at = inner.to;
    return false;
  });
  return seen + text.slice(at, node.to);
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
