/** How much of the budget a single incident took: the measure behind "above 20% a post-mortem is mandatory". */
import type { Instant } from "#src/calendar/instant.ts";
import type { Stretch } from "./impact.ts";
import { add, compare, divide, HUNDRED, multiply, whole, ZERO, type Rational } from "./rational.ts";

/**
 * Impact × duration of one incident up to now, in full seconds. Neither clipped to a window nor cleared of overlaps with
 * other incidents: it says how bad the incident was, not what it added. With `since`, only what lies after that counts.
 */
export function ownSeconds(stretches: readonly Stretch[], now: Instant, since = -Infinity): Rational {
  return stretches
    .map(({ from, to, impact }) => ({ impact, seconds: Math.min(to ?? now, now) - Math.max(from, since) }))
    .filter(({ seconds }) => seconds > 0)
    .reduce((sum, { impact, seconds }) => add(sum, multiply(impact, whole(seconds))), ZERO);
}

/** An incident's share of a budget in percent; null when the budget is 0 and the incident used time: no share can be given. */
export function sharePercent(used: Rational, budget: Rational): Rational | null {
  if (used.numerator === 0n) return ZERO;
  return budget.numerator === 0n ? null : multiply(divide(used, budget), HUNDRED);
}

/** As `isAbove(sharePercent(used, budget), threshold)` for a threshold that is not negative, without a division: for a long history. */
export function usesMoreThan(used: Rational, budget: Rational, threshold: Rational): boolean {
  return compare(multiply(used, HUNDRED), multiply(threshold, budget)) > 0;
}

/** True when the share is strictly above the threshold (percent); any use of a 100% target is above every threshold. */
export function isAbove(share: Rational | null, threshold: Rational): boolean {
  return share === null || compare(share, threshold) > 0;
}
