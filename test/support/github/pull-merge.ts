/** The merge button and the "Update branch" button. */
import type { Doer } from "./branch-rules.ts";
import { GitHubRefusal, type World, validationFailed } from "./call.ts";
import { branchTip } from "./git.ts";
import { mergeCommits } from "./git/merge.ts";
import { writeCommit } from "./git/objects.ts";
import { type MergeMethod, combine, signatureFor } from "./merge-commits.ts";
import { mergeProblem } from "./merge-requirements.ts";
import { type PullIssue, isCurrent } from "./pull-diff.ts";
import { deleteMergedBranch, markMerged } from "./pull-lifecycle.ts";
import { moveRef } from "./pushes.ts";
import type { RepositoryRow } from "./rows.ts";

/** A wish to merge. `expected` = the head must still be this commit. */
export interface Merge {
  readonly issue: PullIssue;
  readonly doer: Doer;
  readonly method: MergeMethod;
  readonly expected: string | undefined;
  readonly title: string | undefined;
  readonly message: string | undefined;
}

/** Merges and gives the new commit of the base. Throws 405 or 409 with GitHub's words. */
export function mergePull(world: World, repository: RepositoryRow, merge: Merge): string {
  const { issue, doer, method } = merge;
  if (!isAllowed(repository, method))
    throw new GitHubRefusal(405, `${methodNames[method]} are not allowed on this repository.`);
  if (merge.expected !== undefined && merge.expected !== issue.pull.headSha && issue.state === "open")
    throw new GitHubRefusal(409, "Head branch was modified. Review and try the merge again.");
  const problem = mergeProblem(world, repository, { issue, doer, method });
  if (problem) throw new GitHubRefusal(405, problem.message);
  const baseSha = branchTip(repository.git, issue.pull.baseRef) ?? issue.pull.baseSha;
  const sha = combine(world, repository, {
    issue,
    baseSha,
    method,
    login: doer.login,
    title: merge.title,
    message: merge.message,
  });
  if (sha === null) throw new GitHubRefusal(405, "Pull Request is not mergeable");
  markMerged(world, repository, { issue, doer, sha });
  moveRef(world, repository, { ref: `refs/heads/${issue.pull.baseRef}`, to: sha, doer });
  deleteMergedBranch(world, repository, { issue, doer });
  return sha;
}

const methodNames: Readonly<Record<MergeMethod, string>> = {
  merge: "Merge commits",
  squash: "Squash merges",
  rebase: "Rebase merges",
};

function isAllowed(repository: RepositoryRow, method: MergeMethod): boolean {
  const { allowMergeCommit, allowSquashMerge, allowRebaseMerge } = repository;
  return { merge: allowMergeCommit, squash: allowSquashMerge, rebase: allowRebaseMerge }[method];
}

/** Merges the base into the head branch and pushes that. Throws 422 when there is nothing to merge or it conflicts. */
export function updateBranch(world: World, repository: RepositoryRow, what: { issue: PullIssue; doer: Doer }): void {
  const { issue, doer } = what;
  const { pull } = issue;
  if (isCurrent(repository, issue)) throw new GitHubRefusal(422, "There are no new commits on the base branch.");
  const baseSha = branchTip(repository.git, pull.baseRef) ?? pull.baseSha;
  const { objects } = repository.git;
  const merged = mergeCommits(objects, pull.headSha, baseSha);
  if ("conflicts" in merged)
    throw validationFailed({
      resource: "PullRequest",
      field: "base",
      code: "custom",
      message: "merge conflict between base and head",
    });
  const signature = signatureFor(world, doer.login);
  const message = `Merge branch '${pull.baseRef}' into ${pull.headRef}`;
  const sha = writeCommit(objects, {
    tree: merged.tree,
    parents: [pull.headSha, baseSha],
    author: signature,
    committer: signature,
    message,
  });
  const head = world.state.repositories.get(pull.headRepositoryId ?? -1);
  if (!head) throw new GitHubRefusal(422, "The head repository was deleted.");
  moveRef(world, head, { ref: `refs/heads/${pull.headRef}`, to: sha, doer });
}
