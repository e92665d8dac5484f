/** Makes effects true, one after the other, each by the performer of its kind. */
import type { Effect, Performed } from "#src/effect/effect.ts";
import { EffectsUnfinished, GitHubUnavailable } from "#src/flow/services.ts";
import type { Client } from "#src/github/client.ts";
import { editIssue } from "./edit-issue.ts";
import { ensureAssignee } from "./ensure-assignee.ts";
import { ensureCheckRun } from "./ensure-check-run.ts";
import { ensureComment } from "./ensure-comment.ts";
import { ensureCommitStatus } from "./ensure-commit-status.ts";
import { ensureIssue } from "./ensure-issue.ts";
import { ensureLabel, removeLabel } from "./ensure-label.ts";
import { ensureReaction } from "./ensure-reaction.ts";
import { ensureSubIssue } from "./ensure-sub-issue.ts";
import type { EffectOf, Outcome, Performer } from "./performer.ts";
import { setIssueState } from "./set-issue-state.ts";

/** A new kind of effect does not compile until it stands here. */
const PERFORMERS: { readonly [K in Effect["kind"]]: Performer<K> } = {
  "ensure-issue": ensureIssue,
  "edit-issue": editIssue,
  "ensure-label": ensureLabel,
  "remove-label": removeLabel,
  "ensure-comment": ensureComment,
  "ensure-sub-issue": ensureSubIssue,
  "set-issue-state": setIssueState,
  "ensure-assignee": ensureAssignee,
  "ensure-reaction": ensureReaction,
  "ensure-check-run": ensureCheckRun,
  "ensure-commit-status": ensureCommitStatus,
};

/**
 * Performs in order. An effect that GitHub gives no answer to does not keep the others from being performed; only a rate
 * limit, which would meet all of them, ends the round. Performing the same effects again is safe: every performer looks first
 * and writes the difference, and what was created with an unknown outcome is found by its marker.
 * @throws EffectsUnfinished when some have to be tried again, with the outcomes of all others.
 */
export async function perform(client: Client, effects: readonly Effect[]): Promise<readonly Performed[]> {
  const performed: Performed[] = [];
  const unfinished: Effect[] = [];
  const causes: GitHubUnavailable[] = [];
  for (const effect of effects) {
    const limit = causes.find((cause) => cause.retryAt !== null);
    const result = limit ?? (await tryOne(client, effect));
    if (result instanceof GitHubUnavailable) {
      unfinished.push(effect);
      causes.push(result);
    } else {
      performed.push({ effect, ...result });
    }
  }
  const cause = causes.find(({ retryAt }) => retryAt !== null) ?? causes[0];
  if (cause) throw new EffectsUnfinished(cause, performed, unfinished);
  return performed;
}

async function tryOne<K extends Effect["kind"]>(
  client: Client,
  effect: Effect & { readonly kind: K },
): Promise<Outcome | GitHubUnavailable> {
  try {
    return await PERFORMERS[effect.kind](client, effect as EffectOf<K>);
  } catch (error) {
    if (error instanceof GitHubUnavailable) return error;
    throw error;
  }
}
