/** Text that somebody else wrote, made fit to stand in a sentence of ours. */

const LONGEST = 200;
// Control characters, zero-width spaces, and marks that reverse the direction of what follows.
const UNWANTED = /[\p{Cc}\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]+/gu;

/** One line of at most 200 characters, without control characters and backticks (those are ours); quoted, so that it reads as another's words. */
export function foreign(text: string): string {
  const line = text.toWellFormed().replaceAll(UNWANTED, " ").replaceAll("`", "'").replaceAll(/\s+/g, " ").trim();
  const whole = [...line];
  return `“${whole.length <= LONGEST ? line : `${whole.slice(0, LONGEST - 1).join("")}…`}”`;
}
