/** Splits what follows a command's name into words and `key:value` options; quotation marks hold words together. */
import { nearest } from "#src/config/nearest.ts";

/** The words and options of one command. */
export interface Words {
  /** Free words in order; a quoted stretch is one word. */
  readonly words: readonly string[];
  /** Values by key, as written, quotation marks removed. */
  readonly options: Readonly<Record<string, string>>;
  /** In plain words, what could not be read. */
  readonly problems: readonly string[];
}

interface Token {
  readonly text: string;
  /** Where to go on. */
  readonly next: number;
  readonly problem?: string;
}

/** Longer lines are a paste gone wrong; the bound also keeps the search for closing marks short. */
const LONGEST = 4_000;

/** Splits `rest`. Only keys in `keys` are options; a near miss of one is a problem, any other `a:b` is a plain word. Linear. */
export function splitWords(rest: string, keys: readonly string[]): Words {
  if (rest.length > LONGEST) {
    return { words: [], options: {}, problems: [`this line is longer than ${LONGEST} characters`] };
  }
  const words: string[] = [];
  const options: Record<string, string> = {};
  const problems: string[] = [];
  let at = skipSpace(rest, 0);
  while (at < rest.length) {
    const key = readKey(rest, at);
    const known = key && keys.includes(key.name);
    if (key && !known) problems.push(...misspelt(key.name, keys));
    const token = known ? readValue(rest, key, keys) : readToken(rest, at);
    if (token.problem) problems.push(token.problem);
    if (known && Object.hasOwn(options, key.name)) problems.push(`\`${key.name}:\` is given twice`);
    if (known) options[key.name] = token.text;
    else words.push(token.text);
    at = skipSpace(rest, token.next);
  }
  return { words, options, problems };
}

function misspelt(name: string, keys: readonly string[]): string[] {
  const meant = nearest(name, keys);
  return meant === undefined ? [] : [`\`${name}:\` is not an option here; did you mean \`${meant}:\`?`];
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text[at]!)) at += 1;
  return at;
}

function isSpace(character: string): boolean {
  return /\s/.test(character);
}

/** A key such as `done-when` before a colon, in lower case with `_` as `-`; null when no key stands here. */
function readKey(text: string, from: number): { name: string; end: number } | null {
  let at = from;
  while (at < text.length && at - from < 40 && /[A-Za-z_-]/.test(text[at]!)) at += 1;
  if (at === from || text[at] !== ":" || text.startsWith("//", at + 1)) return null;
  return { name: text.slice(from, at).toLowerCase().replaceAll("_", "-"), end: at + 1 };
}

/** The value after the colon; a space between them is forgiven. */
function readValue(text: string, { name, end }: { name: string; end: number }, keys: readonly string[]): Token {
  const at = skipSpace(text, end);
  const following = at > end ? readKey(text, at) : null;
  const isMissing = at >= text.length || (following !== null && keys.includes(following.name));
  return isMissing ? { text: "", next: at, problem: `\`${name}:\` has no value` } : readToken(text, at);
}

function readToken(text: string, from: number): Token {
  if (/["“”„]/.test(text[from]!)) return readQuoted(text, from);
  let at = from;
  while (at < text.length && !isSpace(text[at]!)) at += 1;
  return { text: text.slice(from, at), next: at };
}

/** Phones and word processors write “typographic” marks: those close with one another, straight ones with straight ones. */
function readQuoted(text: string, from: number): Token {
  const marks = text[from] === '"' ? [/"/, /[”“]/] : [/[”“]/, /"/];
  const end = marks.map((mark) => closing(text, from + 1, mark)).find((found) => found >= 0);
  if (end === undefined) {
    const problem =
      "the quotation mark before `" + text.slice(from + 1, from + 21).replaceAll("`", "'") + "` is not closed";
    return { text: text.slice(from + 1), next: text.length, problem };
  }
  return { text: unescape(text.slice(from + 1, end)), next: end + 1 };
}

function closing(text: string, from: number, mark: RegExp): number {
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === "\\") at += 1;
    else if (mark.test(text[at]!)) return at;
  }
  return -1;
}

function unescape(text: string): string {
  return text.replaceAll(/\\(["“”\\])/g, "$1").trim();
}
