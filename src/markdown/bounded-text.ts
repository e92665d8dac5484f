/** Texts that would cost the parser quadratic time, made harmless without moving a character: what nobody writes on purpose is text to it. */

/** More marks of quotes and lists than this on one line are text. */
export const DEEPEST_MARKS = 60;

const ABYSS = new RegExp(
  String.raw`^(?:[ \t]{0,3}(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){${DEEPEST_MARKS}}(?=[ \t]{0,3}(?:[>*+-]|\d))`,
  "gm",
);

/** Opening a quote or an item takes the parser the longer the deeper it is: on one line, marks beyond the 60th are text to it. */
export function withoutAbyss(text: string): string {
  let flat = "";
  let at = 0;
  for (const { from, to } of abysses(text)) {
    flat += `${text.slice(at, from)}${" x".repeat(to - from).slice(0, to - from)}`;
    at = to;
  }
  return flat + text.slice(at);
}

/** Where such lines stand, from the 61st mark to the end of the line. */
export function abysses(text: string): { readonly from: number; readonly to: number }[] {
  return [...text.matchAll(ABYSS)].map((match) => {
    const from = match.index + match[0].length;
    const end = text.indexOf("\n", from);
    return { from, to: end === -1 ? text.length : end };
  });
}

/** So many at most in a paragraph, an item or a whole table: the parser pairs each with each. */
const MOST_BRACKETS = 1_000;
const MOST_EMPHASIS = 4_000;

const BREAK = /[ \t>]*(?:\n|$|[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t])/y;

/** Opening brackets and marks of emphasis beyond some thousands in one block are text to the parser. */
export function withoutSwarm(text: string): string {
  const surplus = surplusMarks(text);
  if (surplus.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const place of surplus) {
    parts.push(text.slice(at, place));
    at = place + 1;
  }
  parts.push(text.slice(at));
  return parts.join("x");
}

function surplusMarks(text: string): number[] {
  const surplus: number[] = [];
  let brackets = 0;
  let emphasis = 0;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text.charCodeAt(at);
    if (mark === 10 && isBreak(text, at + 1)) {
      brackets = 0;
      emphasis = 0;
    } else if (mark === 91) {
      brackets += 1;
      if (brackets > MOST_BRACKETS) surplus.push(at);
    } else if (mark === 42 || mark === 95) {
      emphasis += 1;
      if (emphasis > MOST_EMPHASIS) surplus.push(at);
    }
  }
  return surplus;
}

function isBreak(text: string, at: number): boolean {
  BREAK.lastIndex = at;
  return BREAK.test(text);
}
