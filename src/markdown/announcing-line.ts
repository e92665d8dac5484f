/** Short lines that announce what stands below them, as a heading would: `**Timeline:**`. */

const LONGEST_LABEL = 90;
const STAMPED =
  /^\W*(?:\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)/i;

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
