/** Reads the comments of an issue or pull request, and single comments. */
import { z } from "zod";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type { CommentFacts } from "#src/facts/issue.ts";
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

/** One comment by its id; null when it was deleted or is out of sight. */
export async function readComment(
  client: Client,
  repository: RepositoryName,
  commentId: number,
): Promise<CommentFacts | null> {
  const { owner, repo } = repository;
  const source = `the comment ${commentId} in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
  const answer = await read(client, { source, route, parameters: { owner, repo, comment_id: commentId } });
  if (answer === null) return null;
  const comment = narrow(commentAnswer, answer.data, source);
  const match = /^(.*)\/issues\/(\d+)$/.exec(comment.issue_url ?? "");
  if (!match) return null;
  const home = parseRepositoryUrl(match[1]!) ?? { owner, repo };
  return toCommentFacts(comment, { ...home, number: Number(match[2]) });
}
