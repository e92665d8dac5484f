/** Issues that leave their number: deleted (410 from then on) and transferred (301 to their new place). */
import { emitIssue, type IssueAct } from "./issue-events.ts";
import { findLabel } from "./issue-labels.ts";
import { insertIssue } from "./issue-lifecycle.ts";
import type { World } from "./call.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { issueShape, labelsOf } from "./shapes/issue.ts";
import { repositoryShape } from "./shapes/repository.ts";
import { commentsOf, findIssueById, issuesBlockedBy, nextId } from "./state.ts";

/** Deletes an issue and its comments: `issues.deleted`, nothing about its relations. */
export function deleteIssue(world: World, repository: RepositoryRow, act: IssueAct): void {
  const { issue } = act;
  emitIssue(world, repository, { ...act, action: "deleted" });
  unlink(world, issue);
  takeOut(repository, issue);
  repository.gone.set(issue.number, { kind: "deleted" });
}

function takeOut(repository: RepositoryRow, issue: IssueRow): void {
  for (const comment of commentsOf(repository, issue)) repository.comments.delete(comment.id);
  repository.issues.delete(issue.number);
}

function unlink(world: World, issue: IssueRow): void {
  const parent = issue.parent === null ? undefined : findIssueById(world.state, issue.parent);
  if (parent !== undefined) parent.subIssues = parent.subIssues.filter((id) => id !== issue.id);
  for (const id of issue.subIssues) {
    const child = findIssueById(world.state, id);
    if (child !== undefined) child.parent = null;
  }
  for (const waiting of issuesBlockedBy(world.state, issue))
    waiting.blockedBy = waiting.blockedBy.filter((id) => id !== issue.id);
}

/** Moves an issue to another repository of the owner: a new id and number there, comments and labels of the same name with it. Gives the new row. */
export function transferIssue(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly to: RepositoryRow },
): IssueRow {
  const { issue, doer, to } = act;
  if (to.owner !== repository.owner) throw new Error("GitHub transfers issues only between repositories of one owner");
  const labelIds = labelsOf(repository, issue).flatMap((label) => findLabel(to, label.name)?.id ?? []);
  const moved = insertIssue(world, to, {
    ...issue,
    labelIds,
    milestone: null,
    doer: { login: issue.user, appId: issue.appId },
  });
  Object.assign(moved, {
    state: issue.state,
    stateReason: issue.stateReason,
    closedAt: issue.closedAt,
    closedBy: issue.closedBy,
    events: issue.events,
    createdAt: issue.createdAt,
  });
  for (const comment of commentsOf(repository, issue)) {
    const id = nextId(world.state, "comment");
    to.comments.set(id, { ...comment, id, issueId: moved.id });
  }
  tellTransfer(world, repository, { issue, doer, to, moved });
  relink(world, issue, moved);
  takeOut(repository, issue);
  repository.gone.set(issue.number, { kind: "transferred", repositoryId: to.id, number: moved.number });
  return moved;
}

function tellTransfer(
  world: World,
  repository: RepositoryRow,
  what: IssueAct & { readonly to: RepositoryRow; readonly moved: IssueRow },
): void {
  const { issue, doer, to, moved } = what;
  const arrived = { new_issue: issueShape(world, to, moved), new_repository: repositoryShape(world, to) };
  const left = { old_issue: issueShape(world, repository, issue), old_repository: repositoryShape(world, repository) };
  emitIssue(world, repository, { issue, doer, action: "transferred", extra: { changes: arrived } });
  emitIssue(world, to, { issue: moved, doer, action: "opened", extra: { changes: left } });
}

/** Sub-issues and dependencies follow the issue to its new id. */
function relink(world: World, issue: IssueRow, moved: IssueRow): void {
  const renamed = (id: number): number => (id === issue.id ? moved.id : id);
  const parent = issue.parent === null ? undefined : findIssueById(world.state, issue.parent);
  if (parent !== undefined) parent.subIssues = parent.subIssues.map(renamed);
  for (const id of issue.subIssues) {
    const child = findIssueById(world.state, id);
    if (child !== undefined) child.parent = moved.id;
  }
  for (const waiting of issuesBlockedBy(world.state, issue)) waiting.blockedBy = waiting.blockedBy.map(renamed);
  Object.assign(moved, { parent: issue.parent, subIssues: issue.subIssues, blockedBy: issue.blockedBy });
}
