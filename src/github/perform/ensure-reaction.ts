/** Performs `ensure-reaction`. */
import { DONE, HELD, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/** GitHub keeps one reaction per person and kind, and answers 200 in place of 201 when it stands already: one request either way. */
export const ensureReaction: Performer<"ensure-reaction"> = async (client, effect) => {
  const { owner, repo } = effect.repository;
  const written = await write(client, {
    source: `our reaction on the comment ${effect.commentId} in ${owner}/${repo}`,
    route: "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    parameters: { owner, repo, comment_id: effect.commentId, content: effect.content },
  });
  if (!written.ok) return written.outcome;
  return written.answer.status === 200 ? HELD : DONE;
};
