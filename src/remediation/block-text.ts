/** How the texts of an item's block are written and read: dates, decisions, lists of lines. */
import { formatInstant, parseInstant } from "#src/calendar/instant.ts";
import { cleanText } from "#src/markdown/escape.ts";
import type { Decision } from "./item.ts";

/** A value read from a row, or in plain words why it cannot be read. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** Reads one of these words, in any case. */
export function oneOf<T extends string>(words: readonly T[]): (text: string) => Reading<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text.toLowerCase());
    return word ? { value: word } : { problem: `is none of ${words.join(", ")}` };
  };
}

/** Reads one entry a line; one that cannot be read makes the whole text unreadable, so that nothing is dropped. */
export function lines<T>(read: (line: string) => Reading<T>): (text: string) => Reading<T[]> {
  return (text) => {
    const readings = text.split("\n").map((line) => read(line.trim()));
    const failed = readings.find((reading) => "problem" in reading);
    return failed ?? { value: readings.flatMap((reading) => ("value" in reading ? [reading.value] : [])) };
  };
}

/** Reads `YYYY-MM-DD`, a day that exists. */
export function readDate(text: string): Reading<string> {
  const exists = /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(`${text}T00:00:00Z`) !== null;
  return exists ? { value: text } : { problem: "is not a date such as 2026-12-01" };
}

/** `@login, 2026-12-01T10:00:00Z: reason`; `readDecision` is the inverse. */
export function writeDecision({ by, at, reason }: Decision): string {
  const why = reason === null ? "" : oneLine(reason);
  return `@${by}, ${formatInstant(at)}${why === "" ? "" : `: ${why}`}`;
}

/** Reads what `writeDecision` wrote. */
export function readDecision(text: string): Reading<Decision> {
  const who = text.slice(0, Math.max(0, text.indexOf(","))).trim();
  const rest = text.slice(text.indexOf(",") + 1).trim();
  const colon = rest.indexOf(": ");
  const at = parseInstant(colon < 0 ? rest : rest.slice(0, colon));
  const by = who.startsWith("@") ? who.slice(1) : who;
  if (by === "" || at === null) return { problem: "does not read “@login, 2026-12-01T10:00:00Z: reason”" };
  return { value: { by, at, reason: colon < 0 ? null : rest.slice(colon + 2).trim() } };
}

/** A person's text without line breaks: a line break would begin the next entry. */
export function oneLine(text: string): string {
  return cleanText(text).replaceAll("\n", " ");
}
