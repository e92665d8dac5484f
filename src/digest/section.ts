/** What a section of the weekly summary is: one question that a reader has on Monday morning, answered from the facts. */
import type { DigestFacts } from "./digest-facts.ts";

/** One section; to add one: a file in sections/ and a line in sections.ts. */
export interface Section {
  /** As a heading; the empty string for words that stand before the first one. */
  readonly title: string;
  /** True for what is only worth reading beside something else: it alone makes no summary. */
  readonly background: boolean;
  /** Markdown below the heading; null when there is nothing to say. All text from people is escaped. */
  render(facts: DigestFacts): string | null;
}
