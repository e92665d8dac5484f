/** What a performer is: it makes one kind of effect true and says what became of it. */
import type { Effect, Performed } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { Client } from "#src/github/client.ts";

/** What became of an effect, without the effect. */
export type Outcome = Omit<Performed, "effect">;

/** The effect of one kind. */
export type EffectOf<K extends Effect["kind"]> = Extract<Effect, { readonly kind: K }>;

/** Compares with what GitHub has, writes the difference. Throws GitHubUnavailable when GitHub gives no answer; performing again is safe. */
export type Performer<K extends Effect["kind"]> = (client: Client, effect: EffectOf<K>) => Promise<Outcome>;

/** A performer for each of these kinds. */
export type Performers<K extends Effect["kind"]> = { readonly [Kind in K]: Performer<Kind> };

/** Performs the effect by the performer of its kind. */
export function byKind<K extends Effect["kind"]>(
  all: Performers<K>,
  client: Client,
  effect: EffectOf<K>,
): Promise<Outcome> {
  return (all[effect.kind] as Performer<K>)(client, effect);
}

/** It was so already: nothing was written. */
export const HELD: Outcome = { outcome: "held" };
/** It was written. */
export const DONE: Outcome = { outcome: "done" };

/** GitHub did not allow it; `reason` in plain words. */
export function refused(reason: string): Outcome {
  return { outcome: "refused", reason };
}

/** For an effect on an issue that is not there. */
export function goneOutcome(issue: IssueReference): Outcome {
  const name = `${issue.owner}/${issue.repo}#${issue.number}`;
  return refused(`${name} was deleted, moved to another repository, or is out of our sight`);
}

/** How `ensure-issue` reports the issue that it found or made. */
export function issueOf(issue: IssueFacts): NonNullable<Outcome["issue"]> {
  return { owner: issue.owner, repo: issue.repo, number: issue.number, id: issue.id, url: issue.url };
}
