/** Closes issues that a merged pull request or a commit on the default branch names with a closing keyword, or that are linked by hand. */
import type { Doer } from "./branch-rules.ts";
import type { World } from "./call.ts";
import { type ClosingReference, closingReferences } from "./closing-keywords.ts";
import type { Commit } from "./git/objects.ts";
import type { PullIssue } from "./pull-diff.ts";
import { recordEvent } from "./pull-events.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { issueShape } from "./shapes/issue.ts";
import { findIssueById, findRepository, repositoryOf } from "./state.ts";
import { reaches, roleOf } from "./access.ts";

/** The issues that a pull request will close: keywords of its body (only when it goes to the default branch) and the sidebar's links. */
export function closingIssues(world: World, repository: RepositoryRow, issue: PullIssue): readonly IssueRow[] {
  const named =
    issue.pull.baseRef === repository.defaultBranch
      ? closingReferences(issue.body ?? "").map((reference) => lookUp(world, repository, reference))
      : [];
  const linked = issue.pull.connected.map((id) => findIssueById(world.state, id));
  return [...new Set([...named, ...linked])].filter(
    (found) => found !== undefined && found.pull === null,
  ) as IssueRow[];
}

function lookUp(world: World, repository: RepositoryRow, reference: ClosingReference): IssueRow | undefined {
  const { owner, name, number } = reference;
  const where = owner === null || name === null ? repository : findRepository(world.state, owner, name);
  return where?.issues.get(number);
}

/** Closes what a merge into the default branch closes. */
export function closeByMerge(
  world: World,
  repository: RepositoryRow,
  what: { issue: PullIssue; doer: Doer; sha: string },
): void {
  if (what.issue.pull.baseRef !== repository.defaultBranch) return;
  for (const found of closingIssues(world, repository, what.issue)) closeFor(world, found, what);
}

/** Closes what the messages of commits name that newly reached the default branch. */
export function closeByCommits(
  world: World,
  repository: RepositoryRow,
  what: { commits: readonly Commit[]; doer: Doer },
): void {
  for (const commit of what.commits)
    for (const reference of closingReferences(commit.message)) {
      const found = lookUp(world, repository, reference);
      if (found && found.pull === null) closeFor(world, found, { doer: what.doer, sha: commit.sha });
    }
}

/** Somebody who may not close issues elsewhere does not close them by a keyword either. */
function mayClose(world: World, repository: RepositoryRow, doer: Doer): boolean {
  return doer.appId !== null || reaches(roleOf(world.state, repository, doer.login), "triage");
}

function closeFor(world: World, issue: IssueRow, by: { readonly doer: Doer; readonly sha: string }): void {
  const repository = repositoryOf(world.state, issue.repositoryId);
  if (issue.state === "closed" || !mayClose(world, repository, by.doer)) return;
  const now = world.clock.now();
  Object.assign(issue, {
    state: "closed",
    stateReason: "completed",
    closedAt: now,
    closedBy: by.doer.login,
    updatedAt: now,
  });
  recordEvent(world, issue, {
    event: "closed",
    doer: by.doer,
    commitId: by.sha,
    details: { state_reason: "completed" },
  });
  const payload = { issue: issueShape(world, repository, issue) };
  world.emit({ event: "issues", action: "closed", repository, sender: by.doer.login, payload });
}
