/** Replaces one stretch of a text and nothing else. */
import type { Region } from "./parse-markdown.ts";

/** The text with the region replaced. A region outside of the text is clipped to it. */
export function replaceRegion(text: string, region: Region, replacement: string): string {
  const from = Math.max(0, Math.min(region.from, text.length));
  const to = Math.max(from, Math.min(region.to, text.length));
  return text.slice(0, from) + replacement + text.slice(to);
}
