/** What time asks of an analysis: a word to those who lead it before its review, and when its day has passed. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Performed } from "#src/effect/effect.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { measureBudgets } from "#src/gate/measure-budgets.ts";
import { needOf } from "#src/gate/stand-analyses.ts";
import { reviewReminding } from "#src/remediation/review-reminder.ts";
import { hoursOf } from "./hours-of.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { type RepositoryView, viewWithAnalyses } from "./view-repository.ts";

/** Says what is due to be said of the review, and brings the analysis up to what is known. What was said stands on the record, so that it is said once. */
export async function followUpReview(
  services: Services,
  analysis: Analysis,
  view: RepositoryView,
): Promise<readonly Performed[]> {
  const reminding = remindingOf(analysis, view);
  if (!reminding || !analysis.record) return followAnalysis(services, analysis, view);
  await services.github.perform(reminding.says);
  const told = { ...analysis, record: { ...analysis.record, reviewReminded: reminding.key } };
  const analyses = view.records.analyses.map((one) => (sameIssue(one.issue, told.issue) ? told : one));
  return followAnalysis(services, told, viewWithAnalyses(view, analyses));
}

function remindingOf(analysis: Analysis, { policy, records, repository, now }: RepositoryView) {
  const { config } = policy;
  const incident = records.incidents.find((one) => sameIssue(one.issue, analysis.incident));
  const { record } = analysis;
  if (!record || !incident) return null;
  const need = needOf(incident, { records, budgets: measureBudgets({ config, repository, records, now }) });
  return reviewReminding({ ...analysis, record }, { now, hours: hoursOf(config), need, incident, config });
}
