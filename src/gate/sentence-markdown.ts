/** Our sentences as Markdown: our `code` stays code, everything else is made inert and mentions nobody. */
import { escapeText } from "#src/markdown/escape.ts";

/** Writes one sentence. Whatever another's text brought in, it cannot format, notify or end a code span. */
export function sentenceMarkdown(text: string): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, index) => (index % 2 === 1 ? part : escapeAround(part)))
    .join("");
}

/** Escaping trims, and the spaces beside a code span have to stay. */
function escapeAround(part: string): string {
  if (/^\s+$/.test(part)) return " ";
  return `${/^\s/.test(part) ? " " : ""}${escapeText(part)}${/\s$/.test(part) ? " " : ""}`;
}
