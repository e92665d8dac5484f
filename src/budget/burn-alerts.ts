/** Multi-window burn-rate alerts on the incident history, as the SRE Workbook defines them. */
import type { Seconds } from "#src/calendar/instant.ts";
import { secondsBetween } from "./impact.ts";
import { isAbove } from "./incident-share.ts";
import { burnRate, type BudgetMeasure } from "./measure.ts";
import { divide, multiply, ratio, whole, type Rational } from "./rational.ts";

/** One alert: this share of the period's budget used within the long window, and still being used in the short one. */
export interface BurnAlertRule {
  readonly name: string;
  readonly budgetPercent: number;
  readonly long: Seconds;
  readonly short: Seconds;
}

/** SRE Workbook, "Alerting on SLOs", table 5-8: thresholds 14.4, 6, 3 and 1 for a period of 30 days. */
export const BURN_ALERTS: readonly BurnAlertRule[] = [
  { name: "page-fast", budgetPercent: 2, long: 3600, short: 300 },
  { name: "page-slow", budgetPercent: 5, long: 6 * 3600, short: 1800 },
  { name: "ticket-fast", budgetPercent: 10, long: 86_400, short: 7200 },
  { name: "ticket-slow", budgetPercent: 10, long: 3 * 86_400, short: 6 * 3600 },
];

/** How one alert stands; a null rate = a 100% target that is being missed. */
export interface BurnAlert {
  readonly name: string;
  readonly threshold: Rational;
  readonly long: Rational | null;
  readonly short: Rational | null;
  readonly fires: boolean;
}

/**
 * Judges the alerts as of now: threshold = budget share × period / long window; an alert fires when the burn rate over the
 * long AND over the short window are both strictly above it.
 */
export function burnAlerts(
  measure: BudgetMeasure,
  rules: readonly BurnAlertRule[] = BURN_ALERTS,
): readonly BurnAlert[] {
  const { profile, now, allowedShare } = measure;
  const over = (seconds: Seconds) => burnRate(secondsBetween(profile, now - seconds, now), seconds, allowedShare);
  return rules.map(({ name, budgetPercent, long, short }) => {
    const threshold = multiply(
      ratio(BigInt(budgetPercent), 100n),
      divide(whole(measure.end - measure.start), whole(long)),
    );
    const rates = { long: over(long), short: over(short) };
    return { name, threshold, ...rates, fires: isAbove(rates.long, threshold) && isAbove(rates.short, threshold) };
  });
}
