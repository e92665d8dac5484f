/** What of an incident an estimate of its cost goes by. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { impactByComponent } from "#src/analysis/impact-minutes.ts";
import { toNumber } from "#src/budget/rational.ts";
import type { Incident } from "#src/incident/incident.ts";
import { peopleIn } from "#src/timeline/people-in.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import { type CostFacts, type DowntimeCost, downtimeCost } from "./downtime-cost.ts";
import type { Rates } from "./rates.ts";

/** The incident, what was stated of it, and who was seen at it. */
export interface CostSources {
  readonly incident: Incident;
  readonly record: Pick<AnalysisRecord, "held">;
  readonly timeline: readonly Pick<TimelineEntry, "by">[];
}

/** The estimate for one incident. */
export function incidentCost(sources: CostSources, rates: Rates): DowntimeCost {
  return downtimeCost(costFacts(sources), rates);
}

/** People are at it from detection (else from the start) until the cause is mended (else until the impact ends), by stated moments only. */
export function costFacts({ incident, record, timeline }: CostSources): CostFacts {
  const { started, detected, mitigated, resolved } = incident.moments;
  const [from, to] = [(detected ?? started)?.at, (resolved ?? mitigated)?.at];
  const people = peopleIn(timeline).map((login) => login.toLowerCase());
  return {
    impacts: impactByComponent(incident).map(({ component, minutes }) => ({
      component,
      minutes: minutes === null ? null : toNumber(minutes),
    })),
    responseMinutes: from === undefined || to === undefined || to < from ? null : (to - from) / 60,
    responders: new Set(people).size,
    reviewers: record.held?.attendees.length ?? null,
  };
}
