/** Performs `ensure-label` and `remove-label`: only the labels that are named, so that nobody else's label is touched. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { Client } from "#src/github/client.ts";
import { readIssue } from "#src/github/read-issue.ts";
import { makeLabel } from "./make-label.ts";
import { DONE, goneOutcome, HELD, type Outcome, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/** Adds the label; makes it in the repository first when it is new there. */
export const ensureLabel: Performer<"ensure-label"> = (client, { issue, label }) =>
  ensureLabels(client, issue, [label]);

/** Adds those of the labels that are not there, in one write. */
export async function ensureLabels(client: Client, place: IssueReference, labels: readonly string[]): Promise<Outcome> {
  const issue = await readIssue(client, place);
  if (issue === null) return goneOutcome(place);
  const missing = labels.filter((label) => !carries(issue.labels, label));
  if (missing.length === 0) return HELD;
  for (const label of missing) {
    const problem = await makeLabel(client, issue, label);
    if (problem !== null) return problem;
  }
  const { owner, repo, number } = issue;
  const named = missing.map((label) => `"${label}"`).join(", ");
  const written = await write(client, {
    source: `the ${missing.length === 1 ? "label" : "labels"} ${named} on ${owner}/${repo}#${number}`,
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/labels",
    parameters: { owner, repo, issue_number: number, labels: missing },
  });
  return written.ok ? DONE : written.outcome;
}

/** Takes the label off; a label that went away meanwhile is as good. */
export const removeLabel: Performer<"remove-label"> = async (client, effect) => {
  const issue = await readIssue(client, effect.issue);
  if (issue === null) return goneOutcome(effect.issue);
  if (!carries(issue.labels, effect.label)) return HELD;
  const { owner, repo, number } = issue;
  const written = await write(client, {
    source: `taking the label "${effect.label}" off ${owner}/${repo}#${number}`,
    route: "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
    parameters: { owner, repo, issue_number: number, name: effect.label },
  });
  if (written.ok) return DONE;
  return written.failure.kind === "missing" && written.failure.status === 404 ? HELD : written.outcome;
};

/** GitHub compares label names without regard to case. */
function carries(labels: readonly string[], label: string): boolean {
  return labels.some((name) => name.toLowerCase() === label.toLowerCase());
}
