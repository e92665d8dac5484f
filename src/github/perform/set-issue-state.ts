/** Performs `set-issue-state`: open, or closed with a reason. */
import { readIssue } from "#src/github/read-issue.ts";
import { DONE, goneOutcome, HELD, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/** An issue that is closed for another reason gets this one; an open issue that should be open is left alone. */
export const setIssueState: Performer<"set-issue-state"> = async (client, effect) => {
  const issue = await readIssue(client, effect.issue);
  if (issue === null) return goneOutcome(effect.issue);
  const sameReason = effect.state === "open" || issue.stateReason === effect.reason;
  if (issue.state === effect.state && sameReason) return HELD;
  const { owner, repo, number } = issue;
  const written = await write(client, {
    source: `${effect.state === "open" ? "reopening" : "closing"} ${owner}/${repo}#${number}`,
    route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    parameters: { owner, repo, issue_number: number, state: effect.state, state_reason: effect.reason },
  });
  return written.ok ? DONE : written.outcome;
};
