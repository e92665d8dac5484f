/** Performs `ensure-sub-issue`: links a child by its database id, and never takes it away from another parent. */
import { readIssue } from "#src/github/read-issue.ts";
import { findSubIssues } from "#src/github/read-sub-issues.ts";
import { DONE, goneOutcome, HELD, refused, type EffectOf, type Outcome, type Performer } from "./performer.ts";
import { write } from "./write.ts";
import { type Client, narrow, read } from "#src/github/client.ts";
import { issueAnswer } from "#src/github/issue-answer.ts";

/** The link is a convenience: a host without sub-issues is `unsupported`, a full or foreign parent `refused`. */
export const ensureSubIssue: Performer<"ensure-sub-issue"> = async (client, effect) => {
  const [child, present] = await Promise.all([readIssue(client, effect.child), findSubIssues(client, effect.parent)]);
  if (child === null) return goneOutcome(effect.child);
  if (present === null) return withoutSubIssues(client, effect);
  if (present.some((issue) => issue.id === child.id)) return HELD;
  const { owner, repo, number } = effect.parent;
  const written = await write(client, {
    source: `${child.owner}/${child.repo}#${child.number} as a sub-issue of ${owner}/${repo}#${number}`,
    route: "POST /repos/{owner}/{repo}/issues/{issue_number}/sub_issues",
    parameters: { owner, repo, issue_number: number, sub_issue_id: child.id },
  });
  if (written.ok) return DONE;
  if (written.failure.kind !== "invalid" || !/one parent/i.test(written.failure.message)) return written.outcome;
  return (await isUnder(client, effect))
    ? HELD
    : refused(`${child.owner}/${child.repo}#${child.number} is a sub-issue of another issue already`);
};

/** The list of sub-issues may lag behind a link that was made just now. */
async function isUnder(client: Client, { parent, child }: EffectOf<"ensure-sub-issue">): Promise<boolean> {
  const { owner, repo, number } = child;
  const source = `the parent of ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/parent";
  const answer = await read(client, { source, route, parameters: { owner, repo, issue_number: number } });
  const path = answer && new URL(narrow(issueAnswer, answer.data, source).html_url).pathname;
  return path?.toLowerCase() === `/${parent.owner}/${parent.repo}/issues/${parent.number}`.toLowerCase();
}

/** A 404 means either that the host knows no sub-issues, or that the parent is gone. */
async function withoutSubIssues(client: Client, effect: EffectOf<"ensure-sub-issue">): Promise<Outcome> {
  const parent = await readIssue(client, effect.parent);
  if (parent === null) return goneOutcome(effect.parent);
  return {
    outcome: "unsupported",
    reason: "This GitHub has no sub-issues; the issues link to each other in their texts",
  };
}
