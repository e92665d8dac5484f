/** A body as it is published: nobody is notified by it, and nothing in it poses as ours. */
import { cleanText, neutraliseMentions } from "#src/markdown/escape.ts";
import { parseMarkdown, type Region } from "#src/markdown/parse-markdown.ts";

/**
 * A body as it is published: nobody is notified by it, and nothing in it poses as ours. Ticked boxes count as empty ones,
 * because the checklist ticks itself. Idempotent.
 */
export function publishedText(body: string): string {
  const clean = cleanText(body)
    .replaceAll(/(<!--\s*)(?=aftercare:)/gi, "$1was ")
    .replaceAll(/^(\s*[-*+] )\[[xX]\]/gm, "$1[ ]")
    .replaceAll(/[ \t]+$/gm, "")
    .trim();
  return neutraliseOutsideCommands(clean);
}

/** Commands in code stay as they are, so that they can be copied: GitHub notifies of nobody who is named in code. */
function neutraliseOutsideCommands(text: string): string {
  let inert = "";
  let at = 0;
  for (const { from, to } of commandSpans(text)) {
    inert += neutraliseMentions(text.slice(at, from)) + text.slice(from, to);
    at = to;
  }
  return inert + neutraliseMentions(text.slice(at));
}

/** `/pia …` in back ticks, on one line. */
function commandSpans(text: string): Region[] {
  const spans: Region[] = [];
  parseMarkdown(text).tree.iterate({
    enter: ({ name, from, to }) => {
      if (name === "InlineCode" && isCommand(text.slice(from, to))) spans.push({ from, to });
    },
  });
  return spans;
}

function isCommand(code: string): boolean {
  return /^`\/pia [^`\n]*`$/.test(code);
}
