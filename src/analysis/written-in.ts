/** What people wrote in a section, without the template's questions, code and tables. */
import { childrenOf, type MarkdownDocument } from "#src/markdown/parse-markdown.ts";
import { plainText } from "#src/markdown/plain-text.ts";
import { findSection, readSections } from "#src/markdown/sections.ts";

const SILENT = new Set(["CommentBlock", "Comment", "FencedCode", "CodeBlock", "HTMLBlock", "Table", "HorizontalRule"]);

/** The text of the first section with one of these titles as a reader sees it, in one line. @returns null when nobody has written anything there. */
export function writtenIn(document: MarkdownDocument, titles: readonly string[]): string | null {
  const section = findSection(readSections(document), titles);
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
