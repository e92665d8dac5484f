/** Impact over time as a step function in whole numbers: how much of a component was down, second by second, without rounding. */
import type { Instant } from "#src/calendar/instant.ts";
import { greatestCommonDivisor, ratio, type Rational } from "./rational.ts";
import { levelsByMaximum, levelsBySum } from "./overlap.ts";

/** One stretch `[from, to)` of impact on one component. */
export interface Stretch {
  readonly from: Instant;
  /** Null while it lasts. */
  readonly to: Instant | null;
  /** 0..1 */
  readonly impact: Rational;
}

/** How overlapping stretches add up: the largest counts, or their sum but never more than 1. */
export type Combine = "max" | "sum";

/**
 * Impact by time: from `times[i]` (inclusive) to `times[i + 1]` it is `levels[i] / scale`; before the first time it is 0;
 * the last level lasts for ever. `areas[i]` = the integral up to `times[i]`, in seconds / scale.
 */
export interface ImpactProfile {
  readonly scale: bigint;
  readonly times: readonly Instant[];
  readonly levels: readonly bigint[];
  readonly areas: readonly bigint[];
}

/**
 * Adds stretches up to one profile by a sweep over their ends: O(n log n).
 * Stretches of no length or no impact count nothing. Impact must lie in 0..1.
 */
export function profileOf(stretches: readonly Stretch[], combine: Combine): ImpactProfile {
  const scale = commonDenominator(stretches);
  const scaled = stretches
    .map(({ from, to, impact }) => ({
      from,
      to: to ?? Number.POSITIVE_INFINITY,
      level: impact.numerator * (scale / impact.denominator),
    }))
    .filter(({ from, to, level }) => to > from && level > 0n);
  const times = timesOf(scaled);
  const levels = combine === "sum" ? levelsBySum(scaled, { times, cap: scale }) : levelsByMaximum(scaled, times);
  return { scale, times, levels, areas: areasOf(times, levels) };
}

function commonDenominator(stretches: readonly Stretch[]): bigint {
  let common = 1n;
  for (const denominator of new Set(stretches.map(({ impact }) => impact.denominator))) {
    common = (common / greatestCommonDivisor(common, denominator)) * denominator;
  }
  return common;
}

function timesOf(stretches: readonly { from: Instant; to: Instant }[]): readonly Instant[] {
  const times = new Float64Array(stretches.length * 2);
  stretches.forEach(({ from, to }, index) => times.set([from, to], index * 2));
  return [...new Set(times.toSorted())].filter(Number.isFinite);
}

function areasOf(times: readonly Instant[], levels: readonly bigint[]): readonly bigint[] {
  let area = 0n;
  return times.map((time, index) => {
    if (index > 0) area += levels[index - 1]! * BigInt(time - times[index - 1]!);
    return area;
  });
}

/** Index of the last time that is not after the instant; −1 when all are after it. */
export function stepAt(profile: ImpactProfile, instant: Instant): number {
  let [low, high] = [0, profile.times.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (profile.times[middle]! <= instant) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Impact at an instant, in units of 1/scale. */
export function levelAt(profile: ImpactProfile, instant: Instant): bigint {
  return profile.levels[stepAt(profile, instant)] ?? 0n;
}

/** The integral of impact over `[from, to)` in seconds / scale; 0 when `to` is not after `from`. */
export function areaBetween(profile: ImpactProfile, from: Instant, to: Instant): bigint {
  return to > from ? areaUpTo(profile, to) - areaUpTo(profile, from) : 0n;
}

function areaUpTo(profile: ImpactProfile, instant: Instant): bigint {
  const step = stepAt(profile, instant);
  if (step < 0) return 0n;
  return profile.areas[step]! + profile.levels[step]! * BigInt(instant - profile.times[step]!);
}

/** The integral of impact over `[from, to)` in full seconds of downtime, exactly. */
export function secondsBetween(profile: ImpactProfile, from: Instant, to: Instant): Rational {
  return ratio(areaBetween(profile, from, to), profile.scale);
}
