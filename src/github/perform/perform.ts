/** Makes effects true in order, each by the performer of its kind. */
import type { Effect, Performed } from "#src/effect/effect.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { EffectsUnfinished, GitHubUnavailable } from "#src/flow/services.ts";
import type { Client } from "#src/github/client.ts";
import { ensureCheckRun } from "./ensure-check-run.ts";
import { ensureCommitStatus } from "./ensure-commit-status.ts";
import { byKind, type EffectOf, HELD, type Outcome, type Performers } from "./performer.ts";
import type { VerdictEffectKind } from "./perform-on-issue.ts";

const VERDICT_PERFORMERS: Performers<VerdictEffectKind> = {
  "ensure-check-run": ensureCheckRun,
  "ensure-commit-status": ensureCommitStatus,
};

/**
 * Performs in order. An effect that GitHub gives no answer to does not keep others from being performed, but for those on the same
 * issue: what is written there last says that all before it was done. A rate limit, which would meet all of them, ends the round.
 * Performing the same effects again is safe: every performer looks first and writes the difference, and what was created with an
 * unknown outcome is found by its marker.
 * @throws EffectsUnfinished when some have to be tried again, with the outcomes of all others.
 */
export async function perform(client: Client, effects: readonly Effect[]): Promise<readonly Performed[]> {
  const performed: Performed[] = [];
  const unfinished: Effect[] = [];
  const causes: GitHubUnavailable[] = [];
  const taken = effects.some(({ kind }) => kind === "ensure-sub-issue") ? await takeInOf(client, effects) : NOTHING;
  for (const group of inOneGo(effects)) {
    if (taken.has(group[0])) {
      performed.push(...group.map((effect) => ({ effect, ...(taken.get(effect) ?? HELD) })));
      continue;
    }
    const obstacle =
      causes.find((cause) => cause.retryAt !== null) ?? (followsOn(group[0], unfinished) ? causes[0] : null);
    const result = obstacle ?? (await tryGroup(client, group));
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

function followsOn(effect: Effect, unfinished: readonly Effect[]): boolean {
  return "issue" in effect && unfinished.some((one) => "issue" in one && sameIssue(one.issue, effect.issue));
}

const NOTHING: ReadonlyMap<Effect, Outcome> = new Map();

/** Loaded only by those who link issues. */
async function takeInOf(client: Client, effects: readonly Effect[]): Promise<ReadonlyMap<Effect, Outcome>> {
  return (await import("./take-in.ts")).takeIn(client, effects);
}

/** Labels of one issue, or one effect. */
type Group = readonly [Effect, ...EffectOf<"ensure-label">[]];

/** GitHub takes several labels of one issue in one write; everything else is written on its own. */
function inOneGo(effects: readonly Effect[]): readonly Group[] {
  return effects.reduce<readonly Group[]>((groups, effect) => {
    const last = groups.at(-1);
    const joins =
      last?.[0].kind === "ensure-label" && effect.kind === "ensure-label" && sameIssue(last[0].issue, effect.issue);
    return joins ? [...groups.slice(0, -1), [...last, effect]] : [...groups, [effect]];
  }, []);
}

async function tryGroup(client: Client, group: Group): Promise<Outcome | GitHubUnavailable> {
  try {
    return await performGroup(client, group);
  } catch (error) {
    if (error instanceof GitHubUnavailable) return error;
    throw error;
  }
}

async function performGroup(client: Client, [first, ...others]: Group): Promise<Outcome> {
  if (isOfVerdict(first)) return byKind(VERDICT_PERFORMERS, client, first);
  // The Action publishes a verdict without ever loading the others.
  const { performOnIssue } = await import("./perform-on-issue.ts");
  return performOnIssue(client, first, others);
}

function isOfVerdict(effect: Effect): effect is EffectOf<VerdictEffectKind> {
  return effect.kind in VERDICT_PERFORMERS;
}
