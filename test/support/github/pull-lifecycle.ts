/** Opens, edits, closes, reopens and merges pull requests, with their timeline and webhooks. */
import type { Doer } from "./branch-rules.ts";
import type { Json, World } from "./call.ts";
import { closeByMerge } from "./closing.ts";
import { mentionIssues } from "./cross-references.ts";
import { branchTip } from "./git.ts";
import { type PullIssue, baseCommit } from "./pull-diff.ts";
import { emitPull, recordEvent } from "./pull-events.ts";
import { moveRef } from "./pushes.ts";
import type { RepositoryRow } from "./rows.ts";
import { nextId } from "./state.ts";

/** A pull request to open. The caller has checked that both branches are there and differ. */
export interface NewPull {
  readonly title: string;
  readonly body: string | null;
  readonly head: { readonly repository: RepositoryRow; readonly branch: string };
  readonly base: string;
  readonly draft: boolean;
  readonly maintainerCanModify: boolean;
  readonly doer: Doer;
}

/** Opens it and sends `pull_request.opened`. */
export function openPull(world: World, repository: RepositoryRow, wanted: NewPull): PullIssue {
  const now = world.clock.now();
  const headSha = branchTip(wanted.head.repository.git, wanted.head.branch) ?? "";
  const number = repository.nextNumber;
  repository.nextNumber += 1;
  const issue: PullIssue = {
    ...emptyIssue(now),
    id: nextId(world.state, "issue"),
    repositoryId: repository.id,
    number,
    title: wanted.title,
    body: wanted.body,
    user: wanted.doer.login,
    appId: wanted.doer.appId,
    pull: {
      id: nextId(world.state, "pull"),
      baseRef: wanted.base,
      baseSha: branchTip(repository.git, wanted.base) ?? "",
      headRef: wanted.head.branch,
      headSha,
      headRepositoryId: wanted.head.repository.id,
      headOwner: wanted.head.repository.owner,
      draft: wanted.draft,
      maintainerCanModify: wanted.maintainerCanModify,
      mergedAt: null,
      mergedBy: null,
      mergeCommitSha: null,
      mergeabilityOf: null,
      requestedReviewers: [],
      requestedTeams: [],
      reviews: [],
      connected: [],
    },
  };
  repository.issues.set(number, issue);
  repository.git.refs.set(`refs/pull/${number}/head`, headSha);
  emitPull(world, repository, { issue, action: "opened", doer: wanted.doer });
  mentionIssues(world, repository, { source: issue, text: issue.body ?? "", doer: wanted.doer });
  return issue;
}

/** The properties that a new issue and a new pull request share. */
function emptyIssue(now: number) {
  return {
    state: "open" as const,
    stateReason: null,
    locked: false,
    lockReason: null,
    labels: [],
    assignees: [],
    milestone: null,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    closedBy: null,
    reactions: [],
    subIssues: [],
    parent: null,
    blockedBy: [],
    events: [],
  };
}

/** Who does something to which pull request. */
export interface PullAct {
  readonly issue: PullIssue;
  readonly doer: Doer;
}

/** Closes without merging; a closed one stays as it is. */
export function closePull(world: World, repository: RepositoryRow, { issue, doer }: PullAct): void {
  if (issue.state === "closed") return;
  world.reactions.leaveQueue(world, repository, { issue, doer });
  shut(world, repository, { issue, doer });
  recordEvent(world, issue, { event: "closed", doer });
  emitPull(world, repository, { issue, action: "closed", doer });
}

function shut(world: World, repository: RepositoryRow, { issue, doer }: PullAct): void {
  const now = world.clock.now();
  issue.pull.baseSha = baseCommit(repository, issue);
  Object.assign(issue, { state: "closed", closedAt: now, closedBy: doer.login, updatedAt: now });
}

