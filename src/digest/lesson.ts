/** Finds in an analysis what people wrote down as its lesson, without the template's questions. */
import { childrenOf, parseMarkdown, type MarkdownDocument } from "#src/markdown/parse-markdown.ts";
import { plainText } from "#src/markdown/plain-text.ts";
import { findSection, readSections } from "#src/markdown/sections.ts";

const TITLES = [
  "lessons",
  "lessons learned",
  "lessons learnt",
  "lesson",
  "what we learned",
  "what we learnt",
  "learnings",
];

const SILENT = new Set(["CommentBlock", "Comment", "FencedCode", "CodeBlock", "HTMLBlock", "Table", "HorizontalRule"]);

/** The section's text as a reader sees it, in one line. @returns null when nobody has written anything there. */
export function readLesson(body: string): string | null {
  const document = parseMarkdown(body);
  const section = findSection(readSections(document), TITLES);
  if (!section) return null;
  const blocks = childrenOf(document.tree.topNode).filter(
    (node) => node.from >= section.content.from && node.to <= section.content.to && !SILENT.has(node.name),
  );
  const words = blocks
    .filter((node) => !/Heading/.test(node.name) && !isPrompt(document, node))
    .map((node) => plainText(document, node).replaceAll(/\s+/g, " ").trim())
    .filter((text) => !/^[\s….-]*$/.test(text));
  return words.length === 0 ? null : words.join(" ");
}

/** The template asks in paragraphs that are in italics as a whole. */
function isPrompt(document: MarkdownDocument, node: ReturnType<typeof childrenOf>[number]): boolean {
  return node.name === "Paragraph" && /^\*[^*]+\*$/.test(document.text.slice(node.from, node.to).trim());
}
