/** Makes effects true in order, each by the performer of its kind. */
import type { Effect, Performed } from "#src/effect/effect.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { EffectsUnfinished, GitHubUnavailable } from "#src/flow/services.ts";
import type { Client } from "#src/github/client.ts";
import { editIssue } from "./edit-issue.ts";
import { ensureAssignee } from "./ensure-assignee.ts";
import { ensureCheckRun } from "./ensure-check-run.ts";
import { ensureComment } from "./ensure-comment.ts";
import { ensureCommitStatus } from "./ensure-commit-status.ts";
import { ensureIssue } from "./ensure-issue.ts";
import { ensureLabel, ensureLabels, removeLabel } from "./ensure-label.ts";
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
  for (const group of inOneGo(effects)) {
    const limit = causes.find((cause) => cause.retryAt !== null);
    const result = limit ?? (await tryGroup(client, group));
    if (result instanceof GitHubUnavailable) {
      unfinished.push(...group);
      causes.push(result);
    } else {
      performed.push(...group.map((effect) => ({ effect, ...result })));
    }
  }
  const cause = causes.find(({ retryAt }) => retryAt !== null) ?? causes[0];
  if (cause) throw new EffectsUnfinished(cause, performed, unfinished);
  return performed;
}

type Group = readonly [Effect, ...Effect[]];

/** GitHub takes several labels of one issue in one write; everything else is written on its own. */
function inOneGo(effects: readonly Effect[]): readonly Group[] {
  return effects.reduce<readonly Group[]>((groups, effect) => {
    const last = groups.at(-1);
    const [before] = last ?? [];
    const joins =
      effect.kind === "ensure-label" && before?.kind === "ensure-label" && sameIssue(before.issue, effect.issue);
    return last && joins ? [...groups.slice(0, -1), [...last, effect]] : [...groups, [effect]];
  }, []);
}

async function tryGroup(client: Client, [first, ...others]: Group): Promise<Outcome | GitHubUnavailable> {
  const labels = [first, ...others].flatMap((effect) => (effect.kind === "ensure-label" ? [effect.label] : []));
  try {
    return "issue" in first && labels.length > 1
      ? await ensureLabels(client, first.issue, labels)
      : await one(client, first);
  } catch (error) {
    if (error instanceof GitHubUnavailable) return error;
    throw error;
  }
}

function one<K extends Effect["kind"]>(client: Client, effect: Effect & { readonly kind: K }): Promise<Outcome> {
  return PERFORMERS[effect.kind](client, effect as EffectOf<K>);
}
