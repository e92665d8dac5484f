/** The sections of a document by their headings. */
import type { SyntaxNode } from "@lezer/common";
import { childrenOf, type MarkdownDocument, type Region } from "./parse-markdown.ts";
import { plainText } from "./plain-text.ts";

/** A heading and what stands below it. Headings inside quotes and lists are not sections. */
export interface Section {
  /** As compared: lower case, no numbering, emoji, markup or punctuation at its ends. */
  readonly title: string;
  /** As read by people. */
  readonly heading: string;
  readonly level: number;
  /** The heading itself. */
  readonly at: Region;
  /** From the end of the heading to the next heading of any level. */
  readonly own: Region;
  /** From the end of the heading to the next heading of the same or a higher level. */
  readonly content: Region;
}

/** All sections in order. Linear: the walk goes backwards and remembers where the next heading of each level begins. */
export function readSections(document: MarkdownDocument): Section[] {
  const end = document.text.length;
  const nextOfLevel = [end, end, end, end, end, end, end];
  const headings = childrenOf(document.tree.topNode).flatMap((node) => readHeading(node));
  const sections = headings.toReversed().map(({ node, level }) => {
    const heading = plainText(document, node).trim();
    const own = { from: node.to, to: Math.min(...nextOfLevel) };
    const content = { from: node.to, to: Math.min(...nextOfLevel.slice(0, level + 1)) };
    nextOfLevel[level] = node.from;
    return { title: normaliseTitle(heading), heading, level, at: { from: node.from, to: node.to }, own, content };
  });
  return sections.toReversed();
}

function readHeading(node: SyntaxNode): { node: SyntaxNode; level: number }[] {
  const level = /^(?:ATX|Setext)Heading(\d)$/.exec(node.name)?.[1];
  return level === undefined ? [] : [{ node, level: Number(level) }];
}

/** A title without what varies between writers: `## 3.1 🔥 **Five Whys:**` gives `five whys`. */
export function normaliseTitle(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[’`]/g, "'")
    .replace(/^\s*\d+(?:\.\d+)*[.)]?\s+/, "")
    .replaceAll(/[^\p{L}\p{N}'&/-]+/gu, " ")
    .trim();
}

/** The first section whose title is one of these (in the order of `titles`), or starts with one of them. */
export function findSection(sections: readonly Section[], titles: readonly string[]): Section | undefined {
  const exact = titles.map((title) => sections.find((section) => section.title === title));
  const starting = titles.map((title) => sections.find((section) => section.title.startsWith(`${title} `)));
  return [...exact, ...starting].find((section) => section !== undefined);
}
