/** Performs `ensure-assignee`, and notices when GitHub silently drops the person. */
import { narrow } from "#src/github/client.ts";
import { issueAnswer, toIssueFacts } from "#src/github/issue-answer.ts";
import { readIssue } from "#src/github/read-issue.ts";
import { DONE, goneOutcome, HELD, refused, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/** GitHub answers 201 also when it assigned nobody; the answer's own list of assignees tells. */
export const ensureAssignee: Performer<"ensure-assignee"> = async (client, effect) => {
  const issue = await readIssue(client, effect.issue);
  if (issue === null) return goneOutcome(effect.issue);
  const login = effect.login.replace(/^@/, "");
  if (isAmong(issue.assignees, login)) return HELD;
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
};

function isAmong(logins: readonly string[], login: string): boolean {
  return logins.some((other) => other.toLowerCase() === login.toLowerCase());
}
