/** Which analyses were required, and what each still lacks: the standing that the gate, the digest and the record go by. */
import { analysisComplete, type FollowUp } from "#src/analysis/completeness.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import { startOf, type Incident } from "#src/incident/incident.ts";
import { analysisNeed, type AnalysisNeed } from "#src/incident/criteria.ts";
import { hasLabel } from "#src/incident/recognise.ts";
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
  return sources.records.analyses.map((analysis) => {
    const incident = incidentOf(analysis, sources.records);
    if (!incident) return { analysis, required: false, missing: [] };
    const required = needOf(incident, sources).level === "required";
    const items = itemsOf(analysis, sources.records);
    return {
      analysis,
      required,
      missing: analysisComplete({ analysis, incident, items, config: sources.config }).missing,
    };
  });
}

/** Why this incident needs an analysis, by the criteria. */
export function needOf(
  incident: Incident,
  { records, budgets }: Pick<AnalysesSources, "records" | "budgets">,
): AnalysisNeed {
  const impacts = impactByComponent(incident).map(({ minutes }) => minutes);
  const known = impacts.filter((minutes) => minutes !== null).map((minutes) => toNumber(minutes));
  return analysisNeed({
    severity: incident.severity,
    impactMinutes: known.length < impacts.length || known.length === 0 ? null : Math.max(...known),
    budgetSharePercent: largestShare(incident, budgets),
    dataLoss: hasLabel(incident.labels ?? [], "data-loss"),
    recurrence: recurs(incident, records),
    detectedByPeople: hasLabel(incident.labels ?? [], "detected-by-people"),
  });
}

/** The items of one analysis. */
export function itemsOf(
  analysis: Pick<Analysis, "issue">,
  { items }: Pick<RepositoryRecords, "items">,
): readonly (RemediationItem & FollowUp)[] {
  return items.filter((item) => item.analysis !== null && sameIssue(item.analysis, analysis.issue));
}

function incidentOf(analysis: Analysis, { incidents }: RepositoryRecords): Incident | undefined {
  return incidents.find((incident) => sameIssue(incident.issue, analysis.incident));
}

function largestShare(incident: Incident, budgets: ReadonlyMap<string, BudgetStatus>): number | null {
  const shares = [...budgets.values()].flatMap((status) =>
    status.incidents
      .filter(({ issue }) => sameIssue(issue, incident.issue))
      .map(({ sharePercent }) => sharePercent ?? Number.POSITIVE_INFINITY),
  );
  return shares.length === 0 ? null : Math.max(...shares);
}

const RECURRENCE_DAYS = 90;

/** A component had an incident within 90 days before, all items of which were said to be done. */
function recurs(incident: Incident, records: RepositoryRecords): boolean {
  const start = startOf(incident).at;
  return records.incidents.some((earlier) => {
    const before = startOf(earlier).at;
    if (sameIssue(earlier.issue, incident.issue) || before >= start || start - before > RECURRENCE_DAYS * 86_400)
      return false;
    const shared = earlier.components.some((name) => incident.components.includes(name));
    const analysis = records.analyses.find((one) => sameIssue(one.incident, earlier.issue));
    const items = analysis ? itemsOf(analysis, records) : [];
    return shared && items.length > 0 && items.every(({ state }) => state === "done" || state === "verified");
  });
}
