/** Names every difference between two ends. */
import { type Ending, FORGOTTEN } from "./ending.ts";
import { BREAK } from "./naming.ts";

/** What is forgotten is read when it is needed next: whether that has been may differ, what was read then may not. The files of a pull request are read only when a verdict needs them. */
const IS_CACHE = / remembers (files|records|pull|pulls) /;

function isUnknown(lines: readonly string[] | undefined): boolean {
  return lines === undefined || lines.join("") === FORGOTTEN;
}

/** In words: what is there in one run only, and which lines differ. Empty = equal. */
export function differencesOf(calm: Ending, chaos: Ending): readonly string[] {
  const names = [...new Set([...calm.keys(), ...chaos.keys()])].toSorted();
  return names.flatMap((name) => {
    const [wanted, found] = [calm.get(name), chaos.get(name)];
    if (IS_CACHE.test(name) && (isUnknown(found) || isUnknown(wanted))) return [];
    if (found === undefined) return [`${name}: lost; the calm run has it`];
    if (wanted === undefined) return [`${name}: only the chaotic run has it: ${found.join(" | ").slice(0, 300)}`];
    const missing = without(wanted, found);
    const surplus = without(found, wanted);
    if (missing.length + surplus.length === 0) return [];
    const said = [
      ...missing.map((line) => `    calm:  ${differingIn(line, surplus)}`),
      ...surplus.map((line) => `    chaos: ${differingIn(line, missing)}`),
    ];
    return [[name, ...said].join("\n")];
  });
}

/** Long texts are one line here; only the parts that the lines of the other side have less often are told. */
function differingIn(line: string, others: readonly string[]): string {
  const known = others.flatMap((other) => other.split(BREAK));
  return without(line.split(BREAK), known).join(BREAK);
}

/** Lists are in the order of numbers, which differ: where several things are named in a line, the order of its words does not count. */
function keyOf(line: string): string {
  return line
    .split(BREAK)
    .map((part) => (part.split("“").length > 2 ? inAnyOrder(part) : part))
    .join(BREAK);
}

function inAnyOrder(line: string): string {
  return line
    .split(/[\s,;.:()]+/)
    .toSorted()
    .join(" ");
}

/** Lines of one list that the other lacks, as often as it lacks them. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = others.map(keyOf);
  return lines.filter((line) => {
    const index = left.indexOf(keyOf(line));
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
