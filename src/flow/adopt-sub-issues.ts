/** Somebody put an issue under an analysis by hand: it becomes a proposed item, whose facts stand on the record as with `/pia link`. */
import { withLogEntry } from "#src/analysis/record.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Config } from "#src/config/schema.ts";
import type { Effect, Performed } from "#src/effect/effect.ts";
import type { SubIssueEvent } from "#src/facts/event.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { type IssueReference, referenceTo, sameIssue, sameRepository, sayIssue } from "#src/facts/issue-reference.ts";
import { hasLabel, isOurs } from "#src/incident/recognise.ts";
import { STATE_LABELS } from "#src/remediation/read-item.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import type { Services } from "./services.ts";
import { followAnalysis, trackRemediation } from "./track-remediation.ts";
import { untilRecorded } from "./until-recorded.ts";
import { type RepositoryView, viewRepository, viewWithAnalyses } from "./view-repository.ts";

/** Follows a change of the sub-issues. It goes by what is there now: repeating it changes nothing, and what is taken out again stays an item. */
export async function followSubIssues(services: Services, { parent, sender }: SubIssueEvent): Promise<void> {
  const view = await viewRepository(services, parent);
  const analysis = view?.records.analyses.find(({ issue }) => sameIssue(issue, parent));
  if (view && analysis) await adoptStrangers(services, analysis, { view, by: sender?.login ?? "ghost" });
  await trackRemediation(services, parent);
}

/** Takes in what stands under the open analyses and nobody told us of, since an event was lost: one read each. @returns true when anything was. */
export async function adoptUntold(services: Services, view: RepositoryView): Promise<boolean> {
  const open = view.records.analyses.filter(({ issue }) => issue.state === "open");
  let adopted = 0;
  await eachOnItsOwn(open, async (analysis) => {
    adopted += await adoptStrangers(services, analysis, { view, by: services.github.self });
  });
  return adopted > 0;
}

/** @returns how many. */
async function adoptStrangers(
  services: Services,
  analysis: Analysis,
  { view, by }: Pick<Adoption, "view" | "by">,
): Promise<number> {
  if (!analysis.record || services.face.kind !== view.policy.config.writer) return 0;
  const children = await services.github.readSubIssues(analysis.issue);
  const strangers = children.filter((child) => isStranger(child, analysis, view));
  if (strangers.length > 0) await adopt(services, analysis, { view, strangers, by });
  return strangers.length;
}

/**
 * An open issue of somebody's in this repository that nothing here knows: what lives elsewhere we could not keep in sight, and our
 * own are known by what they say, as a listing may not show them yet. One that carries our labels and belongs to no analysis is
 * only half taken in.
 */
function isStranger(child: IssueFacts, { issue, record }: Analysis, { records, policy }: RepositoryView): boolean {
  if (isOurs(child.author, policy.config)) return false;
  const items = records.items.filter(({ analysis }) => analysis !== null);
  const known = [...items, ...records.analyses, ...records.incidents].map((one) => one.issue);
  const isKnown =
    known.some((one) => sameIssue(one, child)) || record?.linked.some((row) => sameIssue(row.issue, child));
  return !isKnown && !child.isPullRequest && child.state === "open" && sameRepository(child, issue);
}

interface Adoption {
  readonly view: RepositoryView;
  readonly strangers: readonly IssueFacts[];
  readonly by: string;
}

async function adopt(
  services: Services,
  { issue }: Analysis,
  { view: before, strangers, by }: Adoption,
): Promise<void> {
  await services.github.perform(strangers.flatMap((child) => labelsFor(child, before.policy.config)));
  await untilRecorded(() => takeIn(services, issue, { strangers, by }));
}

async function takeIn(
  services: Services,
  issue: IssueReference,
  { strangers, by }: Omit<Adoption, "view">,
): Promise<readonly Performed[]> {
  const view = await viewRepository(services, issue);
  const analysis = view?.records.analyses.find((one) => sameIssue(one.issue, issue));
  if (!view || !analysis?.record) return [];
  const news = strangers.filter((child) => !analysis.record?.linked.some((row) => sameIssue(row.issue, child)));
  const record = news.reduce(
    (known, child) =>
      withLogEntry(
        { ...known, linked: [...known.linked, { issue: referenceTo(child), fields: {} }] },
        { at: view.now, by, what: `${sayIssue(child, issue)} proposed: put under the analysis by hand` },
      ),
    analysis.record,
  );
  const adopted = { ...analysis, record };
  const analyses = view.records.analyses.map((one) => (one === analysis ? adopted : one));
  return followAnalysis(services, adopted, viewWithAnalyses(view, analyses));
}

function labelsFor(child: IssueFacts, { labels }: Pick<Config, "labels">): Effect[] {
  const names = [labels.umbrella, labels.remediation, STATE_LABELS.proposed];
  return names
    .filter((name) => !hasLabel(child.labels, name))
    .map((label) => ({ kind: "ensure-label", issue: referenceTo(child), label }));
}
