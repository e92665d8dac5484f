/** A pull request was opened, merged or closed: the items that it links show it, and move with it. */
import type { Effect } from "#src/effect/effect.ts";
import { sameIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { changeItem } from "#src/remediation/change-item.ts";
import { followPullRequest } from "#src/remediation/follow-pull-request.ts";
import { pullRequestLinks } from "#src/remediation/pull-request-links.ts";
import { findBlock } from "#src/remediation/read-item.ts";
import { checkDelivered } from "./check-delivered.ts";
import { recheckRepository } from "./recheck.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** Follows one pull request. It goes by what GitHub says now, so order and repetition do not matter. @returns how many items it links. */
export async function trackPullRequest(services: Services, reference: IssueReference): Promise<number> {
  const pull = await services.github.readPullRequest(reference);
  if (!pull) return 0;
  const linked = await moveLinked(services, pull, reference);
  if (pull.merged) await checkDelivered(services, pull);
  return linked;
}

async function moveLinked(services: Services, pull: PullRequestFacts, reference: IssueReference): Promise<number> {
  const links = await linksOf(services, pull);
  if (links.length === 0) return 0;
  const view = await viewRepository(services, reference);
  if (!view) return 0;
  const changes = view.records.items
    .filter((item) => links.some((issue) => sameIssue(issue, item.issue)))
    .map((item) => changeOf(item.issue, pull, view));
  const effects = changes.flatMap((change) => change?.effects ?? []);
  if (effects.length > 0) await services.github.perform(effects);
  await showOnAnalyses(services, links, reference);
  // A merge is the proof that an item was delivered: under `preset: strict` the gate waits for it.
  if (pull.merged && effects.length > 0) await recheckRepository(services, reference);
  return changes.length;
}

async function linksOf(services: Services, pull: PullRequestFacts): Promise<readonly IssueReference[]> {
  const written = pullRequestLinks(pull.body, pull.repository).map(({ issue }) => issue);
  const closing = await services.github.readClosingIssues(pull);
  return [...written, ...closing];
}

function changeOf(
  issue: IssueReference,
  pull: PullRequestFacts,
  view: RepositoryView,
): { effects: readonly Effect[] } | null {
  const { records, tracked, repository, policy } = view;
  const item = records.items.find((one) => sameIssue(one.issue, issue));
  const facts = tracked.tracked.find((one) => sameIssue(one.issue, issue))?.issue;
  const found = facts && findBlock(facts, { config: policy.config, repository, analyses: records.analyses });
  if (!item || !facts || !found) return null;
  const change = followPullRequest({ item, issue: facts, found }, pull);
  return change && changeItem({ issue: facts, found }, change, policy.config);
}

/** The lists show it, by what GitHub holds after the change. */
async function showOnAnalyses(
  services: Services,
  items: readonly IssueReference[],
  reference: IssueReference,
): Promise<void> {
  const view = await viewRepository(services, reference);
  if (!view) return;
  const touched = view.records.items.filter((item) => items.some((issue) => sameIssue(issue, item.issue)));
  const analyses = view.records.analyses.filter(({ issue }) =>
    touched.some(({ analysis }) => analysis && sameIssue(analysis, issue)),
  );
  for (const analysis of analyses) await followAnalysis(services, analysis, view);
}
