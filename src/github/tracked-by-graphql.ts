/** The quick way to the tracked issues: both listings and the first comments in one GraphQL query. */
import { z } from "zod";
import { formatInstant, type Instant } from "#src/calendar/instant.ts";
import type { CommentFacts, IssueFacts, TrackedIssue, TrackedIssues, TrackedIssuesQuery } from "#src/facts/issue.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { graphqlActor } from "./actor-answer.ts";
import { narrow, type Client } from "./client.ts";
import { toUnavailable } from "./errors.ts";
import { instantAnswer } from "./instant-answer.ts";
import { sortLabels, toStateReason } from "./issue-answer.ts";
import { TRACKED_ISSUES } from "./queries.ts";
import { findComment } from "./read-comments.ts";
import { isRecordComment, mayHaveRecord } from "./record-comment.ts";

/** GraphQL writes 64-bit ids as strings. */
const databaseId = z.union([z.number(), z.string().regex(/^\d+$/)]).transform(Number);

const commentNode = z.object({
  fullDatabaseId: databaseId,
  body: z.string(),
  createdAt: instantAnswer,
  updatedAt: instantAnswer,
  url: z.string(),
  author: graphqlActor,
});

/** The fields of an issue, as `TrackedPage` and `CreateChild` ask for them. */
export const issueFields = z.object({
  fullDatabaseId: databaseId,
  number: z.number(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["OPEN", "CLOSED"]),
  stateReason: z.string().nullish(),
  url: z.string(),
  locked: z.boolean(),
  createdAt: instantAnswer,
  updatedAt: instantAnswer,
  closedAt: instantAnswer.nullish(),
  repository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }),
  author: graphqlActor,
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
  assignees: z.object({ nodes: z.array(z.object({ login: z.string() })) }),
});

const issueNode = issueFields.extend({
  comments: z.object({ pageInfo: z.object({ hasNextPage: z.boolean() }), nodes: z.array(commentNode) }),
});

/** One page of issues, as the fragment `TrackedPage` asks for them. */
export const trackedPage = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(issueNode),
});

const answerSchema = z.object({
  data: z.object({ repository: z.object({ open: trackedPage.optional(), closed: trackedPage.optional() }) }),
});

type IssueNode = z.infer<typeof issueNode>;
type Page = z.infer<typeof answerSchema>["data"]["repository"];

/**
 * The tracked issues by GraphQL.
 * @throws GitHubUnavailable also where GraphQL is refused, absent or answers with errors. `retryAt` is set only for a
 * secondary limit, which REST shares; the GraphQL quota is one of its own.
 */
export async function trackedByGraphql(
  client: Client,
  repository: RepositoryName,
  query: TrackedIssuesQuery,
): Promise<TrackedIssues> {
  const first = await readPage(client, repository, { open: true, closed: true, ...wishOf(query) });
  return continueTracked(client, { repository, query, first });
}

/** The listings from their first page on. */
export async function continueTracked(
  client: Client,
  { repository, query, first }: { repository: RepositoryName; query: TrackedIssuesQuery; first: Page },
): Promise<TrackedIssues> {
  const asOf = client.now();
  const nodes: IssueNode[] = [];
  let page: Page | null = first;
  while (page !== null) {
    nodes.push(...(page.open?.nodes ?? []), ...(page.closed?.nodes ?? []));
    const variables = nextPages(page);
    page = variables && (await readPage(client, repository, { ...variables, ...wishOf(query) }));
  }
  return { tracked: await Promise.all(nodes.map((node) => toTrackedIssue(client, node))), asOf };
}

function wishOf({ label, since }: TrackedIssuesQuery) {
  return { label, since };
}

function nextPages(page: Page) {
  const open = page.open?.pageInfo.hasNextPage ?? false;
  const closed = page.closed?.pageInfo.hasNextPage ?? false;
  if (!open && !closed) return null;
  return {
    open,
    closed,
    ...(open ? { openAfter: page.open?.pageInfo.endCursor } : {}),
    ...(closed ? { closedAfter: page.closed?.pageInfo.endCursor } : {}),
  };
}

async function readPage(
  client: Client,
  repository: RepositoryName,
  variables: { readonly since: Instant; readonly [name: string]: unknown },
): Promise<Page> {
  const { owner, repo } = repository;
  const source = `the tracked issues of ${owner}/${repo}`;
  const since = formatInstant(variables.since);
  const attempt = await client.query(source, TRACKED_ISSUES, { ...variables, owner, repo, since });
  if (attempt.ok) return narrow(answerSchema, attempt.answer.data, source).data.repository;
  const { failure } = attempt;
  if (failure.kind === "limited" && failure.limit === "quota") {
    throw toUnavailable(source, { kind: "down", message: failure.message });
  }
  throw toUnavailable(source, failure);
}

async function toTrackedIssue(client: Client, node: IssueNode): Promise<TrackedIssue> {
  const issue = toIssueFacts(node);
  if (!mayHaveRecord(issue)) return { issue, recordComment: null };
  const fits = (comment: CommentFacts) => isRecordComment(comment, issue);
  const first = node.comments.nodes.map((comment) => toCommentFacts(comment, issue)).find(fits);
  if (first || !node.comments.pageInfo.hasNextPage) return { issue, recordComment: first ?? null };
  return { issue, recordComment: await findComment(client, issue, fits) };
}

/** An issue as GraphQL tells it. */
export function toIssueFacts(node: z.infer<typeof issueFields>): IssueFacts {
  return {
    owner: node.repository.owner.login,
    repo: node.repository.name,
    number: node.number,
    id: node.fullDatabaseId,
    title: node.title,
    body: node.body,
    state: node.state === "OPEN" ? "open" : "closed",
    stateReason: toStateReason(node.stateReason ?? null),
    labels: sortLabels((node.labels?.nodes ?? []).map((label) => label.name)),
    author: node.author,
    assignees: node.assignees.nodes.map((assignee) => assignee.login),
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    closedAt: node.closedAt ?? null,
    url: node.url,
    isPullRequest: false,
    locked: node.locked,
  };
}

function toCommentFacts(node: z.infer<typeof commentNode>, issue: IssueFacts): CommentFacts {
  return {
    id: node.fullDatabaseId,
    issue: { owner: issue.owner, repo: issue.repo, number: issue.number },
    author: node.author,
    body: node.body,
    createdAt: node.createdAt,
    updatedAt: node.updatedAt,
    url: node.url,
  };
}
