/** What a source outside the incident history said of a budget, and the status that follows from it. */
import { sayDuration } from "#src/calendar/duration.ts";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { BudgetState, BudgetStatus } from "./component-budget.ts";
import { compare, fromDecimal, HUNDRED, multiply, ONE, subtract, toNumber, ZERO, type Rational } from "./rational.ts";

/** The remaining share, 1 = nothing is used, exactly as it was given; or why there is none, in words that can follow "because". */
export type RemainingAnswer =
  | { readonly kind: "remaining"; readonly share: Rational; readonly asOf: Instant }
  | { readonly kind: "unusable"; readonly reason: string };

/** An answer and who gave it. */
export type BudgetReading = RemainingAnswer & { readonly source: "prometheus" | "snapshot" };

/** Older data are no data. Source: gate.md, "Error budget". */
export const OLDEST_READING: Seconds = 15 * 60;

/** Availability counted in floats may end a little above 1. */
const ROUNDING = fromDecimal("0.000001")!;

/** Reads a remaining share as Prometheus writes it (`0.9871`, `-0.5`, `NaN`). More than 1 cannot remain: then it is no share. */
export function readShare(text: string): Rational | string {
  if (/^[+-]?(NaN|Inf)$/i.test(text)) return `it is ${text}, which is no share`;
  const share = fromDecimal(text);
  if (!share) return `it is ${text.slice(0, 40)}, which is no number that can be read`;
  if (compare(subtract(share, ONE), ROUNDING) <= 0) return share;
  return `it is ${text}, but no more than 1 can remain (0.742 means 74.2%)`;
}

/** Why data of this age cannot be used; null when they can. A clock may be a quarter of an hour off, either way. */
export function ageProblem(asOf: Instant, now: Instant): string | null {
  if (now - asOf > OLDEST_READING) return `its newest data are ${sayDuration(now - asOf)} old (at most 15 min count)`;
  if (asOf - now > OLDEST_READING) return `its data are dated ${sayDuration(asOf - now)} ahead of GitHub's clock`;
  return null;
}

/** healthy, low or exhausted by the exact share. @param permitAbove percent */
export function levelOfShare(share: Rational, permitAbove: Rational): Exclude<BudgetState, "unknown" | "none"> {
  if (compare(share, ZERO) < 0) return "exhausted";
  return compare(multiply(share, HUNDRED), permitAbove) >= 0 ? "healthy" : "low";
}

/**
 * The status by the reading in place of the one by the incident history, whose incidents stay as evidence (shares, freezes).
 * When it thaws is not known: what the service will do cannot be told from a share. Minutes are there when the objective is known.
 */
export function statusByReading(status: BudgetStatus, reading: BudgetReading, permitAbove: string): BudgetStatus {
  const { source } = reading;
  if (reading.kind === "unusable")
    return { ...status, ...NO_NUMBERS, source, status: "unknown", reason: reading.reason };
  const { share, asOf } = reading;
  const remaining = toNumber(share);
  const { budgetMinutes } = status;
  return {
    ...status,
    ...NO_NUMBERS,
    source,
    status: levelOfShare(share, fromDecimal(permitAbove) ?? HUNDRED),
    reason: null,
    readAt: asOf,
    remainingPercent: toNumber(multiply(share, HUNDRED)),
    remainingMinutes: budgetMinutes === null ? null : rounded(budgetMinutes * remaining),
    consumedMinutes: budgetMinutes === null ? null : rounded(budgetMinutes * (1 - remaining)),
  };
}

const NO_NUMBERS = {
  combine: null,
  consumedMinutes: null,
  remainingMinutes: null,
  remainingPercent: null,
  burnRate: null,
  thawAt: null,
  permitsAt: null,
  projectedExhaustion: null,
  nextChangeAt: null,
} as const;

/** For people only: the level is decided by the exact share. */
function rounded(minutes: number): number {
  return Math.round(minutes * 1e6) / 1e6;
}
