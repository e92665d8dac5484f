/** Performs `edit-issue`: changes title or body, unless somebody else has changed the body since the decision. */
import type { IssueFacts } from "#src/facts/issue.ts";
import { readIssue } from "#src/github/read-issue.ts";
import { BODY_LIMIT, sameText } from "./fit-text.ts";
import { DONE, goneOutcome, HELD, refused, type EffectOf, type Performer } from "./performer.ts";
import { write } from "./write.ts";

/**
 * GitHub has no compare-and-swap on bodies, so the issue is read just before and once more just after. `stale` = the body was
 * not (or did not stay) what the decision saw: evaluate again. People's text is never cut: what is too long is refused.
 */
export const editIssue: Performer<"edit-issue"> = async (client, effect) => {
  const before = await readIssue(client, effect.issue);
  if (before === null) return goneOutcome(effect.issue);
  const change = differenceFrom(before, effect);
  if (Object.keys(change).length === 0) return HELD;
  if (change.body !== undefined && !sameText(before.body, effect.body!.expected)) return { outcome: "stale" };
  const { owner, repo, number } = before;
  const name = `${owner}/${repo}#${number}`;
  if ((change.body?.length ?? 0) > BODY_LIMIT) {
    return refused(
      `The text of ${name} would be longer than the 65,536 characters that GitHub allows: please shorten it`,
    );
  }
  const written = await write(client, {
    source: `editing ${name}`,
    route: "PATCH /repos/{owner}/{repo}/issues/{issue_number}",
    parameters: { owner, repo, issue_number: number, ...change },
  });
  if (!written.ok) return written.outcome;
  if (change.body === undefined) return DONE;
  const after = await readIssue(client, effect.issue);
  return after !== null && sameText(after.body, change.body) ? DONE : { outcome: "stale" };
};

function differenceFrom(before: IssueFacts, effect: EffectOf<"edit-issue">): { title?: string; body?: string } {
  const { title, body } = effect;
  return {
    ...(title !== undefined && title !== before.title ? { title } : {}),
    ...(body !== undefined && !sameText(body.next, before.body) ? { body: body.next } : {}),
  };
}
