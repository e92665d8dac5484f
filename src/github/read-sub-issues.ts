/** Reads the sub-issues of an issue, and what it is a sub-issue of. */
import { z } from "zod";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { narrow, read, type Client } from "./client.ts";
import { issueAnswer, toIssueFacts } from "./issue-answer.ts";
import { readAll } from "./pages.ts";

/** In their order (at most 100, in whatever repository they live); null when the host knows none or the issue is gone. */
export async function findSubIssues(client: Client, issue: IssueReference): Promise<readonly IssueFacts[] | null> {
  if (lacksSubIssues(client)) return null;
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

const parentAnswer = z.object({ number: z.number(), html_url: z.string() });

/** The issue above, under its own repository's name; null when there is none, none in sight, or the host knows none. */
export async function readParent(client: Client, issue: IssueReference): Promise<IssueReference | null> {
  const source = `the parent of ${issue.owner}/${issue.repo}#${issue.number}`;
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/parent";
  const parameters = { owner: issue.owner, repo: issue.repo, issue_number: issue.number };
  const answer = await read(client, { source, route, parameters });
  if (answer === null) return null;
  const { number, html_url: url } = narrow(parentAnswer, answer.data, source);
  const [, owner, repo] = new URL(url).pathname.split("/");
  return owner && repo ? { owner, repo, number } : null;
}

/** GitHub Enterprise Server has sub-issues from 3.17 on. */
const FIRST_WITH_SUB_ISSUES = [3, 17] as const;

/** True where the host is known to have none; its answers tell its version. */
export function lacksSubIssues({ enterprise }: Pick<Client, "enterprise">): boolean {
  const version = /^(\d+)\.(\d+)/.exec(enterprise() ?? "");
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  const [first, then] = FIRST_WITH_SUB_ISSUES;
  return major < first || (major === first && minor < then);
}
