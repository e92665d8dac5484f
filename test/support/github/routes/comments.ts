/** Comments on issues and pull requests. */
import { allow, issueNeeds, repositoryFor, repositoryWith } from "#test/support/github/access.ts";
import {
  bodyOf,
  type Call,
  created,
  GitHubRefusal,
  NO_CONTENT,
  notFound,
  ok,
  type Reply,
  type Route,
} from "#test/support/github/call.ts";
import { createComment, deleteComment, editComment } from "#test/support/github/comments.ts";
import { commentBodyOf } from "#test/support/github/fields.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { mayTriage, readableIssue, refuseForeignText, writableIssue } from "#test/support/github/issue-access.ts";
import { sinceOf } from "#test/support/github/issue-filters.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { CommentRow, RepositoryRow } from "#test/support/github/rows.ts";
import { commentShape } from "#test/support/github/shapes/comment.ts";
import { commentsOf, issueOf } from "#test/support/github/state.ts";

function list(call: Call): Reply {
  const { repository, issue } = readableIssue(call);
  const since = sinceOf(call.query);
  const rows = commentsOf(call.world.listed(repository), issue).filter((row) => row.updatedAt >= since);
  return pagedReply(call, rows, (row) => commentShape(call.world, repository, row));
}

function listAll(call: Call): Reply {
  const repository = repositoryWith(call, {
    needs: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
  });
  const since = sinceOf(call.query);
  const rows = [...call.world.listed(repository).comments.values()].filter((row) => row.updatedAt >= since);
  return pagedReply(call, sorted(rows, call.query), (row) => commentShape(call.world, repository, row));
}

/** Ascending ids without `sort`, which alone makes `direction` count. */
function sorted(rows: readonly CommentRow[], query: URLSearchParams): CommentRow[] {
  const sort = query.get("sort");
  const down = sort !== null && (query.get("direction") ?? "desc") === "desc" ? -1 : 1;
  return rows.toSorted((a, b) => down * ((sort === "updated" ? a.updatedAt - b.updatedAt : 0) || a.id - b.id));
}

function create(call: Call): Reply {
  const { repository, issue, doer } = writableIssue(call, "read");
  const body = commentBodyOf(bodyOf(call)["body"], "create");
  if (issue.locked && !mayTriage(call, repository))
    throw new GitHubRefusal(403, "Unable to create comment because issue is locked.");
  const shape = commentShape(call.world, repository, createComment(call.world, repository, { issue, body, doer }));
  return created(shape, String(shape["url"]));
}

/** The comment of `{comment_id}`, and the right to read or write there. */
function found(call: Call, level: "read" | "write"): { repository: RepositoryRow; comment: CommentRow } {
  const repository = repositoryFor(call);
  const comment = repository.comments.get(Number(call.params["comment_id"]));
  if (comment === undefined) throw notFound();
  const isPull = issueOf(call.world.state, comment.issueId).pull !== null;
  allow(call, repository, { needs: issueNeeds(level, isPull), role: "read" });
  if (level === "write") refuseForeignText(call, repository, { author: comment.user, role: "write" });
  return { repository, comment };
}

function get(call: Call): Reply {
  const { repository, comment } = found(call, "read");
  return ok(commentShape(call.world, repository, comment));
}

function patch(call: Call): Reply {
  const { repository, comment } = found(call, "write");
  const body = commentBodyOf(bodyOf(call)["body"], "edit");
  editComment(call.world, repository, { comment, body, doer: doerOf(call) });
  return ok(commentShape(call.world, repository, comment));
}

function remove(call: Call): Reply {
  const { repository, comment } = found(call, "write");
  deleteComment(call.world, repository, { comment, doer: doerOf(call) });
  return NO_CONTENT;
}

const ISSUES = "/repos/{owner}/{repo}/issues";

/** Comments. */
export const COMMENT_ROUTES: readonly Route[] = [
  { method: "GET", template: `${ISSUES}/comments`, handle: listAll },
  { method: "GET", template: `${ISSUES}/comments/{comment_id}`, handle: get },
  { method: "PATCH", template: `${ISSUES}/comments/{comment_id}`, handle: patch },
  { method: "DELETE", template: `${ISSUES}/comments/{comment_id}`, handle: remove },
  { method: "GET", template: `${ISSUES}/{issue_number}/comments`, handle: list },
  { method: "POST", template: `${ISSUES}/{issue_number}/comments`, handle: create },
];
