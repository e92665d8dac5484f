/** What a pull request brings: its files, commits and whether it merges, from real git data. */
import { branchTip } from "./git.ts";
import { type FileDiff, diffWithPatches } from "./git/diff.ts";
import { commitsBetween, isAncestor, mergeBase } from "./git/history.ts";
import { mergeCommits } from "./git/merge.ts";
import type { Commit } from "./git/objects.ts";
import type { PullRow } from "./pull-rows.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";

/** An issue row that is a pull request. */
export interface PullIssue extends IssueRow {
  readonly pull: PullRow;
}

/** The row as a pull request; undefined for a plain issue. */
export function asPull(issue: IssueRow | undefined): PullIssue | undefined {
  return issue?.pull ? (issue as PullIssue) : undefined;
}

/** Open pull requests of a repository, oldest first. */
export function openPulls(repository: RepositoryRow): readonly PullIssue[] {
  return [...repository.issues.values()].flatMap((row) => asPull(row) ?? []).filter((issue) => issue.state === "open");
}

/** GitHub lists at most so many files of a pull request. */
export const LISTED_FILES = 3000;

/** The commit that a pull request is compared with: the base's tip while it is open, and the one it had when it was closed. */
export function baseCommit(repository: RepositoryRow, issue: PullIssue): string {
  if (issue.state === "closed") return issue.pull.baseSha;
  return branchTip(repository.git, issue.pull.baseRef) ?? issue.pull.baseSha;
}

/** All changed files, by path, with patches: the diff against the merge base. */
export function pullFiles(repository: RepositoryRow, issue: PullIssue): readonly FileDiff[] {
  const { objects } = repository.git;
  const base = mergeBase(objects, baseCommit(repository, issue), issue.pull.headSha);
  return diffWithPatches(objects, base, issue.pull.headSha);
}

/** Commits that the base lacks, oldest first. */
export function pullCommits(repository: RepositoryRow, issue: PullIssue): readonly Commit[] {
  return commitsBetween(repository.git.objects, baseCommit(repository, issue), issue.pull.headSha);
}

/** Whether the head contains the base's tip, as `strict` protection wants. */
export function isCurrent(repository: RepositoryRow, issue: PullIssue): boolean {
  return isAncestor(repository.git.objects, baseCommit(repository, issue), issue.pull.headSha);
}

/** Whether the head merges without conflict. */
export function mergesCleanly(repository: RepositoryRow, issue: PullIssue): boolean {
  return !("conflicts" in mergeCommits(repository.git.objects, baseCommit(repository, issue), issue.pull.headSha));
}
