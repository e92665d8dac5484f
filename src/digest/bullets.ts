/** Lists within a summary: as many lines as are read, and how many more there are. */

const MOST_LINES = 15;
const MOST_CHARACTERS = 5_000;

/** A Markdown list; the first 15 lines (or 5,000 characters), then `and 4 more`. Null when there is no line. */
export function bullets(lines: readonly string[]): string | null {
  const shown = fitting(lines).map((line) => `- ${line}`);
  const more = lines.length - shown.length;
  if (lines.length === 0) return null;
  return [...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n");
}

/** The first lines that fit; rows of a table fit the same. */
export function fitting(lines: readonly string[]): string[] {
  const kept: string[] = [];
  let left = MOST_CHARACTERS;
  for (const line of lines.slice(0, MOST_LINES)) {
    left -= line.length;
    if (left >= 0) kept.push(line);
  }
  return kept;
}
