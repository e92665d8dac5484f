/** When the budget would be used up at the present rate. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { secondsBetween } from "./impact.ts";
import type { BudgetMeasure } from "./measure.ts";
import { ceiling, divide, multiply, whole } from "./rational.ts";
import type { BudgetWindow } from "./window.ts";

/**
 * now + remaining / (consumption per second over the lookback), rounded up to a whole second; now when nothing remains;
 * null when nothing was consumed in the lookback, or when a calendar period ends before. Old downtime that rolls out of
 * the window is ignored, so the answer may be early, never late.
 */
export function projectedExhaustion(
  measure: BudgetMeasure,
  { window, lookback }: { readonly window: BudgetWindow; readonly lookback: Seconds },
): Instant | null {
  const { now, remaining } = measure;
  if (remaining.numerator <= 0n) return now;
  const recent = secondsBetween(measure.profile, now - lookback, now);
  if (recent.numerator === 0n) return null;
  const at = now + Number(ceiling(divide(multiply(remaining, whole(lookback)), recent)));
  return window.type === "calendar" && at > measure.end ? null : at;
}
