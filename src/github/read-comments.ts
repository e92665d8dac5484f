/** Reads the comments of an issue or pull request, and single comments. */
import { z } from "zod";
import { formatInstant, type Instant } from "#src/calendar/instant.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type { CommentFacts, SaidComment } from "#src/facts/issue.ts";
import { narrow, read, type Call, type Client } from "./client.ts";
import { commentAnswer, parseRepositoryUrl, toCommentFacts } from "./issue-answer.ts";
import { hasNextPage, itemsOf, readAll, readPage } from "./pages.ts";

function listing(issue: IssueReference): Call {
  const { owner, repo, number } = issue;
  return {
    source: `the comments of ${owner}/${repo}#${number}`,
    route: "GET /repos/{owner}/{repo}/issues/{issue_number}/comments",
    parameters: { owner, repo, issue_number: number },
  };
}

function toFacts(items: readonly unknown[], issue: IssueReference): CommentFacts[] {
  return narrow(z.array(commentAnswer), items, listing(issue).source).map((answer) => toCommentFacts(answer, issue));
}

/** All comments, oldest first; none when the issue is gone or out of sight. */
export async function readComments(client: Client, issue: IssueReference): Promise<readonly CommentFacts[]> {
  return toFacts((await readAll(client, listing(issue))) ?? [], issue);
}

const rollup = z.object({
  reactions: z.object({ "+1": z.number(), "-1": z.number(), confused: z.number() }).optional(),
});

/** Somebody's: whose they are another request tells. */
function hasReactions(item: unknown, source: string): boolean {
  const { reactions } = narrow(rollup, item, source);
  return reactions !== undefined && reactions["+1"] + reactions["-1"] + reactions.confused > 0;
}

/** Comments by people, written or edited since, that carry none of the reactions by which we answer commands; oldest first. */
export async function readUnanswered(
  client: Client,
  issue: IssueReference,
  since: Instant,
): Promise<readonly CommentFacts[]> {
  const call = listing(issue);
  const parameters = { ...call.parameters, since: formatInstant(since) };
  const items = (await readAll(client, { ...call, parameters })) ?? [];
  const open = items.filter((item) => !hasReactions(item, call.source));
  return toFacts(open, issue).filter(({ author }) => author.type !== "Bot");
}

/** The oldest comment that fits; pages are read only as far as needed. */
export async function findComment(
  client: Client,
  issue: IssueReference,
  fits: (comment: CommentFacts) => boolean,
): Promise<CommentFacts | null> {
  const call = listing(issue);
  for (let number = 1; ; number += 1) {
    const page = await readPage(client, call, number);
    if (page === null) return null;
    const found = toFacts(itemsOf(page, call), issue).find(fits);
    if (found) return found;
    if (!hasNextPage(page)) return null;
  }
}

const reactionsAnswer = z.array(z.object({ user: z.object({ login: z.string() }).nullish(), content: z.string() }));
const ANSWERS = new Set(["+1", "-1", "confused"]);

/** One comment by its id, and whether we have answered it; null when it was deleted or is out of sight. A second request only where somebody has reacted. */
export async function readSaidComment(
  client: Client,
  repository: RepositoryName,
  commentId: number,
): Promise<SaidComment | null> {
  const found = await findById(client, repository, commentId);
  if (!found) return null;
  if (!found.reacted) return { ...found.comment, answered: false };
  const { owner, repo } = repository;
  const source = `the reactions to comment ${commentId} in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";
  const items = (await readAll(client, { source, route, parameters: { owner, repo, comment_id: commentId } })) ?? [];
  const own = narrow(reactionsAnswer, items, source).filter(({ user }) => user?.login === client.self);
  return { ...found.comment, answered: own.some(({ content }) => ANSWERS.has(content)) };
}

/** One comment by its id; null when it was deleted or is out of sight. */
export async function readComment(
  client: Client,
  repository: RepositoryName,
  commentId: number,
): Promise<CommentFacts | null> {
  return (await findById(client, repository, commentId))?.comment ?? null;
}

async function findById(
  client: Client,
  repository: RepositoryName,
  commentId: number,
): Promise<{ readonly comment: CommentFacts; readonly reacted: boolean } | null> {
  const { owner, repo } = repository;
  const source = `the comment ${commentId} in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
  const answer = await read(client, { source, route, parameters: { owner, repo, comment_id: commentId } });
  if (answer === null) return null;
  const comment = narrow(commentAnswer, answer.data, source);
  const match = /^(.*)\/issues\/(\d+)$/.exec(comment.issue_url ?? "");
  if (!match) return null;
  const home = parseRepositoryUrl(match[1]!) ?? { owner, repo };
  const facts = toCommentFacts(comment, { ...home, number: Number(match[2]) });
  return { comment: facts, reacted: hasReactions(answer.data, source) };
}