/** Opens a closed one again. False when it was merged, or its head or base is gone. */
export function reopenPull(world: World, repository: RepositoryRow, { issue, doer }: PullAct): boolean {
  const { pull } = issue;
  const head = world.state.repositories.get(pull.headRepositoryId ?? -1);
  const tip = head && branchTip(head.git, pull.headRef);
  if (pull.mergedAt !== null || tip === undefined || branchTip(repository.git, pull.baseRef) === undefined)
    return false;
  Object.assign(issue, { state: "open", closedAt: null, closedBy: null, updatedAt: world.clock.now() });
  pull.headSha = tip;
  pull.baseSha = baseCommit(repository, issue);
  recordEvent(world, issue, { event: "reopened", doer });
  emitPull(world, repository, { issue, action: "reopened", doer });
  return true;
}

/** Marks as merged by `sha`, closes it and the issues that it fixes. The base must still be where it was: its tip becomes the pull request's base. */
export function markMerged(world: World, repository: RepositoryRow, act: PullAct & { readonly sha: string }): void {
  const { issue, doer, sha } = act;
  const before = branchTip(repository.git, issue.pull.baseRef);
  const base = before === sha ? issue.pull.baseSha : before;
  shut(world, repository, act);
  issue.pull.baseSha = base ?? issue.pull.baseSha;
  Object.assign(issue.pull, { mergedAt: world.clock.now(), mergedBy: doer.login, mergeCommitSha: sha });
  recordEvent(world, issue, { event: "merged", doer, commitId: sha });
  recordEvent(world, issue, { event: "closed", doer });
  emitPull(world, repository, { issue, action: "closed", doer });
  closeByMerge(world, repository, act);
}

/** Deletes the head branch after a merge when the repository says so. */
export function deleteMergedBranch(world: World, repository: RepositoryRow, { issue, doer }: PullAct): void {
  if (!repository.deleteBranchOnMerge || issue.pull.headRepositoryId !== repository.id) return;
  moveRef(world, repository, { ref: `refs/heads/${issue.pull.headRef}`, to: null, doer });
}

/** Gives it another base: `edited` with `changes.base`. */
export function retarget(world: World, repository: RepositoryRow, act: PullAct & { readonly base: string }): void {
  const { issue, doer, base } = act;
  const from = { ref: issue.pull.baseRef, sha: issue.pull.baseSha };
  world.reactions.leaveQueue(world, repository, { issue, doer });
  issue.pull.baseRef = base;
  issue.pull.baseSha = branchTip(repository.git, base) ?? issue.pull.baseSha;
  issue.updatedAt = world.clock.now();
  recordEvent(world, issue, { event: "base_ref_changed", doer });
  const changes = { base: { ref: { from: from.ref }, sha: { from: from.sha } } };
  emitPull(world, repository, { issue, action: "edited", doer, extra: { changes } });
}

/** Changes title or body: `edited` with what was there. */
export function editPull(
  world: World,
  repository: RepositoryRow,
  act: PullAct & { readonly title?: string | undefined; readonly body?: string | null | undefined },
): void {
  const { issue, doer, title, body } = act;
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
  issue.updatedAt = world.clock.now();
  emitPull(world, repository, { issue, action: "edited", doer, extra: { changes } });
  if ("body" in changes) mentionIssues(world, repository, { source: issue, text: issue.body ?? "", doer });
}

/** Marks as draft or ready; says so only when that changes something. */
export function setDraft(world: World, repository: RepositoryRow, act: PullAct & { readonly draft: boolean }): void {
  const { issue, doer, draft } = act;
  if (issue.pull.draft === draft) return;
  if (draft) world.reactions.leaveQueue(world, repository, { issue, doer });
  issue.pull.draft = draft;
  issue.updatedAt = world.clock.now();
  recordEvent(world, issue, { event: draft ? "convert_to_draft" : "ready_for_review", doer });
  emitPull(world, repository, { issue, action: draft ? "converted_to_draft" : "ready_for_review", doer });
}
