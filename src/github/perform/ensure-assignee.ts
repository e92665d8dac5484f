/** Performs `ensure-assignee`, and notices when GitHub silently drops the person. */
import type { IssueFacts } from "#src/facts/issue.ts";
import { narrow, type Client } from "#src/github/client.ts";
import { issueAnswer, toIssueFacts } from "#src/github/issue-answer.ts";
import { readIssue } from "#src/github/read-issue.ts";
import { DONE, goneOutcome, HELD, type Outcome, refused, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/** GitHub answers 201 also when it assigned nobody; the answer's own list of assignees tells. */
export const ensureAssignee: Performer<"ensure-assignee"> = async (client, effect) => {
  const issue = await readIssue(client, effect.issue);
  if (issue === null) return goneOutcome(effect.issue);
  const login = effect.login.replace(/^@/, "");
  const isThere = isAmong(issue.assignees, login);
  const others = effect.alone && issue.assignees.length > (isThere ? 1 : 0);
  const added = isThere ? HELD : await assign(client, issue, login);
  return others && (added === HELD || added === DONE) ? leaveAlone(client, issue, login) : added;
};

async function assign(client: Client, issue: IssueFacts, login: string): Promise<Outcome> {
  const { owner, repo, number } = issue;
  const source = `assigning \`${login}\` to ${owner}/${repo}#${number}`;
  const written = await write(client, {
    source,
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees",
    parameters: { owner, repo, issue_number: number, assignees: [login] },
  });
  if (!written.ok) return written.outcome;
  const after = toIssueFacts(narrow(issueAnswer, written.answer.data, source), issue);
  if (isAmong(after.assignees, login)) return DONE;
  return refused(
    `GitHub does not let \`${login}\` be assigned in ${owner}/${repo}: they need access to it or a comment on the issue, and an issue takes 10 people at most`,
  );
}

/** Only now that the person is there: an issue must not be left with nobody. */
async function leaveAlone(client: Client, { owner, repo, number }: IssueFacts, login: string): Promise<Outcome> {
  const written = await write(client, {
    source: `leaving only \`${login}\` on ${owner}/${repo}#${number}`,
    route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    parameters: { owner, repo, issue_number: number, assignees: [login] },
  });
  return written.ok ? DONE : written.outcome;
}

function isAmong(logins: readonly string[], login: string): boolean {
  return logins.some((other) => other.toLowerCase() === login.toLowerCase());
}
