/** Sub-issues: one parent, 100 children, eight levels; both sides are told, each in its own repository. */
import { GitHubRefusal, type World } from "./call.ts";
import type { Doer } from "./branch-rules.ts";
import { recordEvent } from "./pull-events.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { issueShape } from "./shapes/issue.ts";
import { repositoryShape } from "./shapes/repository.ts";
import { findIssueById, issueOf, repositoryOf } from "./state.ts";

/** How many sub-issues one issue can have, closed ones included. */
export const MAXIMUM_CHILDREN = 100;
/** How many levels can hang below an issue without a parent. */
export const MAXIMUM_LEVELS = 8;

/** A parent and a child. */
export interface Kinship {
  readonly parent: IssueRow;
  readonly child: IssueRow;
  readonly doer: Doer;
}

/** Makes one issue the sub-issue of another. Throws GitHub's 422 when it cannot be. */
export function addSubIssue(world: World, kinship: Kinship & { readonly replaceParent: boolean }): void {
  const { parent, child, doer, replaceParent } = kinship;
  refuse(world, kinship);
  const before = child.parent === null ? undefined : findIssueById(world.state, child.parent);
  if (before !== undefined && !replaceParent)
    throw refusal("Issue may not contain duplicate sub-issues and Sub issue may only have one parent");
  if (before !== undefined) removeSubIssue(world, { parent: before, child, doer });
  parent.subIssues.push(child.id);
  child.parent = parent.id;
  tell(world, kinship, "added");
}

/** Throws GitHub's 422 when a new issue of this repository cannot become a sub-issue of the parent. */
export function checkRoomFor(world: World, parent: IssueRow, home: Pick<RepositoryRow, "owner">): void {
  if (parent.pull !== null) throw refusal("Sub-issues can only be issues");
  if (repositoryOf(world.state, parent.repositoryId).owner !== home.owner)
    throw refusal("The sub-issue must belong to the same repository owner as the parent issue");
  if (parent.subIssues.length >= MAXIMUM_CHILDREN)
    throw refusal(`Parent cannot have more than ${MAXIMUM_CHILDREN} sub-issues`);
  if (ancestry(world, parent).length > MAXIMUM_LEVELS)
    throw refusal(`Sub-issues cannot be nested deeper than ${MAXIMUM_LEVELS} levels`);
}

function refuse(world: World, { parent, child }: Kinship): void {
  if (child.pull !== null) throw refusal("Sub-issues can only be issues");
  if (parent.subIssues.includes(child.id))
    throw refusal("Issue may not contain duplicate sub-issues and Sub issue may only have one parent");
  if (ancestry(world, parent).includes(child.id)) throw refusal("Sub-issue cannot be a parent of itself");
  checkRoomFor(world, parent, repositoryOf(world.state, child.repositoryId));
  if (ancestry(world, parent).length - 1 + height(world, child) > MAXIMUM_LEVELS)
    throw refusal(`Sub-issues cannot be nested deeper than ${MAXIMUM_LEVELS} levels`);
}

function refusal(reason: string): GitHubRefusal {
  return new GitHubRefusal(422, `An error occurred while adding the sub-issue to the parent issue. ${reason}`);
}

/** The issue itself and everything above it. */
function ancestry(world: World, issue: IssueRow): number[] {
  const above = issue.parent === null ? undefined : findIssueById(world.state, issue.parent);
  return [issue.id, ...(above === undefined ? [] : ancestry(world, above))];
}

/** Levels from the issue downwards, itself included. */
function height(world: World, issue: IssueRow): number {
  return 1 + Math.max(0, ...issue.subIssues.map((id) => height(world, issueOf(world.state, id))));
}

/** Takes it off. Throws 404 when it is not a sub-issue of that parent. */
export function removeSubIssue(world: World, kinship: Kinship): void {
  const { parent, child } = kinship;
  if (!parent.subIssues.includes(child.id)) throw new GitHubRefusal(404, "Not Found");
  parent.subIssues = parent.subIssues.filter((id) => id !== child.id);
  child.parent = null;
  tell(world, kinship, "removed");
}

function tell(world: World, { parent, child, doer }: Kinship, what: "added" | "removed"): void {
  recordEvent(world, parent, { event: `sub_issue_${what}`, doer, details: { sub_issue: child.id } });
  recordEvent(world, child, { event: `parent_issue_${what}`, doer, details: { parent_issue: parent.id } });
  const [home, place] = [repositoryOf(world.state, parent.repositoryId), repositoryOf(world.state, child.repositoryId)];
  const both = {
    parent_issue_id: parent.id,
    parent_issue: issueShape(world, home, parent),
    sub_issue_id: child.id,
    sub_issue: issueShape(world, place, child),
  };
  const sender = doer.login;
  world.emit({
    event: "sub_issues",
    action: `sub_issue_${what}`,
    repository: home,
    sender,
    payload: { ...both, sub_issue_repo: repositoryShape(world, place) },
  });
  world.emit({
    event: "sub_issues",
    action: `parent_issue_${what}`,
    repository: place,
    sender,
    payload: { ...both, parent_issue_repo: repositoryShape(world, home) },
  });
}

/** Moves a sub-issue before or after another. Throws 422 when one of them is not there. */
export function moveSubIssue(
  parent: IssueRow,
  move: { readonly id: number; readonly after: number | undefined; readonly before: number | undefined },
): void {
  const anchor = move.after ?? move.before;
  const rest = parent.subIssues.filter((id) => id !== move.id);
  const at = anchor === undefined ? 0 : rest.indexOf(anchor);
  if (!parent.subIssues.includes(move.id) || at < 0) throw new GitHubRefusal(422, "Sub-issue could not be prioritized");
  rest.splice(move.after === undefined ? at : at + 1, 0, move.id);
  parent.subIssues = rest;
}
