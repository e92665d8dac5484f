/** Comments on issues and pull requests: made, edited and deleted, with their webhooks. */
import type { Doer } from "./branch-rules.ts";
import type { Json, World } from "./call.ts";
import { mentionIssues } from "./cross-references.ts";
import { touch } from "./issue-events.ts";
import type { CommentRow, IssueRow, RepositoryRow } from "./rows.ts";
import { commentShape } from "./shapes/comment.ts";
import { issueShape } from "./shapes/issue.ts";
import { issueOf, nextId } from "./state.ts";

/** Comments and sends `issue_comment.created`. */
export function createComment(
  world: World,
  repository: RepositoryRow,
  wanted: { issue: IssueRow; body: string; doer: Doer },
): CommentRow {
  const { issue, body, doer } = wanted;
  const now = world.clock.now();
  const row: CommentRow = {
    id: nextId(world.state, "comment"),
    issueId: issue.id,
    user: doer.login,
    appId: doer.appId,
    body,
    createdAt: now,
    updatedAt: now,
    edited: null,
    reactions: [],
  };
  repository.comments.set(row.id, row);
  touch(world, issue);
  emitComment(world, repository, { comment: row, action: "created", doer });
  mentionIssues(world, repository, { source: issue, text: body, doer });
  return row;
}

/** Replaces the body: `edited` with what was there; nothing is said when it is the same. */
export function editComment(
  world: World,
  repository: RepositoryRow,
  edit: { comment: CommentRow; body: string; doer: Doer },
): void {
  const { comment, body, doer } = edit;
  if (comment.body === body) return;
  const changes = { body: { from: comment.body } };
  comment.body = body;
  comment.edited = { by: doer.login, at: world.clock.now() };
  touch(world, comment);
  const issue = issueOf(world.state, comment.issueId);
  touch(world, issue);
  emitComment(world, repository, { comment, action: "edited", doer, extra: { changes } });
  mentionIssues(world, repository, { source: issue, text: body, doer });
}

/** Deletes and sends `deleted`. */
export function deleteComment(world: World, repository: RepositoryRow, act: { comment: CommentRow; doer: Doer }): void {
  const issue = issueOf(world.state, act.comment.issueId);
  repository.comments.delete(act.comment.id);
  touch(world, issue);
  emitComment(world, repository, { ...act, action: "deleted" });
}

function emitComment(
  world: World,
  repository: RepositoryRow,
  what: { comment: CommentRow; action: string; doer: Doer; extra?: Json },
): void {
  const issue = issueOf(world.state, what.comment.issueId);
  const payload = {
    issue: issueShape(world, repository, issue),
    comment: commentShape(world, repository, what.comment),
    ...what.extra,
  };
  world.emit({ event: "issue_comment", action: what.action, repository, sender: what.doer.login, payload });
}
