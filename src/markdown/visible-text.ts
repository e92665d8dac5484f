/** What a reader sees of a stretch of Markdown, by one pass from left to right: linear on any text, unlike a full reading of inline marks. */
import { decodeEntity } from "./entity.ts";

/** How code and addresses are shown. */
export interface Visibility {
  /** True: code spans and addresses become one `\ufffc` each, for readers of language. */
  readonly maskCode?: boolean;
}

/** Stands for something that is no language: a code span or an address. */
export const OBJECT = "\ufffc";

const UNSEEN = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/;
const SPACE = /[\u00a0\u2000-\u200a\u202f\u3000\t\r]/;
/** Hyphens that look like the plain one, as word processors put them into dates. */
const HYPHEN = /[\u2010-\u2012]/;
const WORD = /[\p{L}\p{N}]/u;

// What needs a second look; everything else is copied in stretches.
const MARKED = /[`\\*_~[\]!<&\t\r\u00a0\u2000-\u206f\u3000\ufeff]|https?:\/\//;
const PLAIN = /(?:[^`\\*_~[\]!<&h\t\r\u00a0\u2000-\u206f\u3000\ufeff]|h(?!ttps?:\/\/))+/y;

/**
 * The text without marks of emphasis, links' targets, tags, comments and footnote marks; escapes and entities resolved; no-break
 * spaces are spaces. Line breaks stay where they are, so that the n-th line of the answer is the n-th line of the source.
 */
export function visibleText(source: string, { maskCode = false }: Visibility = {}): string {
  if (!MARKED.test(source)) return source;
  const reader: Reader = { source, at: 0, out: "", maskCode, finders: new Map(), runs: null };
  while (reader.at < source.length) step(reader);
  return reader.out;
}

interface Reader {
  readonly source: string;
  at: number;
  out: string;
  readonly maskCode: boolean;
  /** For each mark the last answer of a search, so that a text full of openings is searched once. */
  readonly finders: Map<string, number>;
  /** Runs of back ticks by their length: where they begin, and how many of them lie behind us. */
  runs: Map<number, { readonly places: number[]; passed: number }> | null;
}

type Rule = (reader: Reader) => boolean;

const RULES: Readonly<Record<string, Rule>> = {
  "`": readCode,
  "\\": readEscape,
  "*": skipMarks,
  _: skipUnderscore,
  "~": skipStrike,
  "[": skipOpening,
  "!": skipImageMark,
  "]": skipClosing,
  "<": skipTag,
  "&": readEntity,
  h: readAddress,
};

function step(reader: Reader): void {
  PLAIN.lastIndex = reader.at;
  const plain = PLAIN.exec(reader.source)?.[0];
  if (plain !== undefined) {
    reader.out += plain;
    reader.at += plain.length;
    return;
  }
  const character = reader.source[reader.at]!;
  const rule = RULES[character];
  if (rule !== undefined && rule(reader)) return;
  reader.at += 1;
  if (UNSEEN.test(character)) return;
  reader.out += SPACE.test(character) ? " " : HYPHEN.test(character) ? "-" : character;
}

/** Position of the next `mark` at or behind `from`, or -1; each stretch of the text is searched once. */
function find(reader: Reader, mark: string, from: number): number {
  const known = reader.finders.get(mark);
  if (known !== undefined && (known === -1 || known >= from)) return known;
  const found = reader.source.indexOf(mark, from);
  reader.finders.set(mark, found);
  return found;
}

function linesOf(text: string): string {
  return text.replaceAll(/[^\n]+/g, "");
}

