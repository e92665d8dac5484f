/** Which single incidents took so much of a component's budget that features wait for what they taught. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { ComponentBudgetQuestion } from "./component-budget.ts";
import { incidentBurns, type IncidentBurn } from "./incident-burns.ts";
import { isAbove, ownSeconds, sharePercent } from "./incident-share.ts";
import { readObjective, type Objective } from "./objective.ts";
import { divide, fromDecimal, HUNDRED, multiply, ONE, subtract, toNumber, whole } from "./rational.ts";
import { boundsOf } from "./window.ts";

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
  return incidentBurns(question.incidents, question)
    .flatMap((burn) => freezeOf(burn, read.objective, question.now))
    .filter(({ share, from, until }) => from <= question.now && question.now < until && isAbove(share, threshold))
    .map(({ share, ...freeze }) => ({ ...freeze, sharePercent: share && toNumber(share) }))
    .toSorted((a, b) => (b.sharePercent ?? Infinity) - (a.sharePercent ?? Infinity) || a.from - b.from);
}

function freezeOf({ incident, stretches, assumed }: IncidentBurn, { target, window }: Objective, now: Instant) {
  const ends = stretches.map(({ to }) => to);
  if (ends.length === 0 || ends.includes(null)) return [];
  const from = Math.max(...ends.map((end) => end ?? now));
  const { start, end } = boundsOf(window, from);
  const budget = multiply(subtract(ONE, divide(target, HUNDRED)), whole(end - start));
  const share = sharePercent(ownSeconds(stretches, from), budget);
  return [{ incident, share, from, until: from + (end - start), assumed }];
}
