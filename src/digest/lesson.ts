/** Finds in an analysis what people wrote down as its lesson. */
import { writtenIn } from "#src/analysis/written-in.ts";
import { parseMarkdown } from "#src/markdown/parse-markdown.ts";

const TITLES = [
  "lessons",
  "lessons learned",
  "lessons learnt",
  "lesson",
  "what we learned",
  "what we learnt",
  "learnings",
];

/** The section's text in one line. @returns null when nobody has written anything there. */
export function readLesson(body: string): string | null {
  return writtenIn(parseMarkdown(body), TITLES);
}
