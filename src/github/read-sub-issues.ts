/** Reads the sub-issues of an issue. */
import { z } from "zod";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { narrow, type Client } from "./client.ts";
import { issueAnswer, toIssueFacts } from "./issue-answer.ts";
import { readAll } from "./pages.ts";

/** In their order (at most 100, in whatever repository they live); null when the host knows none or the issue is gone. */
export async function findSubIssues(client: Client, issue: IssueReference): Promise<readonly IssueFacts[] | null> {
  const { owner, repo, number } = issue;
  const source = `the sub-issues of ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/sub_issues";
  const items = await readAll(client, { source, route, parameters: { owner, repo, issue_number: number } });
  return items && narrow(z.array(issueAnswer), items, source).map((answer) => toIssueFacts(answer, issue));
}

/** As `findSubIssues`, with none where the host knows none. */
export async function readSubIssues(client: Client, issue: IssueReference): Promise<readonly IssueFacts[]> {
  return (await findSubIssues(client, issue)) ?? [];
}
