/** The error budget of one window: what it is, what was used of it, and whether it is overspent. All numbers are exact. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { profileOf, secondsBetween, type Combine, type ImpactProfile, type Stretch } from "./impact.ts";
import { compare, divide, HUNDRED, multiply, ONE, subtract, whole, ZERO, type Rational } from "./rational.ts";
import { boundsOf, type BudgetWindow } from "./window.ts";

/** One incident as the budget sees it: its stretches of impact on the component in question. */
export interface Burn {
  readonly id: string;
  readonly stretches: readonly Stretch[];
}

/** What was promised and what happened. */
export interface BudgetQuestion {
  /** Percent, 0..100. */
  readonly target: Rational;
  readonly window: BudgetWindow;
  readonly now: Instant;
  readonly combine: Combine;
  readonly burns: readonly Burn[];
}

/** The answer; `null` percent = a 100% target that was missed, so that no share can be given. */
export interface BudgetMeasure {
  readonly start: Instant;
  readonly end: Instant;
  readonly now: Instant;
  /** 1 − target/100 */
  readonly allowedShare: Rational;
  /** allowedShare × window seconds */
  readonly budget: Rational;
  /** Integral of impact over `[start, min(now, end))`. */
  readonly consumed: Rational;
  readonly remaining: Rational;
  readonly remainingPercent: Rational | null;
  readonly profile: ImpactProfile;
}

/**
 * Measures the budget as of now: budget = (1 − target) × window; consumed = ∫ impact over the part of the window before now;
 * remaining% = (budget − consumed) / budget × 100. Source: SRE Workbook, "Implementing SLOs" and "Error Budget Policy".
 */
export function measureBudget(question: BudgetQuestion): BudgetMeasure {
  const profile = profileOf(
    question.burns.flatMap((burn) => burn.stretches),
    question.combine,
  );
  return measureProfile(profile, question);
}

/** The same for a profile that is already at hand; `burns` and `combine` are in the profile. */
export function measureProfile(
  profile: ImpactProfile,
  { target, window, now }: Pick<BudgetQuestion, "target" | "window" | "now">,
): BudgetMeasure {
  const { start, end } = boundsOf(window, now);
  const allowedShare = subtract(ONE, divide(target, HUNDRED));
  const budget = multiply(allowedShare, whole(end - start));
  const consumed = secondsBetween(profile, start, Math.min(now, end));
  const remaining = subtract(budget, consumed);
  const remainingPercent = percentLeft(budget, consumed);
  return { start, end, now, allowedShare, budget, consumed, remaining, remainingPercent, profile };
}

/** Remaining share of a budget in percent; of a budget of 0: 100 when nothing is consumed, else null. */
export function percentLeft(budget: Rational, consumed: Rational): Rational | null {
  if (budget.numerator !== 0n) return multiply(divide(subtract(budget, consumed), budget), HUNDRED);
  return consumed.numerator === 0n ? HUNDRED : null;
}

/** True when less than this share (percent) of the budget remains: strictly, so a budget exactly spent is not frozen at 0. */
export function isFrozen(remainingPercent: Rational | null, below: Rational): boolean {
  return remainingPercent === null || compare(remainingPercent, below) < 0;
}

/**
 * How fast the budget is being used: (consumed / elapsed) / (1 − target); 1 = exactly spent at the end of the window.
 * 0 when no time has elapsed; null when the target is 100% and something was consumed.
 * For rolling windows this is Sloth's `slo:period_burn_rate:ratio`.
 */
export function burnRate(consumed: Rational, elapsed: Seconds, allowedShare: Rational): Rational | null {
  if (elapsed <= 0 || consumed.numerator === 0n) return ZERO;
  if (allowedShare.numerator === 0n) return null;
  return divide(divide(consumed, whole(elapsed)), allowedShare);
}

/** Burn rate of the window so far. */
export function windowBurnRate(measure: BudgetMeasure): Rational | null {
  return burnRate(measure.consumed, Math.min(measure.now, measure.end) - measure.start, measure.allowedShare);
}
