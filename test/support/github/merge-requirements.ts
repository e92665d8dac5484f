/** Whether a pull request may be merged now, and GitHub's words when it may not. */
import { reaches, roleOf } from "./access.ts";
import { type Doer, type RuleSource, ruleSources, ruleViolation } from "./branch-rules.ts";
import type { World } from "./call.ts";
import { type PullIssue, baseCommit, isCurrent, mergesCleanly } from "./pull-diff.ts";
import type { ReviewRow } from "./pull-rows.ts";
import { newestRuns, newestStatuses, unmetChecks } from "./required-checks.ts";
import type { RepositoryRow } from "./rows.ts";

/** Why not, as the merge operation says it (405). */
export interface MergeProblem {
  readonly message: string;
}

/** A wish to merge. `viaQueue` = into the queue, which does not ask the head to be current. */
export interface MergeWish {
  readonly issue: PullIssue;
  readonly doer: Doer;
  readonly viaQueue?: boolean;
  readonly method?: string;
}

/** The first obstacle; null when nothing stands in the way. */
export function mergeProblem(world: World, repository: RepositoryRow, wish: MergeWish): MergeProblem | null {
  const { issue } = wish;
  if (issue.state === "closed") return { message: "Pull Request is not mergeable" };
  if (issue.pull.draft) return { message: "Pull Request is still a draft" };
  if (!mergesCleanly(repository, issue)) return { message: "Pull Request is not mergeable" };
  for (const source of ruleSources(world.state, repository, issue.pull.baseRef)) {
    if (source.bypassedBy(wish.doer)) continue;
    const reason = ruleProblem(world, repository, { ...wish, source });
    if (reason !== null) return { message: source.kind === "ruleset" ? ruleViolation(reason) : reason };
  }
  return null;
}

function ruleProblem(world: World, repository: RepositoryRow, wish: MergeWish & { source: RuleSource }): string | null {
  const { issue, source } = wish;
  if (source.queue && !wish.viaQueue) return "Changes must be made through the merge queue";
  if (source.methods && wish.method && !source.methods.includes(wish.method))
    return `${methodNames[wish.method] ?? "This merge method is"} not allowed by the rules of this branch.`;
  const review = reviewProblem(world, repository, { issue, source });
  if (review !== null) return review;
  if (source.strict && !wish.viaQueue && source.checks.length > 0 && !isCurrent(repository, issue))
    return "Head branch is out of date. Review and try the merge again.";
  return unmetChecks(repository, issue.pull.headSha, source.checks);
}

const methodNames: Readonly<Record<string, string>> = {
  merge: "Merge commits are",
  squash: "Squash merges are",
  rebase: "Rebase merges are",
};

/** The last word of each reviewer: comments do not take an approval back. */
export function decidingReviews(issue: PullIssue): readonly ReviewRow[] {
  const last = new Map<string, ReviewRow>();
  for (const review of issue.pull.reviews)
    if (review.state !== "COMMENTED" && review.state !== "PENDING") last.set(review.user.toLowerCase(), review);
  return [...last.values()];
}

function reviewProblem(
  world: World,
  repository: RepositoryRow,
  { issue, source }: { issue: PullIssue; source: RuleSource },
): string | null {
  if (source.approvals === null) return null;
  const counted = decidingReviews(issue).filter((review) =>
    reaches(roleOf(world.state, repository, review.user), "write"),
  );
  if (counted.some((review) => review.state === "CHANGES_REQUESTED"))
    return "Changes have been requested by a reviewer with write access.";
  const approvals = counted.filter((review) => review.state === "APPROVED").length;
  if (approvals >= source.approvals) return null;
  const many = source.approvals === 1 ? "review is" : "reviews are";
  return `At least ${source.approvals} approving ${many} required by reviewers with write access.`;
}

/** `mergeable` and `mergeable_state`; null and `unknown` until GitHub's job has looked at this base and head. */
export function mergeability(
  world: World,
  repository: RepositoryRow,
  issue: PullIssue,
): { mergeable: boolean | null; state: string } {
  if (issue.state === "closed" || issue.pull.mergeabilityOf !== mergeabilityKey(repository, issue))
    return { mergeable: null, state: "unknown" };
  if (!mergesCleanly(repository, issue)) return { mergeable: false, state: "dirty" };
  return { mergeable: true, state: cleanState(world, repository, issue) };
}

/** What mergeability depends on. */
export function mergeabilityKey(repository: RepositoryRow, issue: PullIssue): string {
  return `${baseCommit(repository, issue)}:${issue.pull.headSha}`;
}

function cleanState(world: World, repository: RepositoryRow, issue: PullIssue): string {
  if (issue.pull.draft) return "draft";
  const sources = ruleSources(world.state, repository, issue.pull.baseRef);
  const nobody: Doer = { login: issue.user, appId: null };
  const wish = { issue, doer: nobody, viaQueue: true };
  if (sources.some((source) => ruleProblem(world, repository, { ...wish, source }) !== null)) return "blocked";
  if (sources.some((source) => source.strict && source.checks.length > 0) && !isCurrent(repository, issue))
    return "behind";
  return someCheckIsNotGreen(repository, issue.pull.headSha) ? "unstable" : "clean";
}

function someCheckIsNotGreen(repository: RepositoryRow, sha: string): boolean {
  const runs = repository.checkRuns.filter((run) => run.headSha === sha);
  const newest = [...new Set(runs.map((run) => run.name))].flatMap((name) => newestRuns(runs, name));
  const green = new Set(["success", "neutral", "skipped"]);
  return (
    newest.some((run) => run.status !== "completed" || !green.has(run.conclusion ?? "")) ||
    newestStatuses(repository, sha).some((status) => status.state !== "success")
  );
}
