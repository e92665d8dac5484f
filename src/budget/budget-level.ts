/** How a budget stands with regard to what it permits: healthy, low or exhausted. */
import type { BudgetMeasure } from "./measure.ts";
import { ZERO, type Rational } from "./rational.ts";
import { spendable } from "./thaw.ts";

/** healthy = at least `permit_above` remains; low = something between that and nothing; exhausted = more than all is used. */
export type BudgetLevel = "healthy" | "low" | "exhausted";

/** The most that may be consumed at each level, in the units of the profile. */
export interface BudgetLimits {
  readonly healthy: bigint;
  readonly low: bigint;
}

/** The limits of a budget. A budget of 0 (100% target) is healthy while nothing is consumed, and exhausted by anything. */
export function limitsOf(measure: Pick<BudgetMeasure, "budget" | "profile">, permitAbove: Rational): BudgetLimits {
  return { healthy: spendable(measure, permitAbove), low: spendable(measure, ZERO) };
}

/** The level of a budget of which so much is consumed, exactly: at a limit it still belongs to the better level. */
export function levelOf(consumed: bigint, limits: BudgetLimits): BudgetLevel {
  if (consumed <= limits.healthy) return "healthy";
  return consumed <= limits.low ? "low" : "exhausted";
}

/** How much is consumed at a moment, and by how much that grows (or, negative, shrinks) every second. */
export interface Consumption {
  readonly consumed: bigint;
  readonly perSecond: bigint;
}

/** After how many whole seconds (at least 1) the level differs, at this rate; null = never. */
export function secondsToChange({ consumed, perSecond }: Consumption, limits: BudgetLimits): bigint | null {
  const level = levelOf(consumed, limits);
  if (perSecond > 0n) {
    if (level === "exhausted") return null;
    return (limits[level] - consumed) / perSecond + 1n;
  }
  if (perSecond === 0n || level === "healthy") return null;
  const limit = level === "low" ? limits.healthy : limits.low;
  // A limit below 0 (permit_above over 100%) is never reached: consumption stops at 0.
  return limit < 0n ? null : (consumed - limit - perSecond - 1n) / -perSecond;
}
