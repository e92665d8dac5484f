/** The error budget of one component from its incident history: the face that the gate, the digest and the analysis look at. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Zone } from "#src/calendar/zone.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { levelOf, limitsOf, type BudgetLevel } from "./budget-level.ts";
import { incidentBurns, type IncidentBurn, mayLastBeyond } from "./incident-burns.ts";
import { areaBetween, levelAt } from "./impact.ts";
import { ownSeconds, sharePercent } from "./incident-share.ts";
import { measureBudget, windowBurnRate, type BudgetMeasure } from "./measure.ts";
import { nextChange } from "./next-change.ts";
import { readObjective, type Objective, type SloConfig } from "./objective.ts";
import { projectedExhaustion } from "./projection.ts";
import { divide, fromDecimal, HUNDRED, toNumber, whole, ZERO, type Rational } from "./rational.ts";
import { thawAt } from "./thaw.ts";
import { boundsOf } from "./window.ts";

/** What is asked: a component, what was promised for it, and what happened to it. */
export interface ComponentBudgetQuestion {
  readonly component: string;
  /** The repository has only this component: incidents that name none are its incidents. */
  readonly soleComponent?: boolean;
  readonly slo: SloConfig | undefined;
  readonly zone: Zone;
  readonly now: Instant;
  readonly incidents: readonly Incident[];
  /** Percent as configured (`policy.permit_above`): with at least this much left the budget is healthy. */
  readonly permitAbove: string;
}

/** `unknown` = something was promised but there is no usable data, never to be read as healthy; `none` = nothing was promised. */
export type BudgetState = BudgetLevel | "unknown" | "none";

/** One incident within the window. */
export interface BudgetIncident {
  readonly issue: IssueReference;
  readonly title: string;
  /** Impact minutes within the window, up to now: what counts (before overlaps with other incidents are taken out). */
  readonly minutes: number;
  /** Impact minutes of the whole incident up to now, also those before the window. */
  readonly totalMinutes: number;
  /** `totalMinutes` over the budget of the window; null = of a 100% target. */
  readonly sharePercent: number | null;
  readonly ongoing: boolean;
  /** Start or end was not stated but taken from the issue's own times. */
  readonly assumed: boolean;
}

/** How a component's budget stands. Numbers are rounded to 9 decimals and null where they cannot be known; the status is exact. */
export interface BudgetStatus {
  readonly component: string;
  readonly status: BudgetState;
  readonly source: "incidents" | "prometheus" | "snapshot";
  /** When another source than the incident history was read. */
  readonly readAt?: Instant;
  /** Where an imported objective stands: file, line, name. */
  readonly origin?: string;
  /** Why the status is `unknown`; null otherwise. */
  readonly reason: string | null;
  readonly window: { readonly start: Instant; readonly end: Instant } | null;
  /** Percent as configured. */
  readonly target: string | null;
  readonly combine: "max" | "sum" | null;
  readonly budgetMinutes: number | null;
  readonly consumedMinutes: number | null;
  readonly remainingMinutes: number | null;
  /** May be negative; null also for a 100% target that was missed. */
  readonly remainingPercent: number | null;
  readonly burnRate: number | null;
  /** Exhausted: when it no longer is, if nothing else fails. */
  readonly thawAt: Instant | null;
  /** Exhausted or low: when the budget is healthy again, if nothing else fails. */
  readonly permitsAt: Instant | null;
  /** While an incident lasts and something remains: when it is used up at the rate of the last hour (early, never late). */
  readonly projectedExhaustion: Instant | null;
  /** The first second at which the status differs, if nobody edits anything (ongoing goes on); null = never, or not known (Prometheus). */
  readonly nextChangeAt: Instant | null;
  /** Incidents within the window, most minutes first. */
  readonly incidents: readonly BudgetIncident[];
  /** What does not fit together in the incidents' times, in plain words. */
  readonly problems: readonly { readonly issue: IssueReference; readonly problem: string }[];
}

/** Answers how the budget of a component stands as of now. No incidents = healthy. */
export function componentBudget(question: ComponentBudgetQuestion): BudgetStatus {
  const read = readObjective(question.slo, question.zone);
  if (read.kind === "none") return withoutNumbers(question, { status: "none", reason: null });
  if (read.kind === "unusable") return withoutNumbers(question, { status: "unknown", reason: read.reason });
  const { start } = boundsOf(read.objective.window, question.now);
  const recent = question.incidents.filter((incident) => mayLastBeyond(incident, start));
  const burns = incidentBurns(recent, question).filter((burn) => lastsBeyond(burn, start));
  return statusOf(question, read.objective, burns);
}

