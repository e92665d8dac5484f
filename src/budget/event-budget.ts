/** Error budgets that count events (requests) instead of time. */
import { isFrozen, percentLeft } from "./measure.ts";
import { divide, HUNDRED, multiply, ONE, subtract, ZERO, type Rational } from "./rational.ts";

/** How many events there were, how many of them were bad, and what was promised in percent. */
export interface EventCounts {
  readonly target: Rational;
  readonly total: Rational;
  readonly bad: Rational;
}

/** The budget in events; null = a 100% target that was missed. */
export interface EventBudget {
  readonly budget: Rational;
  readonly bad: Rational;
  readonly remaining: Rational;
  readonly remainingPercent: Rational | null;
  readonly burnRate: Rational | null;
  readonly frozen: boolean;
  /** No traffic: nothing can be said, and nothing is frozen. */
  readonly noData: boolean;
}

/**
 * budget = (1 − target) × total events; burn rate = bad / budget; frozen when less than `freezeBelow` percent remains, strictly.
 * Source: SRE Workbook, "Implementing SLOs". Counts must satisfy 0 ≤ bad ≤ total.
 */
export function eventBudget({ target, total, bad }: EventCounts, freezeBelow: Rational): EventBudget {
  const budget = multiply(subtract(ONE, divide(target, HUNDRED)), total);
  const remainingPercent = percentLeft(budget, bad);
  const noData = total.numerator === 0n;
  return {
    budget,
    bad,
    remaining: subtract(budget, bad),
    remainingPercent,
    burnRate: bad.numerator === 0n ? ZERO : budget.numerator === 0n ? null : divide(bad, budget),
    frozen: !noData && isFrozen(remainingPercent, freezeBelow),
    noData,
  };
}
