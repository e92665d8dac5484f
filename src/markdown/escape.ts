/** Makes text that a person wrote inert inside Markdown of ours: it can neither format, nor notify, nor pose as ours. */

/** Stands after an `@` so that GitHub notifies nobody; readers do not see it. */
const ZERO_WIDTH_SPACE = "\u200b";

// Control characters (but not line feed), zero-width spaces, and marks that reverse the direction of what follows.
const UNWANTED = /(?!\n)\p{Cc}|[\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/**
 * Text as we keep it: line breaks are `\n`, tabs are spaces, no control, bidirectional-override or zero-width-space
 * characters, no half surrogate pairs, no white space at the ends. Idempotent.
 */
export function cleanText(text: string): string {
  return text.replaceAll(/\r\n?/g, "\n").replaceAll("\t", " ").replaceAll(UNWANTED, "").toWellFormed().trim();
}

/** Puts a zero-width space into every `@login` and `@org/team`, so that nobody is notified; addresses such as `a@b.c` stay. */
export function neutraliseMentions(text: string): string {
  return text.replaceAll(/(?<![A-Za-z0-9_])@(?=[A-Za-z0-9])/g, `@${ZERO_WIDTH_SPACE}`);
}

/**
 * One line of a person's text for use in a sentence of ours: Markdown, HTML, table bars and mentions are inert, line
 * breaks become spaces. `#12` and addresses stay links on purpose: they lead to evidence.
 */
export function escapeText(text: string): string {
  return escapeInline(cleanText(text).replaceAll(/\s*\n\s*/g, " "));
}

/** As `escapeText`, for a table cell: line breaks become `<br>`, so that `readTables` gives back exactly `cleanText(text)`. */
export function escapeCell(text: string): string {
  return escapeInline(cleanText(text)).replaceAll("\n", "<br>");
}

/** A link whose label is a person's text. An address that is not plain http(s) is left out and only the label stays. */
export function escapeLink(label: string, url: string): string {
  return isPlainUrl(url) ? `[${escapeText(label)}](${url})` : escapeText(label);
}

/** True for an absolute http(s) address without anything that could end a Markdown link or a table cell. */
export function isPlainUrl(url: string): boolean {
  return /^https?:\/\/[\w.:-]+(?:\/[\w\-./~%+:@=&#?,;!]*)?$/.test(url);
}

function escapeInline(text: string): string {
  const marked = text
    .replaceAll("&", "&amp;")
    .replaceAll(/[\\`*[\]|~$]/g, "\\$&")
    .replaceAll(/(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, "\\_")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
  return neutraliseMentions(escapeStart(marked));
}

// What starts a heading, list, rule or underline only does so at the beginning of a line.
function escapeStart(text: string): string {
  return text
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2")
    .replace(/^[#+=-]/, (mark) => (/^#\d/.test(text) ? mark : `\\${mark}`));
}
