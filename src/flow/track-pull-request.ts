/** A pull request was opened, merged or closed: the items that it links show it, and move with it. */
import { type IssueReference, type RepositoryName, sameIssue, sameRepository } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { followPullRequest } from "#src/remediation/follow-pull-request.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import { MOST_PARTS, pullRequestLinks } from "#src/remediation/pull-request-links.ts";
import { changeItems, followedItem, type WantedChange } from "./change-items.ts";
import { checkDelivered } from "./check-delivered.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import { recheckRepository } from "./recheck.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** A body that somebody edits at the same moment is read again. */
const MOST_TRIES = 3;

/** Follows one pull request. It goes by what GitHub says now, so order and repetition do not matter. @returns how many items it links. */
export async function trackPullRequest(services: Services, reference: IssueReference): Promise<number> {
  const pull = await services.github.readPullRequest(reference);
  if (!pull) return 0;
  const links = await linksOf(services, pull);
  let linked = 0;
  // A pull request may deliver items of other repositories that the same installation sees.
  await eachOnItsOwn(homesOf(links, reference), async (home) => {
    linked += await moveLinked(services, pull, { home, links });
  });
  if (pull.merged) await checkDelivered(services, pull);
  return linked;
}

/** Nobody links items of more repositories at once. */
const MOST_HOMES = 5;

/** The repositories of the links, the pull request's own first. */
function homesOf(links: readonly IssueReference[], own: RepositoryName): readonly RepositoryName[] {
  const once = links.filter((link, index) => links.findIndex((other) => sameRepository(other, link)) === index);
  return once.toSorted((a, b) => Number(sameRepository(b, own)) - Number(sameRepository(a, own))).slice(0, MOST_HOMES);
}

interface Linked {
  readonly home: RepositoryName;
  readonly links: readonly IssueReference[];
}

async function moveLinked(services: Services, pull: PullRequestFacts, { home, links }: Linked): Promise<number> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const view = await viewRepository(services, home);
    if (!view || services.face.kind !== view.policy.config.writer) return 0;
    const items = view.records.items.filter((item) => links.some((issue) => sameIssue(issue, item.issue)));
    const parts = (await itemsAbove(services, links, view)).filter((item) => !items.includes(item));
    const wanted = [
      ...items.flatMap((item) => wantedFor(item, pull, { view }) ?? []),
      ...parts.flatMap((item) => wantedFor(item, pull, { view, part: true }) ?? []),
    ];
    if ((await changeItems(services, view, wanted)) === "stale" && attempt < MOST_TRIES) continue;
    await showOnAnalyses(services, [...links, ...parts.map(({ issue }) => issue)], home);
    // A merge is the proof that an item was delivered: under `preset: strict` the gate waits for it.
    if (pull.merged && wanted.length > 0) await recheckRepository(services, home);
    return items.length + parts.length;
  }
  return 0;
}

async function linksOf(services: Services, pull: PullRequestFacts): Promise<readonly IssueReference[]> {
  const written = pullRequestLinks(pull.body, pull.repository).map(({ issue }) => issue);
  const closing = await services.github.readClosingIssues(pull);
  return [...written, ...closing];
}

/** Open items of which a linked issue is a sub-issue. Costs a read for each linked issue that is nothing of ours, where an item is open. */
async function itemsAbove(
  { github }: Services,
  links: readonly IssueReference[],
  { records, repository }: RepositoryView,
): Promise<readonly RemediationItem[]> {
  const { items, analyses, incidents } = records;
  const known = [...items, ...analyses, ...incidents];
  const strange = links.filter(
    (link, index) =>
      sameRepository(link, repository) &&
      links.findIndex((other) => sameIssue(other, link)) === index &&
      !known.some(({ issue }) => sameIssue(issue, link)),
  );
  if (!items.some(({ state }) => STATE_WORDS[state].open)) return [];
  const above = await Promise.all(strange.slice(0, MOST_PARTS).map((link) => github.readParent(link)));
  return items.filter(
    ({ issue, state }) => STATE_WORDS[state].open && above.some((parent) => parent && sameIssue(parent, issue)),
  );
}

interface Linking {
  readonly view: RepositoryView;
  /** It delivers a sub-issue of the item. */
  readonly part?: boolean;
}

function wantedFor(
  item: RemediationItem,
  pull: PullRequestFacts,
  { view, part = false }: Linking,
): WantedChange | null {
  const followed = followedItem(item, view);
  const change = followed && followPullRequest(followed, pull, part);
  return change && { item, change, says: [], log: null };
}

/** The lists show it, by what GitHub holds after the change. */
async function showOnAnalyses(
  services: Services,
  items: readonly IssueReference[],
  home: RepositoryName,
): Promise<void> {
  const view = await viewRepository(services, home);
  if (!view) return;
  const touched = view.records.items.filter((item) => items.some((issue) => sameIssue(issue, item.issue)));
  const analyses = view.records.analyses.filter(({ issue }) =>
    touched.some(({ analysis }) => analysis && sameIssue(analysis, issue)),
  );
  for (const analysis of analyses) await followAnalysis(services, analysis, view);
}
