/** Tells what the template left to fill in from what people wrote. */

/** True for `…`, `Why …?`, `Because …` and nothing at all. */
export function isPlaceholder(text: string): boolean {
  return text.replaceAll(/\b(?:why|because)\b|[\s….?]/gi, "") === "";
}
