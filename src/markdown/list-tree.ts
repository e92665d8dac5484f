/** Lists as trees: how people write whys, causes and steps. */
import type { SyntaxNode } from "@lezer/common";
import { childrenOf, lineAt, type MarkdownDocument, type Region } from "./parse-markdown.ts";
import { plainText } from "./plain-text.ts";

/** One list item with the items nested in it. */
export interface ListNode extends Region {
  /** What a reader sees of the item without its nested lists; line breaks within it are spaces. */
  readonly text: string;
  readonly ordered: boolean;
  /** 1-based. */
  readonly line: number;
  readonly children: readonly ListNode[];
}

const DEEPEST = 32;

/** The outermost lists within the region as one sequence of items. Items nested deeper than 32 levels belong to the 32nd. */
export function readLists(document: MarkdownDocument, region: Region): ListNode[] {
  const lists: SyntaxNode[] = [];
  document.tree.iterate({
    from: region.from,
    to: region.to,
    enter: (node) => {
      if (node.from < region.from && node.name !== "Document") return false;
      if (!isList(node.name)) return node.name === "Document";
      lists.push(node.node);
      return false;
    },
  });
  return lists.flatMap((list) => readItems(document, list, 1));
}

function isList(name: string): boolean {
  return name === "BulletList" || name === "OrderedList";
}

function readItems(document: MarkdownDocument, list: SyntaxNode, depth: number): ListNode[] {
  return list.getChildren("ListItem").map((item) => {
    const parts = childrenOf(item);
    const nested = depth < DEEPEST ? parts.filter((part) => isList(part.name)) : [];
    const own = parts.filter((part) => !isList(part.name) && part.name !== "ListMark");
    const text = own.map((part) => plainText(document, part)).join(" ");
    return {
      text: text.replaceAll(/\s+/g, " ").trim(),
      ordered: list.name === "OrderedList",
      line: lineAt(document, item.from),
      children: nested.flatMap((part) => readItems(document, part, depth + 1)),
      from: item.from,
      to: item.to,
    };
  });
}
