/** What time alone will make of a verdict: the first moment at which it turns, and the first at which it lets through. */
import type { Instant } from "#src/calendar/instant.ts";
import { componentBudget } from "#src/budget/component-budget.ts";
import type { Scene } from "./concern.ts";
import type { BudgetEvidence } from "./evidence.ts";
import { remediationAt } from "./open-work.ts";
import type { OverrideJudgement } from "./override.ts";
import type { ComponentStanding, RepositoryStanding } from "./standing.ts";

/** What the table says at one moment, as far as it can turn. */
export interface Outcome {
  readonly verdict: string;
  readonly rule: string;
  readonly fails: boolean;
}

/** When a verdict turns, if nobody does anything. */
export interface NextChange {
  /** The first moment at which verdict or rule differ; null = never. */
  readonly nextChangeAt: Instant | null;
  /** Of a verdict that fails: the first moment at which it does not; null = time alone never lifts it. */
  readonly liftsAt: Instant | null;
}

/** What the moments are taken from. */
export interface ChangeSources extends Scene {
  readonly override: OverrideJudgement;
  readonly outcome: Outcome;
  /** The outcome of a scene as it would be. */
  readonly judgeAt: (scene: Scene) => Outcome;
}

/** A component with hundreds of due dates must not be judged hundreds of times: then the last moment looked at is named. */
const MOST_MOMENTS = 12;

/** Judges the pull request anew at each moment at which something ends or falls due. Components that it does not touch do not count. */
export function nextChangeOf({ judgeAt, outcome, override, ...scene }: ChangeSources): NextChange {
  const moments = momentsOf(scene, override);
  let nextChangeAt: Instant | null = null;
  for (const moment of moments.slice(0, MOST_MOMENTS)) {
    const then = judgeAt(sceneAt(scene, moment));
    const turned = then.verdict !== outcome.verdict || then.rule !== outcome.rule || then.fails !== outcome.fails;
    if (turned) nextChangeAt ??= moment;
    if (turned && (!outcome.fails || !then.fails)) return { nextChangeAt, liftsAt: outcome.fails ? moment : null };
  }
  const unseen = moments.length > MOST_MOMENTS ? moments[MOST_MOMENTS - 1]! : null;
  return { nextChangeAt: nextChangeAt ?? unseen, liftsAt: null };
}

function momentsOf({ facts, standing, touch }: Scene, override: OverrideJudgement): Instant[] {
  const all = [...standing.components.values()];
  const relevant = touch.known ? all.filter(({ name }) => touch.components.has(name)) : all;
  const ends = override.state === "valid" ? [override.until] : [];
  const known = [...relevant.flatMap(endsOf), ...ends].filter((moment) => moment !== null);
  const moments = known.filter((moment) => moment > facts.now);
  return [...new Set(moments)].toSorted((a, b) => a - b);
}

function endsOf({ remediation, freezes, budget, pause }: ComponentStanding): readonly (Instant | null)[] {
  return [
    ...remediation.gating.map((work) => work.due?.end ?? null),
    ...freezes.map((freeze) => freeze.until),
    budget.nextChangeAt,
    budget.thawAt,
    budget.permitsAt,
    pause?.until ?? null,
  ];
}

/** The scene at a later moment, as far as it decides: states are those of then, while lists and numbers stay as they are now. */
function sceneAt({ facts, standing, touch }: Scene, moment: Instant): Scene {
  const components = new Map(standing.components);
  for (const name of touch.components.keys()) {
    const component = components.get(name);
    if (component) components.set(name, componentAt(component, standing, moment));
  }
  return { facts: { ...facts, now: moment }, standing: { ...standing, components }, touch };
}

function componentAt(component: ComponentStanding, standing: RepositoryStanding, moment: Instant): ComponentStanding {
  const { remediation, freezes, pause } = component;
  return {
    ...component,
    remediation: remediationAt(remediation, moment),
    freezes: freezes.filter(({ until }) => until > moment),
    budget: budgetAt(component, standing, moment),
    pause: pause !== null && pause.until > moment ? pause : null,
  };
}

/** A budget keeps its state up to the moment that it names; one that names none (Prometheus) is not known in advance and stays. */
function budgetAt(
  { name, budget }: ComponentStanding,
  { policy, map, zone, incidentsOf }: RepositoryStanding,
  moment: Instant,
): BudgetEvidence {
  if (budget.nextChangeAt === null || moment < budget.nextChangeAt) return budget;
  const asked = { component: name, soleComponent: map.size === 1 };
  const { permitAbove } = policy;
  const slo = map.get(name)?.config.slo;
  return {
    ...componentBudget({ ...asked, slo, zone, now: moment, incidents: incidentsOf(asked), permitAbove }),
    permitAbove,
  };
}
