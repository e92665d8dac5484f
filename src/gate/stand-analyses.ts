/** Which analyses were required, and what each still lacks: the standing that the gate, the digest and the record go by. */
import { analysisComplete, type FollowUp } from "#src/analysis/completeness.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import { startOf, type Incident } from "#src/incident/incident.ts";
import { analysisNeed, type AnalysisNeed } from "#src/incident/criteria.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { indexByIssue } from "#src/facts/issue-index.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { toNumber } from "#src/budget/rational.ts";
import { impactByComponent } from "#src/analysis/impact-minutes.ts";
import type { Config } from "#src/config/schema.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import type { AnalysisStanding } from "./facts.ts";

/** What the standing of analyses is worked out from. */
export interface AnalysesSources {
  readonly records: RepositoryRecords;
  readonly config: Pick<Config, "single_maintainer">;
  readonly budgets: ReadonlyMap<string, BudgetStatus>;
}

/** One standing an analysis. The analysis of a near miss, or of an incident that is out of sight, is never required. */
export function standAnalyses(sources: AnalysesSources): readonly AnalysisStanding[] {
  const { records, config } = sources;
  const incidents = indexByIssue(records.incidents, ({ issue }) => issue);
  const items = indexByIssue(records.items, (item) => item.analysis);
  const neededBy = needsIn(sources);
  return records.analyses.map((analysis) => {
    const [incident] = incidents.of(analysis.incident);
    if (!incident) return { analysis, required: false, missing: [] };
    const own = items.of(analysis.issue);
    const { missing } = analysisComplete({ analysis, incident, items: own, config });
    return { analysis, required: neededBy(incident).level === "required", missing };
  });
}

/** Why this incident needs an analysis, by the criteria. */
export function needOf(incident: Incident, sources: Pick<AnalysesSources, "records" | "budgets">): AnalysisNeed {
  return needsIn(sources)(incident);
}

/** The items of one analysis. */
export function itemsOf(
  analysis: Pick<Analysis, "issue">,
  { items }: Pick<RepositoryRecords, "items">,
): readonly (RemediationItem & FollowUp)[] {
  return items.filter((item) => item.analysis !== null && sameIssue(item.analysis, analysis.issue));
}

/** Answers for many incidents what one pass over the records can prepare. */
function needsIn({
  records,
  budgets,
}: Pick<AnalysesSources, "records" | "budgets">): (incident: Incident) => AnalysisNeed {
  const burnt = [...budgets.values()].flatMap(({ incidents }) => incidents);
  const shares = indexByIssue(burnt, ({ issue }) => issue);
  const settledBefore = settledStarts(records);
  return (incident) => {
    const impacts = impactByComponent(incident).map(({ minutes }) => minutes);
    const known = impacts.filter((minutes) => minutes !== null).map((minutes) => toNumber(minutes));
    const used = shares.of(incident.issue).map(({ sharePercent }) => sharePercent ?? Number.POSITIVE_INFINITY);
    return analysisNeed({
      severity: incident.severity,
      impactMinutes: known.length < impacts.length || known.length === 0 ? null : Math.max(...known),
      budgetSharePercent: used.length === 0 ? null : Math.max(...used),
      dataLoss: hasLabel(incident.labels ?? [], "data-loss"),
      recurrence: incident.components.some((name) => recurs(startOf(incident).at, settledBefore.get(name) ?? [])),
      detectedByPeople: hasLabel(incident.labels ?? [], "detected-by-people"),
    });
  };
}

const RECURRENCE_DAYS = 90;

/** A component had an incident within 90 days before, all items of which were said to be done. */
function recurs(start: Instant, settled: readonly Instant[]): boolean {
  const last = settled[countBefore(settled, start) - 1];
  return last !== undefined && start - last <= RECURRENCE_DAYS * 86_400;
}

/** How many of these ascending moments lie before `start`. */
function countBefore(moments: readonly Instant[], start: Instant): number {
  let [low, high] = [0, moments.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (moments[middle]! < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By component, in ascending order, when the incidents began whose analysis has items that were all said to be done. */
function settledStarts({ incidents, analyses, items }: RepositoryRecords): ReadonlyMap<string, readonly Instant[]> {
  const ofIncident = indexByIssue(analyses, ({ incident }) => incident);
  const ofAnalysis = indexByIssue(items, ({ analysis }) => analysis);
  const settled = incidents.filter(({ issue }) => {
    const [analysis] = ofIncident.of(issue);
    const own = analysis ? ofAnalysis.of(analysis.issue) : [];
    return own.length > 0 && own.every(({ state }) => state === "done" || state === "verified");
  });
  const starts = new Map<string, Instant[]>();
  for (const incident of settled.toSorted((a, b) => startOf(a).at - startOf(b).at)) {
    for (const name of incident.components) {
      const known = starts.get(name) ?? [];
      if (known.push(startOf(incident).at) === 1) starts.set(name, known);
    }
  }
  return starts;
}
