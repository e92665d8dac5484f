/** Reads one issue, and tells one that was transferred from one whose repository was renamed. */
import { sameRepository, type IssueReference } from "#src/facts/issue-reference.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { narrow, read, type Client } from "./client.ts";
import { issueAnswer, toIssueFacts } from "./issue-answer.ts";
import { readRepository } from "./read-repository.ts";

/**
 * The issue (or the issue face of a pull request); null when it was deleted, transferred or is out of sight.
 * GitHub redirects both from a renamed repository and from a transferred issue: only when the answer names another
 * repository, a second request tells which.
 */
export async function readIssue(client: Client, issue: IssueReference): Promise<IssueFacts | null> {
  const { number } = issue;
  const facts = await findIssue(client, issue);
  if (facts === null) return null;
  if (facts.number === number && sameRepository(facts, issue)) return facts;
  if (facts.number !== number) return null;
  const present = await readRepository(client, issue);
  return present !== null && sameRepository(present, facts) ? facts : null;
}

/** The issue wherever GitHub redirects to; null when it was deleted or is out of sight. */
export async function findIssue(client: Client, issue: IssueReference): Promise<IssueFacts | null> {
  const { owner, repo, number } = issue;
  const source = `the issue ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}";
  const answer = await read(client, { source, route, parameters: { owner, repo, issue_number: number } });
  return answer && toIssueFacts(narrow(issueAnswer, answer.data, source), issue);
}
