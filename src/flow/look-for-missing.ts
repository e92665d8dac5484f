/** Items that are in no listing any more: their issues are looked for, so that one that was moved counts where it lives now. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import { withItems, withoutKept, withPlace } from "#src/remediation/kept-item.ts";
import { readItem } from "#src/remediation/read-item.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import type { Services } from "./services.ts";
import { type RepositoryView, viewWithAnalyses } from "./view-repository.ts";

/** The analysis, and the view with it. */
export interface Looked {
  readonly analysis: Analysis;
  readonly view: RepositoryView;
}

/** Looks for every item of the analysis that nobody can find and nobody has decided about. Costs a read for each, and nothing when there is none. */
export async function lookForMissing(services: Services, analysis: Analysis, view: RepositoryView): Promise<Looked> {
  const { record } = analysis;
  const missing = record === null ? [] : record.kept.filter(({ issue }) => isSought(issue, view));
  if (record === null || missing.length === 0 || services.face.kind !== view.policy.config.writer) {
    return { analysis, view };
  }
  let next = record;
  for (const { issue } of missing) next = await lookFor(services, issue, { record: next, view });
  if (next === record) return { analysis, view };
  const placed = { ...analysis, record: next };
  const analyses = view.records.analyses.map((one) => (sameIssue(one.issue, placed.issue) ? placed : one));
  return { analysis: placed, view: viewWithAnalyses(view, analyses) };
}

function isSought(issue: IssueReference, { records }: RepositoryView): boolean {
  const item = records.items.find((one) => sameIssue(one.issue, issue));
  return item !== undefined && item.id === null && item.decision === null;
}

interface Search {
  readonly record: AnalysisRecord;
  readonly view: RepositoryView;
}

async function lookFor(services: Services, issue: IssueReference, { record, view }: Search): Promise<AnalysisRecord> {
  const found = await services.github.findIssue(issue);
  if (!found) return record;
  if (!sameIssue(found, issue)) {
    // Moved back under another number: it is in the listings, and speaks for itself.
    const isHere = view.records.items.some((item) => item.id !== null && sameIssue(item.issue, found));
    return isHere ? withoutKept(record, issue) : withPlace(record, issue, found);
  }
  const { policy, repository, records } = view;
  const item = readItem(found, { config: policy.config, repository, analyses: records.analyses });
  // Out of the listings since it was settled long ago, or without our label: what is open goes on counting as kept.
  return item && !STATE_WORDS[item.state].open ? withItems(record, [item]) : record;
}
