/** Opens, edits, closes, reopens, locks, transfers and deletes issues, with their timeline and webhooks. */
import type { Doer } from "./branch-rules.ts";
import { type Json, validationFailed, type World } from "./call.ts";
import { mentionIssues } from "./cross-references.ts";
import { tellAssignee } from "./issue-assignees.ts";
import { emitIssue, type IssueAct, touch } from "./issue-events.ts";
import { resolveLabels, tellLabel } from "./issue-labels.ts";
import { tellMilestone } from "./milestones.ts";
import { asPull } from "./pull-diff.ts";
import { recordEvent } from "./pull-events.ts";
import { closePull, editPull, reopenPull } from "./pull-lifecycle.ts";
import type { IssueRow, RepositoryRow, StateReason } from "./rows.ts";
import { labelsOf } from "./shapes/issue.ts";
import { nextId } from "./state.ts";

/** An issue to open; labels that are not there yet are made. */
export interface NewIssue {
  readonly title: string;
  readonly body: string | null;
  readonly labels: readonly string[];
  /** Checked before. */
  readonly assignees: readonly string[];
  readonly milestone: number | null;
  readonly doer: Doer;
}

/** Opens it: `opened`, then `labeled`, `assigned` and `milestoned` for each thing that it was given. */
export function openIssue(world: World, repository: RepositoryRow, wanted: NewIssue): IssueRow {
  const { doer } = wanted;
  const labels = resolveLabels(world, repository, { names: wanted.labels, doer });
  const issue = insertIssue(world, repository, { ...wanted, labelIds: labels.map((label) => label.id) });
  emitIssue(world, repository, { issue, doer, action: "opened" });
  for (const label of labelsOf(repository, issue))
    tellLabel(world, repository, { issue, doer, label, action: "labeled" });
  for (const login of issue.assignees) tellAssignee(world, repository, { issue, doer, login, action: "assigned" });
  if (issue.milestone !== null)
    tellMilestone(world, repository, { issue, doer, number: issue.milestone, action: "milestoned" });
  mentionIssues(world, repository, { source: issue, text: issue.body ?? "", doer });
  return issue;
}

/** Puts a new row under the repository's next number; sends nothing. */
export function insertIssue(
  world: World,
  repository: RepositoryRow,
  wanted: Omit<NewIssue, "labels"> & { readonly labelIds: readonly number[] },
): IssueRow {
  const now = world.clock.now();
  const issue: IssueRow = {
    id: nextId(world.state, "issue"),
    repositoryId: repository.id,
    number: repository.nextNumber,
    title: wanted.title,
    body: wanted.body,
    state: "open",
    stateReason: null,
    locked: false,
    lockReason: null,
    user: wanted.doer.login,
    appId: wanted.doer.appId,
    labels: [...wanted.labelIds],
    assignees: [...wanted.assignees],
    milestone: wanted.milestone,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    reactions: [],
    subIssues: [],
    parent: null,
    blockedBy: [],
    events: [],
    pull: null,
  };
  repository.nextNumber += 1;
  repository.issues.set(issue.number, issue);
  return issue;
}

/** Changes title and body; `edited` says what was there, and nothing is said when nothing changed. */
export function editIssue(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly title?: string | undefined; readonly body?: string | null | undefined },
): void {
  const { issue, doer, title, body } = act;
  const pull = asPull(issue);
  if (pull !== undefined) return editPull(world, repository, { issue: pull, doer, title, body });
  const changes: Record<string, Json> = {};
  if (title !== undefined && title !== issue.title) {
    changes["title"] = { from: issue.title };
    recordEvent(world, issue, { event: "renamed", doer, details: { rename: { from: issue.title, to: title } } });
    issue.title = title;
  }
  if (body !== undefined && body !== issue.body) {
    changes["body"] = { from: issue.body ?? "" };
    issue.body = body;
  }
  if (Object.keys(changes).length === 0) return;
  touch(world, issue);
  emitIssue(world, repository, { issue, doer, action: "edited", extra: { changes } });
  if ("body" in changes) mentionIssues(world, repository, { source: issue, text: issue.body ?? "", doer });
}

/** Closes; `completed` unless said otherwise. Closing a closed one changes at most the reason, silently. */
export function closeIssue(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly reason?: StateReason | null | undefined },
): void {
  const { issue, doer } = act;
  const pull = asPull(issue);
  if (pull !== undefined) return closePull(world, repository, { issue: pull, doer });
  const reason = act.reason ?? "completed";
  if (issue.state === "closed") {
    if (act.reason !== undefined && act.reason !== null && issue.stateReason !== act.reason)
      Object.assign(issue, { stateReason: act.reason, updatedAt: world.clock.now() });
    return;
  }
  const now = world.clock.now();
  Object.assign(issue, { state: "closed", stateReason: reason, closedAt: now, closedBy: doer.login, updatedAt: now });
  recordEvent(world, issue, { event: "closed", doer, details: { state_reason: reason } });
  emitIssue(world, repository, { issue, doer, action: "closed" });
}

/** Opens a closed one again. Throws 422 for a pull request that cannot be. */
export function reopenIssue(world: World, repository: RepositoryRow, act: IssueAct): void {
  const { issue, doer } = act;
  if (issue.state === "open") return;
  const pull = asPull(issue);
  if (pull !== undefined) {
    if (reopenPull(world, repository, { issue: pull, doer })) return;
    throw validationFailed({
      resource: "PullRequest",
      code: "invalid",
      field: "state",
      message: "state cannot be changed.",
    });
  }
  Object.assign(issue, {
    state: "open",
    stateReason: "reopened",
    closedAt: null,
    closedBy: null,
    updatedAt: world.clock.now(),
  });
  recordEvent(world, issue, { event: "reopened", doer, details: { state_reason: "reopened" } });
  emitIssue(world, repository, { issue, doer, action: "reopened" });
}

/** Locks or unlocks the conversation; `issues.locked` and `issues.unlocked`. */
export function lockIssue(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly locked: boolean; readonly reason: string | null },
): void {
  const { issue, doer, locked, reason } = act;
  if (issue.locked === locked) return;
  Object.assign(issue, { locked, lockReason: locked ? reason : null });
  touch(world, issue);
  recordEvent(world, issue, {
    event: locked ? "locked" : "unlocked",
    doer,
    details: { lock_reason: issue.lockReason },
  });
  emitIssue(world, repository, { issue, doer, action: locked ? "locked" : "unlocked" });
}
