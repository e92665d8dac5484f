/** Which single incidents took so much of a component's budget that features wait for what they taught. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { Period } from "#src/calendar/period.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { ComponentBudgetQuestion } from "./component-budget.ts";
import { incidentBurns, type IncidentBurn, mayLastBeyond } from "./incident-burns.ts";
import { ownSeconds, sharePercent, usesMoreThan } from "./incident-share.ts";
import { readObjective, type Objective } from "./objective.ts";
import { divide, fromDecimal, HUNDRED, multiply, ONE, subtract, toNumber, whole, type Rational } from "./rational.ts";
import { boundsOf, type BudgetWindow } from "./window.ts";

/** A leap year, and the day by which clocks may differ. */
const LONGEST_PERIOD: Seconds = 367 * 86_400;

/** One incident above the threshold. Whether its systemic items are done is for the gate to see. */
export interface IncidentFreeze {
  readonly incident: Incident;
  /** Percent of the component's budget; null = of a 100% target. */
  readonly sharePercent: number | null;
  /** The end of its impact: the freeze stands in `[from, until)`. */
  readonly from: Instant;
  /** One window's length after `from`: the longest that it can stand. */
  readonly until: Instant;
  /** Start or end of the incident was not stated but taken from the issue's own times. */
  readonly assumed: boolean;
}

/**
 * The incidents that took strictly more than `above` percent of the component's budget and whose freeze stands now:
 * mitigated at most one window ago, largest share first. An incident that lasts freezes nothing yet: its fix must get through.
 * The share is taken of the window as of the mitigation, so that it does not change when a calendar period ends.
 */
export function incidentFreezes(
  question: Omit<ComponentBudgetQuestion, "permitAbove">,
  above: string,
): readonly IncidentFreeze[] {
  const read = readObjective(question.slo, question.zone);
  const threshold = fromDecimal(above);
  if (read.kind !== "objective" || !threshold) return [];
  const { now } = question;
  const windowAt = windowsOf(read.objective.window);
  const budgetOf = budgetsOf(read.objective);
  const oldest = now - longestOf(read.objective.window);
  const recent = question.incidents.filter((incident) => mayLastBeyond(incident, oldest));
  return incidentBurns(recent, question)
    .flatMap((burn) => freezeOf(burn, windowAt))
    .filter(({ from, until }) => from <= now && now < until)
    .flatMap(({ stretches, length, ...freeze }) => {
      const used = ownSeconds(stretches, Infinity);
      const budget = budgetOf(length);
      if (!usesMoreThan(used, budget, threshold)) return [];
      const share = sharePercent(used, budget);
      return [{ ...freeze, sharePercent: share && toNumber(share) }];
    })
    .toSorted((a, b) => (b.sharePercent ?? Infinity) - (a.sharePercent ?? Infinity) || a.from - b.from);
}

/** At least the length of the window, whichever period it is. */
function longestOf(window: BudgetWindow): Seconds {
  return window.type === "rolling" ? window.seconds : LONGEST_PERIOD;
}

/** Nothing for an incident that lasts. */
function freezeOf({ incident, stretches, assumed }: IncidentBurn, windowAt: (at: Instant) => Period) {
  const ends = stretches.map(({ to }) => to).filter((to) => to !== null);
  if (ends.length === 0 || ends.length < stretches.length) return [];
  const from = Math.max(...ends);
  const { start, end } = windowAt(from);
  return [{ incident, stretches, from, until: from + (end - start), length: end - start, assumed }];
}

/** The budget of a window by its length: lengths are few, incidents many. */
function budgetsOf({ target }: Objective): (length: Seconds) => Rational {
  const share = subtract(ONE, divide(target, HUNDRED));
  const known = new Map<Seconds, Rational>();
  return (length) => {
    const budget = known.get(length) ?? multiply(share, whole(length));
    known.set(length, budget);
    return budget;
  };
}

/** The window as of a moment; calendar periods are looked up once each, for thousands of incidents share a few months. */
function windowsOf(window: BudgetWindow): (at: Instant) => Period {
  if (window.type === "rolling") return (at) => boundsOf(window, at);
  const known: Period[] = [];
  return (at) => {
    const found = known.find(({ start, end }) => start <= at && at < end);
    if (found) return found;
    const period = boundsOf(window, at);
    known.push(period);
    return period;
  };
}
