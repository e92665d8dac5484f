/** The way to the tracked issues that every host knows: two REST listings, and the comments of the analyses. */
import { z } from "zod";
import { formatInstant, type Instant } from "#src/calendar/instant.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { CommentFacts, IssueFacts, TrackedIssue, TrackedIssues, TrackedIssuesQuery } from "#src/facts/issue.ts";
import { narrow, type Call, type Client } from "./client.ts";
import { parseHttpDate, toUnavailable } from "./errors.ts";
import { issueAnswer, toIssueFacts } from "./issue-answer.ts";
import { PAGE_SIZE, readRest } from "./pages.ts";
import { findComment } from "./read-comments.ts";
import { isRecordComment, mayHaveRecord } from "./record-comment.ts";

/** The tracked issues by REST. Throws GitHubUnavailable when any page is missing, also when the repository is out of sight. */
export async function trackedByRest(
  client: Client,
  repository: RepositoryName,
  query: TrackedIssuesQuery,
): Promise<TrackedIssues> {
  const [open, closed] = await Promise.all([
    listIssues(client, repository, { state: "open", labels: query.label }),
    listIssues(client, repository, { state: "closed", labels: query.label, since: formatInstant(query.since) }),
  ]);
  const tracked = [...open.issues, ...closed.issues].map((issue) => withRecord(client, issue));
  return { tracked: await Promise.all(tracked), asOf: Math.min(open.asOf, closed.asOf) };
}

async function withRecord(client: Client, issue: IssueFacts): Promise<TrackedIssue> {
  if (!mayHaveRecord(issue)) return { issue, recordComment: null };
  const fits = (comment: CommentFacts) => isRecordComment(comment, issue);
  return { issue, recordComment: await findComment(client, issue, fits) };
}

/** Oldest first, so that what is created while we page comes last and moves nothing. The listing holds pull requests too: they are left out. */
async function listIssues(
  client: Client,
  repository: RepositoryName,
  filter: Readonly<Record<string, string>>,
): Promise<{ readonly issues: readonly IssueFacts[]; readonly asOf: Instant }> {
  const { owner, repo } = repository;
  const call: Call = {
    source: `the tracked issues of ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/issues",
    parameters: { owner, repo, ...filter, sort: "created", direction: "asc", per_page: PAGE_SIZE },
  };
  const first = await client.attempt(call);
  if (!first.ok && isSwitchedOff(first.failure)) return { issues: [], asOf: client.now() };
  if (!first.ok) throw toUnavailable(call.source, first.failure);
  const asOf = parseHttpDate(String(first.answer.headers["date"])) ?? client.now();
  const items = (await readRest(client, call, first.answer)) ?? [];
  const issues = narrow(z.array(issueAnswer), items, call.source).map((answer) => toIssueFacts(answer, repository));
  return { issues: issues.filter((issue) => !issue.isPullRequest), asOf };
}

/** GitHub answers 410 when a repository has its issues switched off: then there are none. */
function isSwitchedOff(failure: { readonly kind: string; readonly status?: number }): boolean {
  return failure.kind === "missing" && failure.status === 410;
}
