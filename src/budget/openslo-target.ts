/** The target of an OpenSLO objective, exactly; of several the strictest, so that the budget is never larger than any promise allows. */
import { compare, fromDecimal, HUNDRED, multiply, toDecimal, ZERO, type Rational } from "./rational.ts";

/** One entry of `objectives` as it was written; null = the key is not there. */
export interface WrittenTarget {
  readonly target: string | null;
  readonly targetPercent: string | null;
  /** It has an indicator or a weight of its own: a part of a composite. */
  readonly isComposite: boolean;
}

/** The target; `index` is that of the objective that was taken, or that is wrong (null = the list itself is). */
export type ReadTarget =
  | { readonly ok: true; readonly percent: string; readonly index: number; readonly note: string | null }
  | { readonly ok: false; readonly problem: string; readonly index: number | null };

/** Reads all objectives and takes the highest target. One that is wrong makes the whole file wrong: it might have been the strictest. */
export function strictestTarget(objectives: readonly WrittenTarget[]): ReadTarget {
  if (objectives.length === 0) return { ok: false, problem: "`objectives` holds no objective", index: null };
  if (objectives.length > 1 && objectives.some(({ isComposite }) => isComposite)) {
    const problem = "objectives with indicators of their own make a composite, which has no one target";
    return { ok: false, problem, index: null };
  }
  const read = objectives.map(percentOf);
  const wrong = read.findIndex((percent) => typeof percent === "string");
  if (wrong >= 0) return { ok: false, problem: read[wrong] as string, index: wrong };
  const percents = read as Rational[];
  const index = percents.reduce((best, percent, at) => (compare(percent, percents[best]!) > 0 ? at : best), 0);
  const note = percents.length > 1 ? `the strictest of ${percents.length} objectives` : null;
  return { ok: true, percent: say(percents[index]!), index, note };
}

function percentOf({ target, targetPercent }: WrittenTarget): Rational | string {
  if (target === null && targetPercent === null) return "the objective has neither `target` nor `targetPercent`";
  const share = target === null ? null : fromDecimal(target);
  const percent = targetPercent === null ? null : fromDecimal(targetPercent);
  if (target !== null && (!share || compare(share, ZERO) < 0 || compare(share, ONE_SHARE) > 0)) {
    return `\`target: ${target}\` is not a share from 0 to 1, such as 0.999 (percent stand in \`targetPercent\`)`;
  }
  if (targetPercent !== null && (!percent || compare(percent, ZERO) < 0 || compare(percent, HUNDRED) > 0)) {
    return `\`targetPercent: ${targetPercent}\` is not a percentage from 0 to 100, such as 99.9`;
  }
  const ofShare = share && multiply(share, HUNDRED);
  if (ofShare && percent && compare(ofShare, percent) !== 0) {
    return `\`target: ${target}\` and \`targetPercent: ${targetPercent}\` say different things: keep one of them`;
  }
  return (ofShare ?? percent)!;
}

const ONE_SHARE = fromDecimal("1")!;

/** Without zeros at the end. Inputs are decimals of at most 40 places, so nothing is rounded. */
function say(percent: Rational): string {
  return toDecimal(percent, 42).replace(/0+$/, "").replace(/\.$/, "");
}