function runLength(text: string, at: number): number {
  let end = at;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

function readCode(reader: Reader): boolean {
  const { source, at } = reader;
  const length = runLength(source, at);
  reader.runs ??= codeRuns(source);
  const runs = reader.runs.get(length)!;
  while (runs.places[runs.passed]! <= at) runs.passed += 1;
  const end = runs.places[runs.passed];
  reader.at = at + length;
  if (end === undefined) return true;
  const code = source.slice(at + length, end);
  reader.out += reader.maskCode ? OBJECT + linesOf(code) : code;
  reader.at = end + length;
  return true;
}

/** Where runs of back ticks begin, by their length, in order. */
function codeRuns(source: string): NonNullable<Reader["runs"]> {
  const runs: NonNullable<Reader["runs"]> = new Map();
  for (let at = source.indexOf("`"); at !== -1;) {
    const length = runLength(source, at);
    const known = runs.get(length);
    if (known) known.places.push(at);
    else runs.set(length, { places: [at], passed: 0 });
    at = source.indexOf("`", at + length);
  }
  return runs;
}

function readEscape(reader: Reader): boolean {
  const next = reader.source[reader.at + 1];
  if (next === "\n") reader.at += 1;
  else if (next !== undefined && /[!-/:-@[-`{-~]/.test(next)) {
    reader.out += next;
    reader.at += 2;
  } else return false;
  return true;
}

function skipMarks(reader: Reader): boolean {
  const length = runLength(reader.source, reader.at);
  const before = reader.source[reader.at - 1] ?? " ";
  const after = reader.source[reader.at + length] ?? " ";
  // Between spaces it is a star: `2 * 3`.
  if (length === 1 && before === " " && after === " ") return false;
  reader.at += length;
  return true;
}

function skipUnderscore(reader: Reader): boolean {
  const length = runLength(reader.source, reader.at);
  const before = reader.source[reader.at - 1] ?? " ";
  const after = reader.source[reader.at + length] ?? " ";
  if (WORD.test(before) && WORD.test(after)) return false;
  reader.at += length;
  return true;
}

function skipStrike(reader: Reader): boolean {
  if (reader.source[reader.at + 1] !== "~") return false;
  reader.at += 2;
  return true;
}

function skipImageMark(reader: Reader): boolean {
  if (reader.source[reader.at + 1] !== "[") return false;
  reader.at += 1;
  return true;
}

function skipOpening(reader: Reader): boolean {
  const { source, at } = reader;
  if (source[at + 1] === "^") {
    const end = find(reader, "]", at);
    if (end !== -1 && end - at <= 40) {
      reader.at = end + 1;
      return true;
    }
  }
  // `list[0]` keeps its brackets; `[text]` is a link by reference or a stamp, and reads well without.
  if (at > 0 && WORD.test(source[at - 1]!)) return false;
  reader.at += 1;
  return true;
}

function skipClosing(reader: Reader): boolean {
  const { source, at } = reader;
  reader.at += 1;
  if (source[at + 1] === "(") {
    const end = targetEnd(reader, at + 2);
    if (end !== -1) {
      if (reader.maskCode) reader.out += linesOf(source.slice(at, end));
      reader.at = end + 1;
    }
  } else if (source[at + 1] === "[") {
    const end = find(reader, "]", at + 2);
    if (end !== -1 && end - at <= 200) reader.at = end + 1;
  }
  return true;
}

/** Where the parenthesis of a link's target closes; -1 when this is no target. */
function targetEnd(reader: Reader, from: number): number {
  const { source } = reader;
  let end = find(reader, ")", from);
  if (end === -1) return -1;
  const breaks = [find(reader, " ", from), find(reader, "\n", from)].filter((place) => place !== -1);
  const space = Math.min(...breaks, source.length);
  if (space < end) return /["'(\n]/.test(source[space + 1] ?? "") ? end : -1;
  const opened = source.slice(from, end).split("(").length - 1;
  // One pair of parentheses within an address, as in Wikipedia's.
  if (opened > 0 && source[end + 1] === ")") end += 1;
  return end;
}

function skipTag(reader: Reader): boolean {
  const { source, at } = reader;
  if (source.startsWith("<!--", at)) {
    const end = find(reader, "-->", at + 4);
    if (end === -1) return false;
    reader.out += linesOf(source.slice(at, end));
    reader.at = end + 3;
    return true;
  }
  if (!/[A-Za-z/]/.test(source[at + 1] ?? "")) return false;
  const end = find(reader, ">", at);
  if (end === -1 || end - at > 1000) return false;
  const inner = source.slice(at + 1, end);
  if (/^(?:https?:|mailto:)\S*$/.test(inner)) reader.out += reader.maskCode ? OBJECT : inner;
  else if (/^[\w.+-]+@[\w.-]+$/.test(inner)) reader.out += inner;
  else reader.out += /^\/t[dh]\b/i.test(inner) ? " | " : /^br\b/i.test(inner) ? " " : linesOf(inner);
  reader.at = end + 1;
  return true;
}

function readEntity(reader: Reader): boolean {
  const match = /^&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,10});/i.exec(reader.source.slice(reader.at, reader.at + 14));
  if (!match) return false;
  const character = decodeEntity(match[0]);
  reader.out += SPACE.test(character) ? " " : character;
  reader.at += match[0].length;
  return true;
}

function readAddress(reader: Reader): boolean {
  const { source, at } = reader;
  if (!source.startsWith("http://", at) && !source.startsWith("https://", at)) return false;
  let end = at;
  while (end < source.length && !/[\s<>|)\]]/.test(source[end]!)) end += 1;
  reader.out += reader.maskCode ? OBJECT : source.slice(at, end);
  reader.at = end;
  return true;
}
