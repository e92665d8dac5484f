/** When an overspent budget is in order again, if nothing else fails. */
import type { Instant } from "#src/calendar/instant.ts";
import { areaBetween, stepAt } from "./impact.ts";
import type { BudgetMeasure } from "./measure.ts";
import { divide, floor, HUNDRED, multiply, subtract, whole, type Rational } from "./rational.ts";
import type { BudgetWindow } from "./window.ts";

/**
 * The first whole second after now at which no less than `below` percent remains, assuming no further incident time:
 * a calendar window thaws when its period ends, a rolling one when enough old downtime has rolled out of it.
 * To be asked only of a budget that is frozen now. Null when it never thaws (`below` above 100).
 */
export function thawAt(measure: BudgetMeasure, window: BudgetWindow, below: Rational): Instant | null {
  const allowed = spendable(measure, below);
  if (allowed < 0n) return null;
  if (window.type === "calendar") return measure.end;
  return rollsOut(measure, allowed) + window.seconds;
}

/** The most that may be consumed with `percent` still remaining, in the units of the profile, rounded down: consumed > it ⇔ less remains. */
export function spendable(measure: Pick<BudgetMeasure, "budget" | "profile">, percent: Rational): bigint {
  const share = divide(subtract(HUNDRED, percent), HUNDRED);
  return floor(multiply(multiply(measure.budget, share), whole(measure.profile.scale)));
}

/** The first second s such that no more than `allowed` was consumed in `[s, now)`. */
function rollsOut({ profile, start, now }: BudgetMeasure, allowed: bigint): Instant {
  let excess = areaBetween(profile, start, now) - allowed;
  let from = start;
  for (let step = stepAt(profile, start); excess > 0n && from < now; step += 1) {
    const to = Math.min(profile.times[step + 1] ?? now, now);
    const level = profile.levels[step] ?? 0n;
    const area = level * BigInt(to - from);
    if (area >= excess) return from + Number((excess + level - 1n) / level);
    excess -= area;
    from = to;
  }
  return from;
}
