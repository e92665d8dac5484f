/** Reactions to issues and comments; GitHub sends no webhook for them. */
import { allow, issueNeeds, repositoryFor } from "#test/support/github/access.ts";
import {
  bodyOf,
  type Call,
  NO_CONTENT,
  notFound,
  type Reply,
  type Route,
  validationFailed,
} from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { readableIssue, writableIssue } from "#test/support/github/issue-access.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { REACTION_CONTENTS, type ReactionContent, type ReactionRow } from "#test/support/github/rows.ts";
import { reactionShape } from "#test/support/github/shapes/reactions.ts";
import { issueOf, nextId } from "#test/support/github/state.ts";

interface Reacted {
  reactions: ReactionRow[];
}

/** The issue or comment of the path, with the right to look or to react. */
function target(call: Call, level: "read" | "write"): Reacted {
  if (call.params["issue_number"] !== undefined)
    return level === "read" ? readableIssue(call).issue : writableIssue(call, "read").issue;
  const repository = repositoryFor(call);
  const comment = repository.comments.get(Number(call.params["comment_id"]));
  if (comment === undefined) throw notFound();
  allow(call, repository, {
    needs: issueNeeds(level, issueOf(call.world.state, comment.issueId).pull !== null),
    role: "read",
  });
  return comment;
}

function list(call: Call): Reply {
  const content = call.query.get("content");
  const rows = target(call, "read").reactions.filter((row) => content === null || row.content === content);
  return pagedReply(call, rows, (row) => reactionShape(call.world, row));
}

function contentOf(call: Call): ReactionContent {
  const wanted = bodyOf(call)["content"];
  const content = REACTION_CONTENTS.find((one) => one === wanted);
  if (content === undefined) throw validationFailed({ resource: "Reaction", code: "invalid", field: "content" });
  return content;
}

/** 201 for a new one, 200 when this person has already reacted so. */
function add(call: Call): Reply {
  const on = target(call, "write");
  const content = contentOf(call);
  const { login } = doerOf(call);
  const before = on.reactions.find((row) => row.user === login && row.content === content);
  if (before !== undefined) return { status: 200, body: reactionShape(call.world, before) };
  const row: ReactionRow = {
    id: nextId(call.world.state, "reaction"),
    user: login,
    content,
    createdAt: call.world.clock.now(),
  };
  on.reactions.push(row);
  return { status: 201, body: reactionShape(call.world, row) };
}

function remove(call: Call): Reply {
  const on = target(call, "write");
  const id = Number(call.params["reaction_id"]);
  if (!on.reactions.some((row) => row.id === id)) throw notFound();
  on.reactions = on.reactions.filter((row) => row.id !== id);
  return NO_CONTENT;
}

const ISSUES = "/repos/{owner}/{repo}/issues";

/** Reactions. */
export const REACTION_ROUTES: readonly Route[] = [
  `${ISSUES}/{issue_number}`,
  `${ISSUES}/comments/{comment_id}`,
].flatMap((owner): Route[] => [
  { method: "GET", template: `${owner}/reactions`, handle: list },
  { method: "POST", template: `${owner}/reactions`, handle: add },
  { method: "DELETE", template: `${owner}/reactions/{reaction_id}`, handle: remove },
]);
