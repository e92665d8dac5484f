/** Which merged fixes something that landed has undone: by its diff, by what a force push dropped, and together with what was undone before. */
import { type ChangeReference, sameChange } from "#src/facts/change-reference.ts";
import { type IssueReference, sameIssue, sameRepository } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts, PushedRange, UndonePull } from "#src/facts/pull-request.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Deliveries that a merge is compared with: the latest. */
const MOST_COMPARED = 20;

interface Change {
  readonly by: ChangeReference;
  readonly diff: IssueReference | PushedRange;
  readonly ref: string;
}

/** Costs the diffs of the latest deliveries; more only where commits were dropped, or where a part of a fix was undone before. */
export async function undoneDeliveries(
  services: Services,
  change: Change,
  view: RepositoryView,
): Promise<readonly UndonePull[]> {
  const { by, diff } = change;
  const delivered = view.records.items.flatMap(({ pullRequests }) =>
    pullRequests.flatMap(({ reference, state }) => (state === "closed" || state === "reverted" ? [] : [reference])),
  );
  const others = delivered
    .filter((reference) => sameRepository(reference, by) && !sameChange(reference, by))
    .toSorted((a, b) => b.number - a.number);
  const once = others.filter(({ number }, index) => others.findIndex((one) => one.number === number) === index);
  const latest = once.slice(0, MOST_COMPARED);
  if ("forced" in diff && diff.forced) return dropped(services, change, latest);
  const found = await onlyMerged(services, await services.github.readUndone(diff, latest));
  return Promise.all(found.map((one) => withEarlier(services, one, { change, view })));
}

/** The news of its merge may still be on its way: what counts is what GitHub says of it now. */
async function onlyMerged({ github }: Services, undone: readonly UndonePull[]): Promise<readonly UndonePull[]> {
  const read = await Promise.all(undone.map(({ pull }) => github.readPullRequest(pull)));
  return undone.filter((_, index) => read[index]?.merged);
}

/** Two changes that each undo a part may undo all of it: then the files as they are now show nothing of it. */
async function withEarlier(
  { github }: Services,
  undone: UndonePull,
  { change, view }: { readonly change: Change; readonly view: RepositoryView },
): Promise<UndonePull> {
  const wasAsked = view.records.items.some(
    ({ pullRequests, failures }) =>
      pullRequests.some(({ reference }) => sameIssue(reference, undone.pull)) &&
      failures.some(({ kind, by }) => kind === "partly-reverted" && !sameChange(by, change.by)),
  );
  if (undone.extent === "whole" || !wasAsked) return undone;
  const isGone = (await github.readRemains(undone.pull, change.ref)) === "none";
  return isGone ? { ...undone, extent: "whole" } : undone;
}

/** A force push: a fix whose merge is no longer in the history is undone where the files show nothing of it either; rewritten history keeps it. */
async function dropped(
  services: Services,
  { ref }: Change,
  deliveries: readonly IssueReference[],
): Promise<readonly UndonePull[]> {
  const { github } = services;
  const found: UndonePull[] = [];
  await eachOnItsOwn(deliveries, async (reference) => {
    const pull = await github.readPullRequest(reference);
    if (!pull?.merged || (await isKept(services, pull, ref))) return;
    const remains = await github.readRemains(reference, ref);
    if (remains !== "all") found.push({ pull: reference, extent: remains === "none" ? "whole" : "part" });
  });
  return found;
}

async function isKept({ github }: Services, pull: PullRequestFacts, ref: string): Promise<boolean> {
  return pull.mergeCommitSha !== null && github.contains(pull, pull.mergeCommitSha, ref);
}
