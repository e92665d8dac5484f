/** What happens to open pull requests when a branch moves or goes: heads follow, bases retarget, merged ones are noticed. */
import { type Doer, ruleSources } from "./branch-rules.ts";
import type { World } from "./call.ts";
import { branchTip } from "./git.ts";
import { isAncestor } from "./git/history.ts";
import { dequeue } from "./merge-queue.ts";
import { type PullIssue, asPull, openPulls } from "./pull-diff.ts";
import { emitPull, recordEvent } from "./pull-events.ts";
import { closePull, markMerged, retarget } from "./pull-lifecycle.ts";
import type { RepositoryRow } from "./rows.ts";
import { repositoryOf } from "./state.ts";

interface BranchMove {
  readonly branch: string;
  readonly to: string | null;
  readonly doer: Doer;
}

/** Open pull requests of all repositories whose head is this branch. */
export function pullsFrom(world: World, repository: RepositoryRow, branch: string): readonly PullIssue[] {
  return [...world.state.repositories.values()].flatMap((base) =>
    openPulls(base).filter((issue) => issue.pull.headRepositoryId === repository.id && issue.pull.headRef === branch),
  );
}

/** Moves the heads of pull requests with their branch (`synchronize`), or closes them when the branch went. */
export function followHead(
  world: World,
  repository: RepositoryRow,
  move: BranchMove & { before: string | null },
): void {
  if (move.to === null) tellDeleted(world, repository, move);
  for (const issue of pullsFrom(world, repository, move.branch)) {
    const base = repositoryOf(world.state, issue.repositoryId);
    if (move.to === null) {
      closePull(world, base, { issue, doer: move.doer });
    } else synchronize(world, base, { issue, to: move.to, doer: move.doer });
  }
}

/** Closed pull requests say that their branch went, too. */
function tellDeleted(world: World, repository: RepositoryRow, move: BranchMove): void {
  const all = [...world.state.repositories.values()].flatMap((base) => [...base.issues.values()]);
  for (const issue of all.flatMap((row) => asPull(row) ?? []))
    if (issue.pull.headRepositoryId === repository.id && issue.pull.headRef === move.branch)
      recordEvent(world, issue, { event: "head_ref_deleted", doer: move.doer });
}

function synchronize(world: World, base: RepositoryRow, what: { issue: PullIssue; to: string; doer: Doer }): void {
  const { issue, to, doer } = what;
  const before = issue.pull.headSha;
  const { objects, refs } = base.git;
  issue.pull.headSha = to;
  issue.pull.baseSha = branchTip(base.git, issue.pull.baseRef) ?? issue.pull.baseSha;
  issue.updatedAt = world.clock.now();
  refs.set(`refs/pull/${issue.number}/head`, to);
  if (!isAncestor(objects, before, to))
    recordEvent(world, issue, { event: "head_ref_force_pushed", doer, commitId: to });
  dismissStaleReviews(world, base, issue);
  dequeue(world, base, { issue, reason: "MANUAL", doer });
  emitPull(world, base, { issue, action: "synchronize", doer, extra: { before, after: to } });
  if (isAncestor(objects, to, issue.pull.baseSha)) closePull(world, base, { issue, doer });
}

function dismissStaleReviews(world: World, base: RepositoryRow, issue: PullIssue): void {
  if (!ruleSources(world.state, base, issue.pull.baseRef).some((source) => source.dismissStale)) return;
  for (const review of issue.pull.reviews) if (review.state === "APPROVED") review.state = "DISMISSED";
}

/** Notices pull requests whose head reached the base without the merge button; a base that went is replaced or closes them. */
export function followBase(world: World, repository: RepositoryRow, move: BranchMove): void {
  const { objects } = repository.git;
  for (const issue of openPulls(repository).filter((pull) => pull.pull.baseRef === move.branch)) {
    if (move.to === null) leaveBase(world, repository, { issue, doer: move.doer });
    else if (isAncestor(objects, issue.pull.headSha, move.to)) {
      dequeue(world, repository, { issue, reason: "ALREADY_MERGED", doer: move.doer });
      markMerged(world, repository, { issue, doer: move.doer, sha: move.to });
    }
  }
}

/** A pull request on top of a merged one moves to that one's base; others are closed. */
function leaveBase(world: World, repository: RepositoryRow, what: { issue: PullIssue; doer: Doer }): void {
  const below = [...repository.issues.values()]
    .flatMap((row) => asPull(row) ?? [])
    .find(
      (row) =>
        row.pull.mergedAt !== null &&
        row.pull.headRef === what.issue.pull.baseRef &&
        row.pull.headRepositoryId === repository.id,
    );
  if (below && branchTip(repository.git, below.pull.baseRef) !== undefined)
    retarget(world, repository, { ...what, base: below.pull.baseRef });
  else closePull(world, repository, what);
}
