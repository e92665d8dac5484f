/** An item, an analysis or an incident changed: what stands on the analysis follows, and the pull requests are judged again. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Performed } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { sameIssue, sameRepository, type IssueReference } from "#src/facts/issue-reference.ts";
import { type HandMove, withHandMove } from "#src/remediation/hand-move.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import { lookForMissing } from "./look-for-missing.ts";
import { noteCorrections } from "./note-corrections.ts";
import { presentAnalysis, showingOf } from "./present-analysis.ts";
import { readTimeline } from "./read-timeline.ts";
import { recheckRepository } from "./recheck.ts";
import type { Services } from "./services.ts";
import { untilRecorded } from "./until-recorded.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** Who changed the issue, as far as somebody told. */
export interface ToldChange {
  /** Who edited the text of an analysis. */
  readonly editor?: string | null;
  /** Who closed an item or opened it again. */
  readonly move?: HandMove | null;
}

/** Follows a change of one issue that Aftercare keeps. An issue that is none of ours changes nothing. */
export async function trackRemediation(
  services: Services,
  issue: IssueReference,
  { editor = null, move = null }: ToldChange = {},
): Promise<void> {
  const first = await viewRepository(services, issue);
  if (!first) return;
  // The verdicts go first: what decorates an analysis must never hold them up.
  await recheckRepository(services, issue);
  let known: RepositoryView | null = first;
  await untilRecorded(async () => {
    const view = known ?? (await viewRepository(services, issue));
    known = null;
    return view ? followAll(services, { issue, move, view, editor }) : [];
  });
  await followElsewhere(services, [issue], first);
}

/** What the analyses concerned were told; nothing that is left undone on one keeps the others from their turn. */
async function followAll(
  services: Services,
  {
    issue,
    move,
    view,
    editor,
  }: Omit<Moving, "move"> & { readonly move: HandMove | null; readonly editor: string | null },
): Promise<readonly Performed[]> {
  const concerned = concernedBy(issue, view).map((analysis) =>
    move ? withMove(analysis, { issue, move, view }) : analysis,
  );
  const performed: Performed[] = [];
  await eachOnItsOwn(concerned, async (analysis) => {
    performed.push(...(await followAnalysis(services, analysis, { ...view, editor })));
  });
  return performed;
}

interface Moving {
  readonly issue: IssueReference;
  readonly move: HandMove;
  readonly view: RepositoryView;
}

function withMove(analysis: Analysis, { issue, move, view }: Moving): Analysis {
  const facts = view.tracked.tracked.find((one) => sameIssue(one.issue, issue))?.issue;
  const item = view.records.items.find((one) => sameIssue(one.issue, issue));
  if (!facts || !item || !analysis.record) return analysis;
  // GitHub closes an item with the pull request that fixes it, in the name of whoever merges: the list names that one.
  const isMerge = item.pullRequests.some(({ state }) => state === "open" || state === "merged");
  if (move.action === "closed" && isMerge) return analysis;
  const record = withHandMove(analysis.record, move, { issue: facts, home: analysis.issue, now: view.now });
  return record === analysis.record ? analysis : { ...analysis, record };
}

/** Items that were moved here from another repository show on their analysis there, and count there. Where that is out of sight nothing is done. Costs a read for an issue with our label that is none of ours: somebody else's item may have been moved here. */
export async function followElsewhere(
  services: Services,
  issues: readonly IssueReference[],
  view: RepositoryView,
): Promise<void> {
  const items = view.records.items.filter((item) => issues.some((issue) => sameIssue(issue, item.issue)));
  const named = items.flatMap(({ issue, analysis }) =>
    analysis && !sameRepository(analysis, issue) ? [analysis] : [],
  );
  const above = await Promise.all(strangersAmong(issues, view).map((issue) => services.github.readParent(issue)));
  const parents = above.filter((one) => one !== null).filter((one) => !sameRepository(one, view.repository));
  const homes = [...named, ...parents];
  const once = homes.filter((home, index) => homes.findIndex((other) => sameIssue(other, home)) === index);
  await eachOnItsOwn(once, async (home) => {
    const there = await viewRepository(services, home);
    const analysis = there?.records.analyses.find((one) => sameIssue(one.issue, home));
    if (there && analysis && services.face.kind === there.policy.config.writer) {
      await followAnalysis(services, analysis, there);
    }
  });
}

function strangersAmong(
  issues: readonly IssueReference[],
  { tracked, records }: RepositoryView,
): readonly IssueFacts[] {
  const { analyses, incidents, pauses } = records;
  const items = records.items.filter(({ analysis, adopted }) => analysis !== null || !adopted);
  const ours = [...items, ...analyses, ...incidents, ...pauses];
  return tracked.tracked
    .map(({ issue }) => issue)
    .filter((issue) => issues.some((one) => sameIssue(one, issue)) && issue.author.type === "User")
    .filter((issue) => !ours.some((one) => sameIssue(one.issue, issue)));
}

/** What is known, and who edited the analysis just now; absent or null = nobody can tell. */
interface EditedView extends RepositoryView {
  readonly editor?: string | null;
}

/** Brings one analysis up to what is known. A body that somebody is editing just now is left alone until the next event. */
export async function followAnalysis(
  services: Services,
  analysis: Analysis,
  view: EditedView,
): Promise<readonly Performed[]> {
  const found = await lookForMissing(services, analysis, view);
  const looked = await noteCorrections(services, found, view.editor ?? null);
  const issue = incidentIssue(analysis, view) ?? (await services.github.readIssue(analysis.incident));
  const config = view.policy.config;
  const timeline = issue ? await readTimeline(services, issue, { config, record: analysis.record }) : [];
  const performed = await services.github.perform(
    presentAnalysis(looked.analysis, { view: looked.view, timeline, ...showingOf(services) }),
  );
  // Verdicts go by the record: where an item was found counts from now on.
  if (found.analysis !== analysis) await recheckRepository(services, view.repository);
  return performed;
}

function incidentIssue({ incident }: Analysis, { tracked }: RepositoryView): IssueFacts | undefined {
  return tracked.tracked.find(({ issue }) => sameIssue(issue, incident))?.issue;
}

/** Only the record tells to which analysis an issue belonged that was deleted or moved away; where none does, any that is open may have counted it. */
function concernedBy(issue: IssueReference, view: RepositoryView): readonly Analysis[] {
  const isSeen = view.tracked.tracked.some((one) => sameIssue(one.issue, issue));
  const isKept = view.records.items.some((item) => item.id === null && sameIssue(item.issue, issue));
  if (!isSeen && !isKept) return view.records.analyses.filter((analysis) => analysis.issue.state === "open");
  const analysis = analysisOf(issue, view);
  return analysis ? [analysis] : [];
}

/** The analysis to which an issue belongs: itself, its incident's, its item's. */
function analysisOf(issue: IssueReference, { records }: RepositoryView): Analysis | undefined {
  const item = records.items.find((one) => sameIssue(one.issue, issue));
  return records.analyses.find(
    (analysis) =>
      sameIssue(analysis.issue, issue) ||
      sameIssue(analysis.incident, issue) ||
      (item?.analysis != null && sameIssue(analysis.issue, item.analysis)),
  );
}
