/** Performs `ensure-sub-issue`: links a child by its database id, and never takes it away from another parent. */
import { sameIssue } from "#src/facts/issue-reference.ts";
import { readIssue } from "#src/github/read-issue.ts";
import { findSubIssues, readParent } from "#src/github/read-sub-issues.ts";
import { DONE, goneOutcome, HELD, refused, type EffectOf, type Outcome, type Performer } from "./performer.ts";
import { write } from "./write.ts";
import type { Client } from "#src/github/client.ts";

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
  // The list of sub-issues may lag behind a link that was made just now.
  const known = await readParent(client, effect.child);
  return known && sameIssue(known, effect.parent)
    ? HELD
    : refused(`${child.owner}/${child.repo}#${child.number} is a sub-issue of another issue already`);
};

/** A 404 means either that the host knows no sub-issues, or that the parent is gone. */
async function withoutSubIssues(client: Client, effect: EffectOf<"ensure-sub-issue">): Promise<Outcome> {
  const parent = await readIssue(client, effect.parent);
  if (parent === null) return goneOutcome(effect.parent);
  return {
    outcome: "unsupported",
    reason: "This GitHub has no sub-issues; the issues link to each other in their texts",
  };
}
