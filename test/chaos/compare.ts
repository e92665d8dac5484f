/** Names every difference between two ends. */
import type { Ending } from "./ending.ts";

/** In words: what is there in one run only, and which lines differ. Empty = equal. */
export function differencesOf(calm: Ending, chaos: Ending): readonly string[] {
  const names = [...new Set([...calm.keys(), ...chaos.keys()])].toSorted();
  return names.flatMap((name) => {
    const [wanted, found] = [calm.get(name), chaos.get(name)];
    if (found === undefined) return [`${name}: lost; the calm run has it`];
    if (wanted === undefined) return [`${name}: only the chaotic run has it: ${found.join(" | ").slice(0, 300)}`];
    const missing = without(wanted, found).map((line) => `    calm:  ${line}`);
    const surplus = without(found, wanted).map((line) => `    chaos: ${line}`);
    return missing.length + surplus.length === 0 ? [] : [[name, ...missing, ...surplus].join("\n")];
  });
}

/** Lines of one list that the other lacks, as often as it lacks them. */
function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = [...others];
  return lines.filter((line) => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
