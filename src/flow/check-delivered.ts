/** A pull request was merged: did it undo what had delivered an item, or take away what guards one? Then that item is open again. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { referenceTo, sameRepository } from "#src/facts/issue-reference.ts";
import type { ChangedFile, PullRequestFacts } from "#src/facts/pull-request.ts";
import type { ItemChange } from "#src/remediation/change-item.ts";
import {
  failureComment,
  failVerification,
  isDelivered,
  sayFailure,
  undoDelivery,
} from "#src/remediation/fail-verification.ts";
import { guardsTouched } from "#src/remediation/guards.ts";
import type { RemediationItem, VerificationFailure } from "#src/remediation/item.ts";
import { changeItems, followedItem, type WantedChange } from "./change-items.ts";
import { recheckRepository } from "./recheck.ts";
import type { Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** Deliveries that a merge is compared with: the latest. */
const MOST_COMPARED = 20;
/** A body that somebody edits at the same moment is read again. */
const MOST_TRIES = 3;

/** Looks. It goes by the diffs of both pull requests and by the files as they are now, never by titles. */
export async function checkDelivered(services: Services, pull: PullRequestFacts): Promise<void> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const view = await viewRepository(services, pull);
    if (!view) return;
    const wanted = [...(await undone(services, pull, view)), ...(await unguarded(services, pull, view))];
    if (wanted.length === 0) return;
    if ((await changeItems(services, view, wanted)) === "stale") continue;
    await recheckRepository(services, pull);
    return;
  }
}

async function undone(services: Services, pull: PullRequestFacts, view: RepositoryView): Promise<WantedChange[]> {
  const delivered = view.records.items.flatMap(({ pullRequests }) =>
    pullRequests.flatMap(({ reference, state }) => (state === "merged" || state === "open" ? [reference] : [])),
  );
  const others = delivered
    .filter((reference) => sameRepository(reference, pull) && reference.number !== pull.number)
    .toSorted((a, b) => b.number - a.number);
  const once = others.filter(({ number }, index) => others.findIndex((one) => one.number === number) === index);
  const reverted = await onlyMerged(services, await services.github.readUndone(pull, once.slice(0, MOST_COMPARED)));
  if (reverted.length === 0) return [];
  return view.records.items.flatMap((item) => {
    const followed = followedItem(item, view);
    const failure = failureBy("reverted", pull, view);
    return followed ? wantedFor(item, undoDelivery(followed, reverted, failure), failure) : [];
  });
}

/** The news of its merge may still be on its way: what counts is what GitHub says of it now. */
async function onlyMerged({ github }: Services, pulls: readonly IssueReference[]): Promise<readonly IssueReference[]> {
  const read = await Promise.all(pulls.map((pull) => github.readPullRequest(pull)));
  return pulls.filter((_, index) => read[index]?.merged);
}

async function unguarded(services: Services, pull: PullRequestFacts, view: RepositoryView): Promise<WantedChange[]> {
  const guarded = view.records.items.filter((item) => item.guard !== null && isDelivered(item));
  if (guarded.length === 0) return [];
  const { files } = await services.github.readChangedFiles(pull);
  const gone = await removedGuards(services, { pull, files, ref: pull.mergeCommitSha ?? pull.headSha, items: guarded });
  return gone.flatMap((item) => {
    const followed = followedItem(item, view);
    const failure = failureBy("guard-removed", pull, view);
    return followed ? wantedFor(item, failVerification(followed, failure), failure) : [];
  });
}

/** A pull request whose files may take guards away. */
export interface GuardQuestion {
  readonly pull: IssueReference;
  readonly files: readonly ChangedFile[];
  /** Where the files are looked at: after the change. */
  readonly ref: string;
  readonly items: readonly RemediationItem[];
}

/** The items whose guard is gone with this change: deleted, renamed away, or left without a word in it. */
export async function removedGuards(
  { github }: Pick<Services, "github">,
  { pull, files, ref, items }: GuardQuestion,
): Promise<readonly RemediationItem[]> {
  const touched = guardsTouched(items, files);
  const emptied = await Promise.all(
    touched.changed.map(async (item) => ((await github.readFile(pull, item.guard!, ref)) ?? "").trim() === ""),
  );
  return [...touched.removed, ...touched.changed.filter((_, index) => emptied[index])];
}

function failureBy(
  kind: VerificationFailure["kind"],
  by: IssueReference,
  { now }: RepositoryView,
): VerificationFailure {
  return { kind, by: referenceTo(by), at: now };
}

function wantedFor(item: RemediationItem, change: ItemChange | null, failure: VerificationFailure): WantedChange[] {
  if (change === null) return [];
  const fails = change.state === "open";
  const log = `${sayFailure(failure, item.analysis ?? item.issue)}${fails ? " and is open again" : ""}`;
  return [{ item, change, says: fails ? [failureComment(item, failure)] : [], log }];
}
