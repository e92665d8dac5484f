/** Comments on issues as GitHub's JSON. */
import { authorAssociation } from "#test/support/github/access.ts";
import type { World } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import type { CommentRow, RepositoryRow } from "#test/support/github/rows.ts";
import { issueOf } from "#test/support/github/state.ts";
import { appShapeOrNull } from "./app.ts";
import { issueApi, issuePage } from "./issue.ts";
import { nodeId } from "./node-id.ts";
import { reactionRollup } from "./reactions.ts";
import { repositoryApi } from "./repository.ts";
import { userShape } from "./user.ts";

/** An `issue-comment`. */
export function commentShape(world: World, repository: RepositoryRow, comment: CommentRow): Record<string, unknown> {
  const issue = issueOf(world.state, comment.issueId);
  const api = `${repositoryApi(world, repository)}/issues/comments/${comment.id}`;
  return {
    url: api,
    html_url: `${issuePage(world, repository, issue)}#issuecomment-${comment.id}`,
    issue_url: issueApi(world, repository, issue),
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: userShape(world, comment.user),
    created_at: isoTime(comment.createdAt),
    updated_at: isoTime(comment.updatedAt),
    body: comment.body,
    author_association: authorAssociation(world.state, repository, comment.user),
    reactions: reactionRollup(api, comment.reactions),
    performed_via_github_app: appShapeOrNull(world, comment.appId),
  };
}
