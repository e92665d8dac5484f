/** What one incident did to a component's budget: the line "budget before and after" of the analysis. */
import type { Instant } from "#src/calendar/instant.ts";
import { issueKey, type IssueReference } from "#src/facts/issue-reference.ts";
import type { ComponentBudgetQuestion } from "./component-budget.ts";
import { incidentBurns } from "./incident-burns.ts";
import { measureBudget, type BudgetMeasure } from "./measure.ts";
import { readObjective } from "./objective.ts";
import { divide, toNumber, whole } from "./rational.ts";

/** What remains of the budget; percent is null for a 100% target that was missed. */
export interface RemainingBudget {
  readonly minutes: number;
  readonly percent: number | null;
}

/** The budget as of one moment, without and with the incident. */
export interface BudgetBeforeAndAfter {
  /** When the incident's impact ended; now while it lasts. */
  readonly asOf: Instant;
  readonly budgetMinutes: number;
  readonly before: RemainingBudget;
  readonly after: RemainingBudget;
}

/**
 * What remained without this incident and with it, both as of the end of its impact, so that the answer does not change later.
 * Null when nothing was promised for the component, or when the incident does not use its budget (not confirmed, external, elsewhere).
 */
export function budgetBeforeAndAfter(
  question: Omit<ComponentBudgetQuestion, "permitAbove">,
  issue: IssueReference,
): BudgetBeforeAndAfter | null {
  const read = readObjective(question.slo, question.zone);
  if (read.kind !== "objective") return null;
  const burns = incidentBurns(question.incidents, question);
  const isThis = (burn: (typeof burns)[number]) => issueKey(burn.incident.issue) === issueKey(issue);
  const ends = burns.filter(isThis).flatMap(({ stretches }) => stretches.map(({ to }) => to ?? question.now));
  if (ends.length === 0) return null;
  const asOf = Math.min(question.now, Math.max(...ends));
  const measure = (counted: typeof burns) => measureBudget({ ...read.objective, now: asOf, burns: counted });
  const after = measure(burns);
  return {
    asOf,
    budgetMinutes: toNumber(divide(after.budget, whole(60))),
    before: remaining(measure(burns.filter((burn) => !isThis(burn)))),
    after: remaining(after),
  };
}

function remaining({ remaining: seconds, remainingPercent }: BudgetMeasure): RemainingBudget {
  return {
    minutes: toNumber(divide(seconds, whole(60))),
    percent: remainingPercent && toNumber(remainingPercent),
  };
}
