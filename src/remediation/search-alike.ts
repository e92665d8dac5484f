/** Finds the texts that share telling words with another one, the rarest words first, with a search library. */
import MiniSearch from "minisearch";

/** How one text is like the text asked about. */
export interface Likeness {
  /** Shared, sorted. */
  readonly words: readonly string[];
  /** Above 0; higher the rarer the words are (BM25+). Says nothing beside that of another question. */
  readonly score: number;
}

/** One word can be chance. Measured in docs/decisions/0014. */
const WORDS_ALIKE = 2;

/**
 * Looks for words in texts, each given by its words. Words count only whole: stems, prefixes and slips of a letter found nothing more
 * that was right. @returns by the index of the text; texts that share fewer than two words are left out.
 */
export function searchAlike(
  wanted: readonly string[],
  texts: readonly (readonly string[])[],
): ReadonlyMap<number, Likeness> {
  const index = new MiniSearch<{ readonly id: number; readonly words: string }>({
    fields: ["words"],
    tokenize: (text) => text.split(" "),
    processTerm: (word) => word,
  });
  index.addAll(texts.map((words, id) => ({ id, words: words.join(" ") })));
  const found = index.search(wanted.join(" "), { filter: ({ terms }) => terms.length >= WORDS_ALIKE });
  return new Map(found.map(({ id, terms, score }) => [id as number, { words: terms.toSorted(), score }]));
}
