/** Reads a history written as JSON and says what it supports, in plain values: the form of `aftercare budget suggest FILE`. */
import { z } from "zod";
import { formatInstant, type Instant } from "#src/calendar/instant.ts";
import { burnsOf, isByComponent } from "./case-burns.ts";
import { combineCase, firstProblem, incidentCase, instantCase, percentCase } from "./case-schema.ts";
import { divide, toDecimal, toNumber, whole, type Rational } from "./rational.ts";
import { suggestObjective, type History, type ObjectiveSuggestion } from "./suggest.ts";

const history = z.object({
  incidents: z.array(incidentCase, { error: "incidents must be a list" }),
  now: instantCase.optional(),
  combine: combineCase,
  leavePercent: percentCase.default({ numerator: 20n, denominator: 1n }),
});

/** What one component's history supports; `component` is null where the history names none. */
export interface PlainSuggestion {
  readonly component: string | null;
  readonly history: readonly object[];
  readonly worst28Days: { readonly start: string; readonly end: string; readonly downtimeMinutes: number };
  readonly objective: string | null;
  readonly permitsMinutes: number | null;
  readonly because: string;
}

/**
 * Judges `{ incidents, now?, combine?, leavePercent? }`, or a bare list of incidents, component by component. An incident
 * whose impact names no component counts for every one. Unreadable input gives `error`, never an exception.
 */
export function suggestFor(data: unknown, now: Instant): readonly PlainSuggestion[] | { readonly error: string } {
  const parsed = history.safeParse(Array.isArray(data) ? { incidents: data } : data, { reportInput: true });
  if (!parsed.success) return { error: firstProblem(parsed.error) };
  const { incidents, combine, leavePercent: leave, now: stated } = parsed.data;
  const named = new Set(incidents.flatMap(({ impact }) => (isByComponent(impact) ? Object.keys(impact) : [])));
  const components = named.size === 0 ? [undefined] : [...named].toSorted();
  const suggestions: PlainSuggestion[] = [];
  for (const component of components) {
    const burns = burnsOf(incidents, component);
    if ("error" in burns) return burns;
    const suggestion = suggestObjective({ burns, now: stated ?? now, combine, leave });
    suggestions.push(plainly(component ?? null, suggestion, leave));
  }
  return suggestions;
}

function plainly(component: string | null, suggestion: ObjectiveSuggestion, leave: Rational): PlainSuggestion {
  const { worst, objective, permits } = suggestion;
  return {
    component,
    history: suggestion.history.map(plainHistory),
    worst28Days: {
      start: formatInstant(worst.start),
      end: formatInstant(worst.end),
      downtimeMinutes: minutes(worst.downtime),
    },
    objective,
    permitsMinutes: permits && minutes(permits),
    because: because(suggestion, leave),
  };
}

function plainHistory({ days, start, incidents, downtime, availability, longest, met }: History): object {
  return {
    days,
    since: formatInstant(start),
    incidents,
    downtimeMinutes: minutes(downtime),
    availabilityPercent: toNumber(availability),
    longestMinutes: minutes(longest),
    met,
  };
}

function because({ worst, objective, permits, why }: ObjectiveSuggestion, leave: Rational): string {
  const worstMinutes = `${toDecimal(divide(worst.downtime, whole(60)), 1)} min`;
  switch (why) {
    case "no downtime":
      return "No downtime on record in the last 90 days: the history permits any objective. Promise what users need.";
    case "below all":
      return `The worst 28 days had ${worstMinutes} of downtime: not even 90% was kept with ${toDecimal(leave, 0)}% of its budget to spare.`;
    case "supported": {
      const permitted = permits === null ? "" : `${toDecimal(divide(permits, whole(60)), 1)} min`;
      return `The worst 28 days had ${worstMinutes} of downtime. ${objective}% permits ${permitted}, so at least ${toDecimal(leave, 0)}% of the budget was always left.`;
    }
  }
}

function minutes(seconds: Rational): number {
  return toNumber(divide(seconds, whole(60)));
}
