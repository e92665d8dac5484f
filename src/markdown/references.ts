/** References to issues that a reader would follow: not those in code, hidden comments or link labels. */
import type { SyntaxNodeRef } from "@lezer/common";
import type { MarkdownDocument, Region } from "./parse-markdown.ts";

/** One reference. `owner` and `repo` are null for a bare `#12`, which means the repository that the text stands in. */
export interface WrittenReference extends Region {
  readonly owner: string | null;
  readonly repo: string | null;
  readonly number: number;
  /** The host of an address, such as `github.com`; null for the short forms. */
  readonly host: string | null;
  /** True inside a block quote: somebody repeats it. */
  readonly quoted: boolean;
}

const SHORT = /(?<![\w/&#.-])(?:([A-Za-z0-9][\w-]{0,38})\/([A-Za-z0-9._-]{1,100}))?#(\d{1,9})(?![\w-])/g;
const ADDRESS =
  /https?:\/\/([A-Za-z0-9.:-]{1,255})\/([A-Za-z0-9][\w-]{0,38})\/([A-Za-z0-9._-]{1,100})\/(?:issues|pull)\/(\d{1,9})(?![\w-])/g;

const ANY_ADDRESS = /https?:\/\/[^\s<>]+/g;

const HIDDEN = new Set([
  "InlineCode",
  "FencedCode",
  "CodeBlock",
  "Comment",
  "CommentBlock",
  "ProcessingInstruction",
  "ProcessingInstructionBlock",
  "HTMLTag",
  "Escape",
  "LinkReference",
  "LinkTitle",
  "Image",
]);

/** All references in order. Linear in the text. */
export function readReferences(document: MarkdownDocument): WrittenReference[] {
  const { hidden, labels, quotes, html } = classify(document);
  const shown = mask(
    mask(document.text, hidden),
    html.flatMap((region) => hiddenInHtml(document.text, region)),
  );
  const found = [...matchShort(mask(shown, labels).replaceAll(ANY_ADDRESS, blank)), ...matchAddresses(shown)].toSorted(
    (a, b) => a.from - b.from,
  );
  const isQuoted = inAscendingOrder(quotes);
  return found.map((reference) => ({ ...reference, quoted: isQuoted(reference.from) }));
}

function blank(found: string): string {
  return "\u0000".repeat(found.length);
}

function matchShort(text: string): Omit<WrittenReference, "quoted">[] {
  return [...text.matchAll(SHORT)].map((match) => ({
    owner: match[1] ?? null,
    repo: match[2] ?? null,
    number: Number(match[3]),
    host: null,
    from: match.index,
    to: match.index + match[0].length,
  }));
}

function matchAddresses(text: string): Omit<WrittenReference, "quoted">[] {
  return [...text.matchAll(ADDRESS)].map((match) => ({
    host: match[1]!.toLowerCase(),
    owner: match[2]!,
    repo: match[3]!,
    number: Number(match[4]),
    from: match.index,
    to: match.index + match[0].length,
  }));
}

interface Classified {
  readonly hidden: Region[];
  /** Where `#12` is part of another link or address. */
  readonly labels: Region[];
  readonly quotes: Region[];
  readonly html: Region[];
}

function classify(document: MarkdownDocument): Classified {
  const found: Classified = { hidden: [], labels: [], quotes: [], html: [] };
  const add = (list: Region[], node: SyntaxNodeRef) => list.push({ from: node.from, to: node.to });
  document.tree.iterate({
    enter: (node) => {
      if (HIDDEN.has(node.name)) {
        add(found.hidden, node);
        return false;
      }
      if (node.name === "Link" || node.name === "URL" || node.name === "Autolink") add(found.labels, node);
      if (node.name === "Blockquote") add(found.quotes, node);
      if (node.name === "HTMLBlock") add(found.html, node);
      return true;
    },
  });
  return found;
}

// Within an HTML block GitHub shows the text, but neither tags nor comments.
function hiddenInHtml(text: string, block: Region): Region[] {
  const regions: Region[] = [];
  let at = text.indexOf("<", block.from);
  while (at !== -1 && at < block.to) {
    const comment = text.startsWith("<!--", at);
    const end = text.indexOf(comment ? "-->" : ">", at);
    const to = end === -1 || end >= block.to ? block.to : end + (comment ? 3 : 1);
    regions.push({ from: at, to });
    at = text.indexOf("<", to);
  }
  return regions;
}

function mask(text: string, regions: readonly Region[]): string {
  let masked = "";
  let at = 0;
  for (const region of regions) {
    if (region.to <= at) continue;
    const from = Math.max(at, region.from);
    masked += text.slice(at, from) + "\u0000".repeat(region.to - from);
    at = region.to;
  }
  return masked + text.slice(at);
}

// Answers for ascending offsets whether they lie in one of the regions: one walk for all of them.
function inAscendingOrder(regions: readonly Region[]): (offset: number) => boolean {
  let next = 0;
  let covered = -1;
  return (offset) => {
    while (next < regions.length && regions[next]!.from <= offset) {
      covered = Math.max(covered, regions[next]!.to);
      next += 1;
    }
    return offset < covered;
  };
}
