/** "Blocked by" and "blocking": 50 of a kind, no circles of two; both sides are told, each in its own repository. */
import { GitHubRefusal, type World } from "./call.ts";
import type { Doer } from "./branch-rules.ts";
import { recordEvent } from "./pull-events.ts";
import type { IssueRow } from "./rows.ts";
import { issueShape } from "./shapes/issue.ts";
import { repositoryShape } from "./shapes/repository.ts";
import { issuesBlockedBy, repositoryOf } from "./state.ts";

/** How many issues one issue can wait for, and how many can wait for it. */
export const MAXIMUM_DEPENDENCIES = 50;

/** One issue that waits for another. */
export interface Dependency {
  readonly blocked: IssueRow;
  readonly blocking: IssueRow;
  readonly doer: Doer;
}

/** Makes one wait for the other. Throws 422 when it cannot. */
export function addDependency(world: World, dependency: Dependency): void {
  const { blocked, blocking } = dependency;
  if (blocked.id === blocking.id) throw new GitHubRefusal(422, "An issue cannot be blocked by itself");
  if (blocked.blockedBy.includes(blocking.id)) throw new GitHubRefusal(422, "This dependency already exists");
  if (blocking.blockedBy.includes(blocked.id)) throw new GitHubRefusal(422, "Issues cannot block each other");
  const full =
    blocked.blockedBy.length >= MAXIMUM_DEPENDENCIES ||
    issuesBlockedBy(world.state, blocking).length >= MAXIMUM_DEPENDENCIES;
  if (full) throw new GitHubRefusal(422, `An issue can have at most ${MAXIMUM_DEPENDENCIES} dependencies of a kind`);
  blocked.blockedBy.push(blocking.id);
  tell(world, dependency, "added");
}

/** Ends the waiting. Throws 404 when there is none. */
export function removeDependency(world: World, dependency: Dependency): void {
  const { blocked, blocking } = dependency;
  if (!blocked.blockedBy.includes(blocking.id)) throw new GitHubRefusal(404, "Not Found");
  blocked.blockedBy = blocked.blockedBy.filter((id) => id !== blocking.id);
  tell(world, dependency, "removed");
}

function tell(world: World, { blocked, blocking, doer }: Dependency, what: "added" | "removed"): void {
  recordEvent(world, blocked, { event: `blocked_by_${what}`, doer, details: { blocked_by: blocking.id } });
  recordEvent(world, blocking, { event: `blocking_${what}`, doer, details: { blocking: blocked.id } });
  const [waits, holds] = [
    repositoryOf(world.state, blocked.repositoryId),
    repositoryOf(world.state, blocking.repositoryId),
  ];
  const both = {
    blocked_issue_id: blocked.id,
    blocked_issue: issueShape(world, waits, blocked),
    blocking_issue_id: blocking.id,
    blocking_issue: issueShape(world, holds, blocking),
  };
  const event = "issue_dependencies";
  const sender = doer.login;
  world.emit({
    event,
    action: `blocked_by_${what}`,
    repository: waits,
    sender,
    payload: { ...both, blocking_issue_repo: repositoryShape(world, holds) },
  });
  world.emit({
    event,
    action: `blocking_${what}`,
    repository: holds,
    sender,
    payload: { ...both, blocked_issue_repo: repositoryShape(world, waits) },
  });
}
