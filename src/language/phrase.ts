/** What a phrase of blame is: data that people review, and that one matcher reads. */
import type { SectionRole } from "#src/markdown/section-role.ts";

/** The kinds of phrases. */
export const LANGUAGE_CLASSES = [
  "human-error",
  "counterfactual",
  "omission",
  "trait",
  "accident",
  "judgement",
  "precaution",
  "blame",
  "animated",
  "named-person",
] as const;
export type LanguageClass = (typeof LANGUAGE_CLASSES)[number];

/** `info` is a hint and never makes a check fail. */
export type LanguageSeverity = "warning" | "info";

/** One phrase. */
export interface Phrase {
  readonly id: string;
  readonly class: LanguageClass;
  /**
   * Words that give the phrase away, as the source of a regular expression in which a space stands for any white space. Every
   * repetition in it is bounded.
   */
  readonly cue: string;
  /**
   * Who has to do it: `person` = somebody stands before the cue as its subject; `specific` = and it is not just `we`; `clause` =
   * the clause begins with somebody.
   */
  readonly subject: "person" | "specific" | "clause" | "none";
  /** A capitalised word that is no known product may be its subject, too: what it says is hardly said of software. */
  readonly names?: true;
  /** What must not stand right before or behind the cue: then it means something else. */
  readonly unless?: { readonly before?: string; readonly behind?: string };
  /** Only in sections with these roles; absent = in all. */
  readonly within?: readonly SectionRole[];
  readonly severity: LanguageSeverity;
  /** Why it gets in the way, for the person who wrote it. */
  readonly reason: string;
  /** What to write instead, or what to ask. */
  readonly suggestion: string;
  /** Real sentences that it finds, and sentences that it leaves alone; both are tests and documentation. */
  readonly finds: readonly string[];
  readonly leaves: readonly string[];
}
