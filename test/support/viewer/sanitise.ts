/** Lets the few harmless HTML tags through that our texts use; other tags are shown as text, comments are hidden, as on GitHub. */
import { escapeHtml } from "./html.ts";

const TAGS = new Set([
  "details",
  "summary",
  "br",
  "hr",
  "p",
  "sub",
  "sup",
  "kbd",
  "b",
  "i",
  "em",
  "strong",
  "del",
  "ins",
  "code",
]);
const COMMENT_OR_TAG = /<!--[\s\S]*?(?:-->|$)|<(\/?)([a-z][a-z0-9]*)([^<>]*)>/gi;
/** GitHub drops these with all that is in them. */
const DROPPED = /<(script|style|iframe|title|textarea|noscript)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;

/** Raw HTML as Markdown hands it over, made safe. Attributes are dropped, except `open` of details. */
export function sanitise(raw: string): string {
  const kept = raw.replaceAll(DROPPED, "");
  let result = "";
  let end = 0;
  for (const match of kept.matchAll(COMMENT_OR_TAG)) {
    result += escapeText(kept.slice(end, match.index)) + sanitiseTag(match);
    end = match.index + match[0].length;
  }
  return result + escapeText(kept.slice(end));
}

/** Entities that the author wrote stay what they are. */
function escapeText(text: string): string {
  return escapeHtml(text).replaceAll(/&amp;(#\d+|#x[0-9a-f]+|[a-z]+);/gi, "&$1;");
}

function sanitiseTag([whole, slash = "", name, attributes = ""]: RegExpMatchArray): string {
  if (name === undefined) return "";
  const tag = name.toLowerCase();
  if (!TAGS.has(tag)) return escapeHtml(whole);
  const isOpen = tag === "details" && slash === "" && /^\s+open\b/i.test(attributes);
  return `<${slash}${tag}${isOpen ? " open" : ""}>`;
}
