/** Whether a later change gives back what an earlier one brought to a file, line by line: also when it does other things beside. */
import { essenceOf, type FileDiff, inverseOf } from "./diff.ts";

/** `whole`: the file says again what it said before. `perhaps`: what the fix had added is gone, and nothing of the old came back. */
export type GivenBack = "whole" | "perhaps" | "no";

/** What `change` gives back of this file of a fix. Lines that only moved, to another place or another file, are not gone. */
export function givenBack(fix: FileDiff, change: readonly FileDiff[]): GivenBack {
  const inverse = essenceOf(inverseOf(fix));
  if (change.some((file) => essenceOf(file) === inverse)) return "whole";
  const file = change.find(({ previousPath }) => previousPath === fix.path);
  const [added, removed] = [telling(fix.added), telling(fix.removed)];
  if (!file || fix.blobs !== null || added.length + removed.length === 0) return "no";
  const everywhere = {
    removed: tally(change.flatMap((one) => telling(one.removed))),
    added: tally(change.flatMap((one) => telling(one.added))),
  };
  const net = (line: string) => (everywhere.removed.get(line) ?? 0) - (everywhere.added.get(line) ?? 0);
  const isGone = holds(added, telling(file.removed), net);
  const isBack = holds(removed, telling(file.added), (line) => -net(line));
  if (!isGone || !isBack) return "no";
  return added.length > 0 && removed.length > 0 ? "whole" : "perhaps";
}

/** True when a file's text shows nothing of what the fix did to it. Null = the file is not there. */
export function showsNothing(fix: FileDiff, text: string | null): boolean {
  const [added, removed] = [telling(fix.added), telling(fix.removed)];
  const present = new Set(telling((text ?? "").split("\n")));
  return !added.some((line) => present.has(line)) && removed.every((line) => present.has(line));
}

/** True for a file by whose lines anything can be told. */
export function tells({ added, removed }: FileDiff): boolean {
  return telling(added).length + telling(removed).length > 0;
}

/** Each of these lines is among those of the file, as often, and also when all files are taken together. */
function holds(lines: readonly string[], file: readonly string[], net: (line: string) => number): boolean {
  const here = tally(file);
  return [...tally(lines)].every(([line, times]) => (here.get(line) ?? 0) >= times && net(line) >= times);
}

const LETTERS = /[\p{L}\p{N}]/gu;
/** Brackets, marks and a bare `else` stand everywhere and show nothing. */
const FEWEST_LETTERS = 5;

/** Without indentation: a line that is only moved inwards is the same. */
function telling(lines: readonly string[]): string[] {
  return lines.map((line) => line.trim()).filter((line) => (line.match(LETTERS) ?? []).length >= FEWEST_LETTERS);
}

function tally(lines: readonly string[]): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  return times;
}
