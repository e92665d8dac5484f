/** From facts to the verdict on one pull request: what concerns it, what it is, and what the table says of that. */
import { composeVerdict } from "./compose-verdict.ts";
import { type Concern, concernsOf, type Scene } from "./concern.ts";
import { conclude, type ComponentDecision, decideComponents, type Decision, holdsBack } from "./decide.ts";
import { type GateFacts, isUnavailable } from "./facts.ts";
import type { DecisionInput } from "./input.ts";
import { nextChangeOf, type Outcome } from "./next-change.ts";
import { judgeOverride, type OverrideJudgement } from "./override.ts";
import { type ComponentStanding, type RepositoryStanding, standRepository } from "./standing.ts";
import { touchOf } from "./touch.ts";
import type { Verdict } from "./verdict.ts";

/** A verdict with everything that was worked out on the way to it. */
export interface Judgement extends Scene {
  readonly concerning: readonly Concern[];
  readonly input: DecisionInput;
  readonly decision: Decision;
  readonly override: OverrideJudgement;
  readonly verdict: Verdict;
}

/**
 * Judges one pull request. Pure: equal facts give an equal verdict in equal words, whoever asks.
 * @param standing of the repository, when it is at hand already (it is the same for all its pull requests)
 */
export function judge(facts: GateFacts, standing: RepositoryStanding = standRepository(facts, facts.pull)): Judgement {
  const scene = sceneOf(facts, standing);
  const settled = settle(scene);
  const judgeAt = (later: Scene) => outcomeOf(settle(later).decision);
  const change = nextChangeOf({ ...scene, override: settled.override, outcome: outcomeOf(settled.decision), judgeAt });
  const verdict = composeVerdict({ ...scene, ...settled, change });
  return { ...scene, ...settled, verdict };
}

function settle(scene: Scene): Omit<Judgement, keyof Scene | "verdict"> {
  const concerning = concernsOf(scene);
  const override = overrideOf(scene);
  const input = inputOf(concerning, override);
  const decisions = decideComponents(input, scene.standing.policy).map((decision) =>
    inContext(decision, concerning[decision.index]!.component, scene),
  );
  return { concerning, override, input, decision: conclude(decisions, input.override) };
}

function outcomeOf({ verdict, rule, components }: Decision): Outcome {
  return { verdict, rule, fails: verdict === "block" && components.some(holdsBack) };
}

/** The pull request beside the repository, and what it touches. */
export function sceneOf(facts: GateFacts, standing: RepositoryStanding): Scene {
  return { facts, standing, touch: touchOf(facts, standing) };
}

function overrideOf({ facts, standing }: Scene): OverrideJudgement {
  if (facts.override === null) return { state: "none" };
  const { now, patchId, permissions, teams } = facts;
  const author = facts.pull.author.login;
  return judgeOverride(facts.override, { now, author, patchId, policy: standing.policy.override, permissions, teams });
}

function inputOf(concerning: readonly Concern[], override: OverrideJudgement): DecisionInput {
  const components = concerning.map(({ component, evidence }) => ({
    remediation: component.remediation.state,
    budget: component.budget.status,
    incidentFreeze: component.freezes.length > 0,
    fixes: evidence.fixes.length > 0,
  }));
  return { kind: concerning[0]?.evidence.kind.kind ?? "change", components, override: override.state };
}

/** What the table leaves to the circumstances: report mode, a pause, and files that nobody could read under `unknown: pass`. */
function inContext(decision: ComponentDecision, component: ComponentStanding, scene: Scene): ComponentDecision {
  const { facts, standing } = scene;
  const enforced = component.mode === "enforce" && !facts.reportOnly;
  if (decision.verdict !== "block") return { ...decision, enforced };
  if (component.pause) return { ...decision, enforced, verdict: "warn", softened: "pause" };
  const unsure = isUnavailable(facts, "files") && standing.policy.unknown === "pass";
  return unsure ? { ...decision, enforced, verdict: "warn", softened: "unavailable" } : { ...decision, enforced };
}