/** What had ended when the window began changes nothing, neither now nor later. */
function lastsBeyond({ stretches }: IncidentBurn, start: Instant): boolean {
  return stretches.some(({ to }) => to === null || to > start);
}

/** A status that has no numbers, for sources that gave nothing usable: `unknown` with its reason, or `none`. */
export function withoutNumbers(
  { component, slo }: Pick<ComponentBudgetQuestion, "component" | "slo">,
  answer: { readonly status: "unknown" | "none"; readonly reason: string | null },
): BudgetStatus {
  return {
    component,
    source: "incidents",
    ...answer,
    window: null,
    target: slo?.target ?? null,
    combine: null,
    budgetMinutes: null,
    consumedMinutes: null,
    remainingMinutes: null,
    remainingPercent: null,
    burnRate: null,
    thawAt: null,
    permitsAt: null,
    projectedExhaustion: null,
    nextChangeAt: null,
    incidents: [],
    problems: [],
  };
}

function statusOf(
  question: ComponentBudgetQuestion,
  objective: Objective,
  burns: readonly IncidentBurn[],
): BudgetStatus {
  const measure = measureBudget({ ...objective, now: question.now, burns });
  // The schema admits only decimals; should another text come through, only an untouched budget is healthy.
  const permitAbove = fromDecimal(question.permitAbove) ?? HUNDRED;
  const consumed = areaBetween(measure.profile, measure.start, Math.min(measure.now, measure.end));
  const status = levelOf(consumed, limitsOf(measure, permitAbove));
  return {
    ...withoutNumbers(question, { status: "unknown", reason: null }),
    status,
    window: { start: measure.start, end: measure.end },
    combine: objective.combine,
    ...numbersOf(measure),
    ...momentsOf(measure, objective, { status, permitAbove }),
    incidents: listed(burns, measure),
    problems: burns.flatMap(({ incident, problems }) =>
      problems.map((problem) => ({ issue: incident.issue, problem })),
    ),
  };
}

function numbersOf(measure: BudgetMeasure) {
  const rate = windowBurnRate(measure);
  return {
    budgetMinutes: minutes(measure.budget),
    consumedMinutes: minutes(measure.consumed),
    remainingMinutes: minutes(measure.remaining),
    remainingPercent: measure.remainingPercent && toNumber(measure.remainingPercent),
    burnRate: rate && toNumber(rate),
  };
}

const HOUR = 3600;

function momentsOf(
  measure: BudgetMeasure,
  objective: Objective,
  { status, permitAbove }: { readonly status: BudgetLevel; readonly permitAbove: Rational },
) {
  const { window } = objective;
  const burning = status !== "exhausted" && levelAt(measure.profile, measure.now) > 0n;
  return {
    thawAt: status === "exhausted" ? thawAt(measure, window, ZERO) : null,
    permitsAt: status === "healthy" ? null : thawAt(measure, window, permitAbove),
    projectedExhaustion: burning ? projectedExhaustion(measure, { window, lookback: HOUR }) : null,
    nextChangeAt: nextChange(measure.profile, { objective, now: measure.now, permitAbove }),
  };
}

function listed(burns: readonly IncidentBurn[], { start, now, budget }: BudgetMeasure): readonly BudgetIncident[] {
  return burns
    .filter(({ stretches }) => stretches.some(({ from }) => from < now))
    .map(({ incident, stretches, assumed }) => {
      const total = ownSeconds(stretches, now);
      const share = sharePercent(total, budget);
      return {
        issue: incident.issue,
        title: incident.title,
        minutes: minutes(ownSeconds(stretches, now, start)),
        totalMinutes: minutes(total),
        sharePercent: share && toNumber(share),
        ongoing: stretches.some(({ from, to }) => from < now && (to === null || to > now)),
        assumed,
      };
    })
    .toSorted((a, b) => b.minutes - a.minutes || a.issue.number - b.issue.number);
}

function minutes(seconds: Rational): number {
  return toNumber(divide(seconds, whole(60)));
}
