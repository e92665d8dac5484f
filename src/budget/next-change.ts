/** When the level of a budget changes by the passing of time alone: downtime rolls out, an outage goes on, a period ends. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Period } from "#src/calendar/period.ts";
import { levelOf, limitsOf, secondsToChange, type BudgetLimits } from "./budget-level.ts";
import { areaBetween, levelAt, stepAt, type ImpactProfile } from "./impact.ts";
import { measureProfile } from "./measure.ts";
import type { Objective } from "./objective.ts";
import type { Rational } from "./rational.ts";
import { boundsOf } from "./window.ts";

/** What the change is asked of. */
export interface ChangeQuestion {
  readonly objective: Pick<Objective, "target" | "window">;
  readonly now: Instant;
  /** Percent */
  readonly permitAbove: Rational;
}

/**
 * The first whole second after now at which the level (healthy, low, exhausted) differs from the one now, if nobody edits
 * anything: what is ongoing goes on, what is announced happens. One second earlier it is still the same. Null = never.
 */
export function nextChange(profile: ImpactProfile, question: ChangeQuestion): Instant | null {
  const { window } = question.objective;
  return window.type === "rolling"
    ? nextRollingChange(profile, question, window.seconds)
    : nextCalendarChange(profile, question);
}

function limitsAt(profile: ImpactProfile, { objective, permitAbove }: ChangeQuestion, at: Instant): BudgetLimits {
  return limitsOf(measureProfile(profile, { ...objective, now: at }), permitAbove);
}

/** What enters the window at its end and leaves it at its start changes only at the profile's times, and a window later. */
function nextRollingChange(profile: ImpactProfile, question: ChangeQuestion, length: number): Instant | null {
  const { now } = question;
  const limits = limitsAt(profile, question, now);
  const atBest = levelOf(areaBetween(profile, now - length, now), limits) === "healthy";
  if (atBest && nextImpact(profile, now) === null) return null;
  const turns = new Set(profile.times.flatMap((time) => [time, time + length]).filter((time) => time > now));
  let from = now;
  let consumed = areaBetween(profile, now - length, now);
  for (const turn of [...turns].toSorted((a, b) => a - b)) {
    const perSecond = levelAt(profile, from) - levelAt(profile, from - length);
    const seconds = secondsToChange({ consumed, perSecond }, limits);
    if (seconds !== null && from + Number(seconds) <= turn) return from + Number(seconds);
    consumed += perSecond * BigInt(turn - from);
    from = turn;
  }
  // Beyond the last turn as much enters as leaves.
  return null;
}

/** After the last time of the profile all periods are alike but for their length: a year of months settles it. */
const SETTLED = 12;

function nextCalendarChange(profile: ImpactProfile, question: ChangeQuestion): Instant | null {
  const { window } = question.objective;
  const last = profile.times.at(-1) ?? question.now;
  let from = question.now;
  let period = boundsOf(window, from);
  const level = levelOf(areaBetween(profile, period.start, from), limitsAt(profile, question, from));
  for (let settled = 0; settled < SETTLED; settled += period.start > last ? 1 : 0) {
    const within = changeWithin(profile, { from, period, limits: limitsAt(profile, question, from) });
    if (within !== null) return within;
    if (levelOf(0n, limitsAt(profile, question, period.end)) !== level) return period.end;
    const next = nextImpact(profile, period.end);
    if (next === null) return null;
    period = boundsOf(window, next);
    from = period.start;
  }
  return null;
}

/** The first moment from this one on at which there is impact or impact may begin; null = there is none any more. */
function nextImpact(profile: ImpactProfile, from: Instant): Instant | null {
  return levelAt(profile, from) > 0n ? from : (profile.times[stepAt(profile, from) + 1] ?? null);
}

/** The first change of level after `from` and before the end of the period, within which consumption only grows. */
function changeWithin(
  profile: ImpactProfile,
  { from, period, limits }: { readonly from: Instant; readonly period: Period; readonly limits: BudgetLimits },
): Instant | null {
  let at = from;
  let consumed = areaBetween(profile, period.start, from);
  while (at < period.end) {
    const turn = Math.min(profile.times[stepAt(profile, at) + 1] ?? period.end, period.end);
    const perSecond = levelAt(profile, at);
    const seconds = secondsToChange({ consumed, perSecond }, limits);
    const change = seconds === null ? null : at + Number(seconds);
    if (change !== null && change <= turn && change < period.end) return change;
    consumed += perSecond * BigInt(turn - at);
    at = turn;
  }
  return null;
}
