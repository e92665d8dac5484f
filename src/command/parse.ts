/** Finds the commands in a comment: `/pia …` at the start of a line that a reader would take for the author's own words. */
import { nearest } from "#src/config/nearest.ts";
import { parseBlocks } from "#src/markdown/parse-markdown.ts";
import { plainLines } from "#src/markdown/plain-lines.ts";

/** One line with a command. */
export interface ParsedCommand {
  /** 1-based line in the comment. */
  readonly line: number;
  /** The line as written, trimmed. */
  readonly written: string;
  /** The canonical name; null when nobody knows the word. */
  readonly name: string | null;
  /** The word after `/pia`, in lower case; `help` when there is none. */
  readonly word: string;
  /** The nearest name to an unknown word, when one is near enough to be what was meant. */
  readonly suggestion: string | null;
  /** All that follows the name, trimmed. */
  readonly rest: string;
}

/** Names by every word that means them: `{ accept: "accept", "accept-risk": "accept-risk" }`. */
export type CommandNames = ReadonlyMap<string, string>;

/** All commands of a comment, in order. Not in code, quotes or hidden comments. Linear in the text. */
export function parseCommands(body: string, names: CommandNames): ParsedCommand[] {
  return plainLines(parseBlocks(body)).flatMap(({ text, line }) => {
    const rest = afterPrefix(text);
    return rest === null ? [] : [parseLine(text.trim(), { line, rest, names })];
  });
}

/**
 * The commands that an edit added: those whose line did not stand in the comment before. A line that only moved is not new;
 * the same line twice, where it stood once, is new once.
 */
export function addedCommands(before: string, after: string, names: CommandNames): ParsedCommand[] {
  const known = new Map<string, number>();
  for (const { written } of parseCommands(before, names)) known.set(written, (known.get(written) ?? 0) + 1);
  return parseCommands(after, names).filter(({ written }) => {
    const left = known.get(written) ?? 0;
    known.set(written, left - 1);
    return left <= 0;
  });
}

/** What follows `/pia` on the line, or null when the line does not begin with it. Up to three spaces before it are still the start of a line in Markdown. */
function afterPrefix(text: string): string | null {
  const start = text.search(/\S/);
  if (start < 0 || start > 3 || text.slice(start, start + 4).toLowerCase() !== "/pia") return null;
  const rest = text.slice(start + 4);
  return rest === "" || /^\s/.test(rest) ? rest.trim() : null;
}

function parseLine(written: string, found: { line: number; rest: string; names: CommandNames }): ParsedCommand {
  const { line, names } = found;
  const end = found.rest.search(/\s/);
  const first = end < 0 ? found.rest : found.rest.slice(0, end);
  const word = first === "" ? "help" : first.toLowerCase();
  const name = names.get(word) ?? null;
  const suggestion = name === null ? (nearest(word, [...names.keys()]) ?? null) : null;
  return { line, written, name, word, suggestion, rest: found.rest.slice(first.length).trim() };
}
