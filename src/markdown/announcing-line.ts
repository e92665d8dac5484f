/** Short lines that announce what stands below them, as a heading would: `**Timeline:**`. */
import { roleOfLabel } from "./section-role.ts";
import { normaliseTitle } from "./sections.ts";
import { visibleText } from "./visible-text.ts";

const LONGEST_LABEL = 90;
const STAMPED =
  /^\W*(?:\d(?!\d?[.)] )|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)/i;

/** True for a line that ends with a colon, that is all bold, or that is a well-known title. `text` is what a reader sees of `source`. */
export function announces({ text, source }: { readonly text: string; readonly source: string }): boolean {
  if (text.length > LONGEST_LABEL || text.includes("\n")) return false;
  const seen = text.trim();
  // `16:48 – more found:` and `October 21:` divide a timeline, they do not announce something else.
  if (STAMPED.test(seen)) return false;
  if (seen.endsWith(":")) return true;
  const bold = source.trim();
  return /^(?:\*\*|__)[^*_]+(?:\*\*|__)$/.test(bold) || /^(?:timeline|chronology|action items)$/i.test(seen);
}

/** The lines of a paragraph in blocks: `Timeline:` may stand right above its lines, without a blank line between. */
export function blocksByTitle(lines: readonly string[]): string[][] {
  if (lines.length === 1) return [[...lines]];
  const blocks: string[][] = [[]];
  for (const line of lines) {
    const isTitle = isShortTitle(line);
    if (isTitle) blocks.push([line], []);
    else blocks.at(-1)!.push(line);
  }
  return blocks.filter((block) => block.length > 0);
}

const LONGEST_TITLE = 60;

function isShortTitle(line: string): boolean {
  if (line.length > LONGEST_TITLE || !/[:*_]\s*$/.test(line)) return false;
  const text = visibleText(line);
  return announces({ text, source: line }) && roleOfLabel(normaliseTitle(text)) !== null;
}
