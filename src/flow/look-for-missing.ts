/** Items that are in no listing any more: their issues are looked for, so that one that was moved counts where it lives now. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import { withItems, withoutKept, withPlace } from "#src/remediation/kept-item.ts";
import { asMoved } from "#src/remediation/moved-item.ts";
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
  const missing =
    record === null
      ? []
      : record.kept.filter(({ issue }) => !sameIssue(issue, analysis.incident) && isSought(issue, view));
  if (record === null || missing.length === 0 || services.face.kind !== view.policy.config.writer) {
    return { analysis, view };
  }
  let next = record;
  const moved: Moved[] = [];
  for (const { issue } of missing) {
    const found = await services.github.findIssue(issue);
    if (found) next = placed(issue, found, { record: next, view });
    if (found && !sameIssue(found, issue)) moved.push({ from: issue, found });
  }
  if (next === record) return { analysis, view: withMoved(view, moved) };
  const there = { ...analysis, record: next };
  const analyses = view.records.analyses.map((one) => (sameIssue(one.issue, there.issue) ? there : one));
  return { analysis: there, view: withMoved(viewWithAnalyses(view, analyses), moved) };
}

/** True when the record does not keep its items as they are, or when one of them is looked for: then also a closed analysis has to be looked at. */
export function hasItemsToKeep({ issue, record }: Analysis, view: RepositoryView): boolean {
  if (record === null) return false;
  const own = view.records.items.filter((item) => item.analysis !== null && sameIssue(item.analysis, issue));
  return withItems(record, own) !== record || record.kept.some((row) => isSought(row.issue, view));
}

interface Moved {
  readonly from: IssueReference;
  readonly found: IssueFacts;
}

/** The view with these items as they are where they live now: for people to see, while verdicts go by the record. */
function withMoved(view: RepositoryView, moved: readonly Moved[]): RepositoryView {
  const { config } = view.policy;
  const { analyses } = view.records;
  const items = view.records.items.map((item) => {
    const place = moved.find(({ from }) => item.id === null && sameIssue(from, item.issue));
    const repository = place && { ...view.repository, owner: place.found.owner, repo: place.found.repo };
    return place && repository ? asMoved(item, place.found, { config, repository, analyses }) : item;
  });
  return { ...view, records: { ...view.records, items } };
}

function isSought(issue: IssueReference, { records }: RepositoryView): boolean {
  const item = records.items.find((one) => sameIssue(one.issue, issue));
  return item !== undefined && item.id === null && item.decision === null;
}

interface Search {
  readonly record: AnalysisRecord;
  readonly view: RepositoryView;
}

function placed(issue: IssueReference, found: IssueFacts, { record, view }: Search): AnalysisRecord {
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
