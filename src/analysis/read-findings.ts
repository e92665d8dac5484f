/** Reads what people found out of the analysis' body for the gate and the checklist: causes, and how much of a timeline there is. The body is theirs; nothing is written. */
import { type ListNode, readLists } from "#src/markdown/list-tree.ts";
import { type MarkdownDocument, parseMarkdown, type Region } from "#src/markdown/parse-markdown.ts";
import { readReferences, type WrittenReference } from "#src/markdown/references.ts";
import { findSection, readSections, type Section } from "#src/markdown/sections.ts";
import { readTables } from "#src/markdown/tables.ts";
import { namesPerson } from "./names-person.ts";
import { isPlaceholder } from "./placeholder.ts";

/** One contributing cause. */
export interface Cause {
  readonly text: string;
  /** 1-based line in the body. */
  readonly line: number;
  readonly references: readonly WrittenReference[];
  /** It says "no action, because …" with a reason. */
  readonly noAction: boolean;
  readonly namesPerson: boolean;
}

/** What the body says. */
export interface Findings {
  readonly causes: readonly Cause[];
  readonly timelineEntries: number;
}

/** Reads them all. Placeholders of the template count as nothing. */
export function readFindings(body: string): Findings {
  const document = parseMarkdown(body);
  const sections = readSections(document);
  return {
    causes: readCauses(document, sections),
    timelineEntries: countEntries(document, sections),
  };
}

const CAUSES = ["causes", "root causes", "root cause", "cause", "contributing factors", "contributing causes"];

/** "No action, because" and a reason of some words. */
const NO_ACTION = /\bno action\b[^\p{L}\p{N}]*(?:needed |required )?because\s+\p{L}.{4,}/iu;

function readCauses(document: MarkdownDocument, sections: readonly Section[]): Cause[] {
  const section = findSection(sections, CAUSES);
  if (!section) return [];
  const references = readReferences(document).filter((reference) => !reference.quoted);
  return readLists(document, section.own)
    .filter((item) => !isPlaceholder(item.text))
    .map((item) => ({
      text: item.text,
      line: item.line,
      references: references.filter((reference) => isWithin(reference, item)),
      noAction: wholeText(item).some((text) => NO_ACTION.test(text)),
      namesPerson: namesPerson(item.text),
    }));
}

function countEntries(document: MarkdownDocument, sections: readonly Section[]): number {
  const section = findSection(sections, ["timeline", "draft timeline", "chronology"]);
  if (!section) return 0;
  const tables = readTables(document).filter((table) => isWithin(table, section.content));
  const rows = tables
    .flatMap((table) => table.rows)
    .filter((row) => row.cells.some((cell) => !isPlaceholder(cell.text)));
  return rows.length + readLists(document, section.content).filter((item) => !isPlaceholder(item.text)).length;
}

function wholeText(item: ListNode): string[] {
  return [item.text, ...item.children.flatMap((child) => wholeText(child))];
}

function isWithin(inner: Region, outer: Region): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}
