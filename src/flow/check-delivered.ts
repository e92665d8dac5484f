/** Something landed on the default branch, by a pull request or a push: did it undo what had delivered an item, or take away what guards one? Then that item is open again. */
import type { ChangeReference } from "#src/facts/change-reference.ts";
import {
  type IssueReference,
  referenceTo,
  type RepositoryName,
  sameIssue,
  sameRepository,
} from "#src/facts/issue-reference.ts";
import type { ChangedFile, PullRequestFacts, PushedRange } from "#src/facts/pull-request.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { ItemChange } from "#src/remediation/change-item.ts";
import {
  failureComment,
  failVerification,
  isDelivered,
  questionDelivery,
  sayFailure,
  undoDelivery,
} from "#src/remediation/fail-verification.ts";
import type { FollowedItem } from "#src/remediation/follow-pull-request.ts";
import { guardsTouched, lostGuard } from "#src/remediation/guards.ts";
import type { RemediationItem, VerificationFailure } from "#src/remediation/item.ts";
import { pullRequestLinks } from "#src/remediation/pull-request-links.ts";
import { changeItems, followedItem, type WantedChange } from "./change-items.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import { recheckRepository } from "./recheck.ts";
import { undoneDeliveries } from "./undone-deliveries.ts";
import type { Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** A body that somebody edits at the same moment is read again. */
const MOST_TRIES = 3;

/** What landed: a merged pull request, or a push. */
export interface Landed {
  readonly by: ChangeReference;
  readonly diff: IssueReference | PushedRange;
  /** The commit on which files are looked at: after the change. */
  readonly ref: string;
  /** Read only when something is guarded. */
  files(): Promise<readonly ChangedFile[]>;
}

/** Looks at a merged pull request. */
export async function checkDelivered(services: Services, pull: PullRequestFacts): Promise<void> {
  const landed = {
    by: referenceTo(pull),
    diff: pull,
    ref: pull.mergeCommitSha ?? pull.headSha,
    files: async () => (await services.github.readChangedFiles(pull)).files,
  };
  await checkLanded(services, landed);
  await eachOnItsOwn(await homesOfReverted(services, pull), (home) => checkLanded(services, landed, home));
}

/** `Reverts #9`, as GitHub's button writes it. */
const REVERTS = /\breverts?\s+(?:[\w.-]+\/[\w.-]+)?#(\d{1,9})\b/i;

/** Other repositories whose items the pull request that this one says it reverts has delivered: only a hint where to look, proof are the diffs. */
async function homesOfReverted({ github }: Services, pull: PullRequestFacts): Promise<readonly RepositoryName[]> {
  const number = Number(REVERTS.exec(pull.body)?.[1] ?? "0");
  const reverted = number === 0 ? null : await github.readPullRequest({ ...referenceTo(pull), number });
  const links = reverted ? pullRequestLinks(reverted.body, reverted.repository).map(({ issue }) => issue) : [];
  const others = links.filter((link) => !sameRepository(link, pull));
  return others.filter((link, index) => others.findIndex((other) => sameRepository(other, link)) === index);
}

/** Looks at what landed, for the items of this repository. It goes by the diffs of both sides and by the files as they are now, never by titles or messages. */
export async function checkLanded(services: Services, landed: Landed, home: RepositoryName = landed.by): Promise<void> {
  for (let attempt = 1; attempt <= MOST_TRIES; attempt += 1) {
    const view = await viewRepository(services, home);
    if (!view || services.face.kind !== view.policy.config.writer) return;
    const back = await undone(services, landed, view);
    const open = (await unguarded(services, landed, view)).filter(
      ({ item }) => !back.some((one) => sameIssue(one.item.issue, item.issue)),
    );
    const wanted = [...back, ...open];
    if (wanted.length === 0) return;
    if ((await changeItems(services, view, wanted)) === "stale") continue;
    await recheckRepository(services, home);
    return;
  }
}

async function undone(services: Services, landed: Landed, view: RepositoryView): Promise<WantedChange[]> {
  const { by } = landed;
  const found = await undoneDeliveries(services, landed, view);
  const whole = found.flatMap(({ pull, extent }) => (extent === "whole" ? [pull] : []));
  const part = found.flatMap(({ pull, extent }) => (extent === "part" ? [pull] : []));
  if (found.length === 0) return [];
  return view.records.items.flatMap((item) => {
    const followed = followedItem(item, view);
    if (!followed) return [];
    const reverted = failureBy("reverted", by, view);
    const change = undoDelivery(followed, whole, reverted);
    return change
      ? wantedFor(item, change, { failure: reverted })
      : askAbout(followed, part, failureBy("partly-reverted", by, view));
  });
}

/** Some files of a fix are as they were before: whether it still does what it should is asked, not judged. */
function askAbout(
  followed: FollowedItem,
  pulls: readonly IssueReference[],
  failure: VerificationFailure,
): WantedChange[] {
  const { item } = followed;
  const concerns = item.pullRequests.some(({ reference }) => pulls.some((pull) => sameIssue(pull, reference)));
  const change = concerns ? questionDelivery(followed, failure) : null;
  if (!change) return [];
  const says = isDelivered(item) ? [failureComment(item, failure)] : [];
  return [{ item, change, says, log: sayFailure(failure, item.analysis ?? item.issue) }];
}

async function unguarded(
  services: Services,
  { by, ref, files }: Landed,
  view: RepositoryView,
): Promise<WantedChange[]> {
  const guarded = view.records.items.filter((item) => item.guard !== null && isDelivered(item));
  // A guard is a file of the item's own repository.
  if (guarded.length === 0 || !sameRepository(view.repository, by)) return [];
  const question = { repository: by, files: await files(), ref, items: guarded };
  return (await removedGuards(services, question)).flatMap((item) => {
    const followed = followedItem(item, view);
    const failure = failureBy("guard-removed", by, view);
    const { incident } = lostGuard(item, view.records);
    return followed ? wantedFor(item, failVerification(followed, failure), { failure, incident }) : [];
  });
}

/** A change whose files may take guards away. */
export interface GuardQuestion {
  readonly repository: RepositoryName;
  readonly files: readonly ChangedFile[];
  /** Where the files are looked at: after the change. */
  readonly ref: string;
  readonly items: readonly RemediationItem[];
}

/** The items whose guard is gone with this change: deleted, renamed away, or left without a word in it. */
export async function removedGuards(
  { github }: Pick<Services, "github">,
  { repository, files, ref, items }: GuardQuestion,
): Promise<readonly RemediationItem[]> {
  const touched = guardsTouched(items, files);
  const emptied = await Promise.all(
    touched.changed.map(async (item) => ((await github.readFile(repository, item.guard!, ref)) ?? "").trim() === ""),
  );
  return [...touched.removed, ...touched.changed.filter((_, index) => emptied[index])];
}

function failureBy(
  kind: VerificationFailure["kind"],
  by: ChangeReference,
  { now }: RepositoryView,
): VerificationFailure {
  return { kind, by, at: now };
}

interface Words {
  readonly failure: VerificationFailure;
  /** What the item's guard was there for. */
  readonly incident?: Incident | null;
}

function wantedFor(item: RemediationItem, change: ItemChange | null, { failure, incident }: Words): WantedChange[] {
  if (change === null) return [];
  const fails = change.state === "open";
  const log = `${sayFailure(failure, item.analysis ?? item.issue)}${fails ? " and is open again" : ""}`;
  return [{ item, change, says: fails ? [failureComment(item, failure, incident)] : [], log }];
}
