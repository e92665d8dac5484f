/** The components that concern a pull request, each with what stands behind every input of its decision. */
import { compileGlobs } from "#src/component/glob.ts";
import type { RuleEvidence } from "./evidence.ts";
import type { GateFacts } from "./facts.ts";
import { documentationMatcher, proveKind } from "./kind.ts";
import { fixesOf } from "./links.ts";
import { type ComponentStanding, hasSomethingToSay, type RepositoryStanding } from "./standing.ts";
import type { Touch } from "./touch.ts";

/** The pull request, the repository, and how they meet. */
export interface Scene {
  readonly facts: GateFacts;
  readonly standing: RepositoryStanding;
  readonly touch: Touch;
}

/** A component that the pull request touches and that has something to say. */
export interface Concern {
  readonly component: ComponentStanding;
  /** The paths that touch it; empty when the changed files are not all known. */
  readonly paths: readonly string[];
  readonly evidence: RuleEvidence;
}

/** Finds what concerns the pull request. */
export function concernsOf(scene: Scene): readonly Concern[] {
  const { facts, standing, touch } = scene;
  const kind = proveKind(scene);
  const concerns = [...touch.components].flatMap(([name, paths]): Concern[] => {
    const component = standing.components.get(name);
    if (!component || !hasSomethingToSay(component)) return [];
    const { remediation, freezes, budget } = component;
    const fixes = fixesOf(name, facts, standing);
    const evidence = { kind, fixes, incidentFreeze: freezes, remediation, budget, policy: standing.policy };
    return [{ component, paths, evidence }];
  });
  return withoutCompanions(concerns, standing);
}

/** A fix may touch documentation and tests anywhere: a component that it touches in no other way does not concern it. */
function withoutCompanions(concerns: readonly Concern[], standing: RepositoryStanding): readonly Concern[] {
  if (concerns.every(({ evidence }) => evidence.fixes.length === 0)) return concerns;
  const isDocumentation = documentationMatcher(standing.policy, standing.map);
  const isTest = compileGlobs(standing.policy.exemptTests);
  return concerns.filter(({ paths, evidence }) => {
    const beside = paths.length > 0 && paths.every((path) => isDocumentation(path) || isTest(path));
    return evidence.fixes.length > 0 || !beside;
  });
}
