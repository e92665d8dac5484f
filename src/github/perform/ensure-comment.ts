/** Performs `ensure-comment`: one comment of ours by its marker, created once, edited in place after. */
import { findMarker, renderMarker } from "#src/effect/marker.ts";
import type { CommentFacts } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { narrow, type Answer, type Call, type Client } from "#src/github/client.ts";
import { commentAnswer, toCommentFacts } from "#src/github/issue-answer.ts";
import { readComment, readComments } from "#src/github/read-comments.ts";
import { findIssue } from "#src/github/read-issue.ts";
import { createOnce } from "./create-once.ts";
import { fitText, sameText } from "./fit-text.ts";
import { DONE, HELD, type EffectOf, type Outcome, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/**
 * Writes only when the text differs. Of doubles the oldest counts; later ones that nobody has edited are removed, and so are those of
 * our other comments there: what was made twice while listings lagged may never be asked for again. GitHub has no
 * compare-and-swap, so a comment with an expected text is compared just before, and looked at once more just after: by its id, since
 * a listing may show it as it was.
 */
export const ensureComment: Performer<"ensure-comment"> = async (client, effect) => {
  const comments = await readComments(client, effect.issue);
  const [first, ...doubles] = await findComments(client, effect, comments);
  await removeDoubles(client, new Set([...doubles, ...doublesAmong(comments, client.self)]));
  if (first === undefined) return createComment(client, effect);
  const body = fitText(effect.body, renderMarker(effect.marker));
  if (sameText(first.body, body)) return { ...HELD, comment: commentOf(first) };
  if (effect.expected !== undefined && !(await stands(client, first, effect.expected))) return { outcome: "stale" };
  const { owner, repo } = effect.issue;
  const written = await write(client, {
    source: `editing our comment ${first.id} in ${owner}/${repo}`,
    route: "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    parameters: { owner, repo, comment_id: first.id, body },
  });
  if (!written.ok) return written.outcome;
  const kept = effect.expected === undefined || (await stands(client, first, body));
  return { ...(kept ? DONE : { outcome: "stale" }), comment: commentOf(first) };
};

async function stands(client: Client, { id, issue }: CommentFacts, body: string): Promise<boolean> {
  const comment = await readComment(client, issue, id);
  return comment !== null && sameText(comment.body, body);
}

/** Of our comments that begin with the same marker all but the oldest. */
function doublesAmong(comments: readonly CommentFacts[], self: string): readonly CommentFacts[] {
  const own = comments.filter(({ author }) => author.login === self).toSorted((a, b) => a.id - b.id);
  const groups = Map.groupBy(own, ({ body }) => /^<!-- aftercare:[^>]*-->/.exec(body)?.[0] ?? null);
  return [...groups].flatMap(([marker, [, ...later]]) => (marker === null ? [] : later));
}

async function findComments(
  client: Client,
  effect: EffectOf<"ensure-comment">,
  comments: readonly CommentFacts[],
): Promise<CommentFacts[]> {
  const marked = comments
    .filter((comment) => findMarker(comment.body, effect.marker.kind, effect.marker.keys) !== undefined)
    .toSorted((a, b) => a.id - b.id);
  const own = marked.filter((comment) => comment.author.login === client.self);
  return own.length > 0 ? own : inherited(client, effect.issue, marked);
}

/**
 * What the other face wrote before the repository's `writer` was switched, on an issue that it opened itself: it is kept up, not
 * written a second time. Elsewhere a bot that copies our marker is no more than any other author.
 */
async function inherited(client: Client, on: IssueReference, marked: readonly CommentFacts[]): Promise<CommentFacts[]> {
  const byBots = marked.filter(({ author }) => author.type === "Bot");
  const issue = byBots.length === 0 ? null : await findIssue(client, on);
  if (!issue?.body.includes("<!-- aftercare:")) return [];
  return byBots.filter(({ author }) => author.login === issue.author.login).slice(0, 1);
}

async function createComment(client: Client, effect: EffectOf<"ensure-comment">): Promise<Outcome> {
  const { owner, repo, number } = effect.issue;
  const call: Call = {
    source: `a new comment on ${owner}/${repo}#${number}`,
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { owner, repo, issue_number: number, body: fitText(effect.body, renderMarker(effect.marker)) },
  };
  const read = (answer: Answer) => toCommentFacts(narrow(commentAnswer, answer.data, call.source), effect.issue);
  const find = async () => {
    const comments = await readComments(client, effect.issue);
    return (await findComments(client, effect, comments))[0] ?? null;
  };
  const created = await createOnce(client, { call, read, find });
  return created.ok ? { ...DONE, comment: commentOf(created.made) } : created.outcome;
}

async function removeDoubles(client: Client, doubles: ReadonlySet<CommentFacts>): Promise<void> {
  for (const { id, issue, createdAt, updatedAt } of doubles) {
    if (updatedAt !== createdAt) continue;
    await write(client, {
      source: `removing our double comment ${id} in ${issue.owner}/${issue.repo}`,
      route: "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}",
      parameters: { owner: issue.owner, repo: issue.repo, comment_id: id },
    });
  }
}

function commentOf(comment: CommentFacts): NonNullable<Outcome["comment"]> {
  return { id: comment.id, url: comment.url };
}
