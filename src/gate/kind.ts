/** What a pull request is proven to be. A title, a branch or a label by its author proves nothing; it may only be a reason to look. */
import { compileGlobs } from "#src/component/glob.ts";
import type { ComponentMap } from "#src/component/component-map.ts";
import { permits } from "#src/facts/issue.ts";
import { sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { isVersionBump } from "./bot-bump.ts";
import type { KindEvidence } from "./evidence.ts";
import { type GateFacts, type RevertEvidence, sameLogin } from "./facts.ts";
import { mitigatedIncident } from "./links.ts";
import { policyFiles, policyIsBroken } from "./policy-files.ts";
import type { GatePolicy } from "./policy.ts";
import type { RepositoryStanding } from "./standing.ts";
import type { Touch } from "./touch.ts";

/** What the proofs go by. */
export interface KindContext {
  readonly facts: GateFacts;
  readonly standing: RepositoryStanding;
  readonly touch: Touch;
}

/** The kind with its proof. Anything unproven is a `change`. */
export function proveKind(context: KindContext): KindEvidence {
  return (
    provePolicyRepair(context) ??
    proveDocsOnly(context) ??
    proveMitigation(context) ??
    proveRevert(context) ??
    proveSecurity(context) ??
    proveBotBump(context) ?? { kind: "change" }
  );
}

/** Labels that may stand in for a proof, when somebody with the right to do so set them. */
export const PROOF_LABELS = ["revert", "security"] as const;

/** The label that is on the pull request, set by somebody else with maintain permission; then who that was. */
function labelledBy({ facts }: KindContext, label: (typeof PROOF_LABELS)[number]): string | null {
  if (!facts.pull.labels.some((name) => name.toLowerCase() === label)) return null;
  const setter = facts.labelSetters?.get(label);
  if (setter === undefined || !permits(facts.permissions.get(setter.toLowerCase()) ?? "none", "maintain")) return null;
  const isAuthor = sameLogin(setter, facts.pull.author.login);
  return isAuthor && !facts.policy.config.single_maintainer ? null : setter;
}

/** A broken policy must be repairable: nothing but our own file, valid again. */
function provePolicyRepair({ facts, touch }: KindContext): KindEvidence | null {
  const { path, head } = facts.policy;
  const own = policyFiles(facts.policy);
  const only = touch.complete && touch.paths.length > 0 && touch.paths.every((changed) => own.includes(changed));
  return only && policyIsBroken(facts.policy) && head?.state === "valid" ? { kind: "policy-repair", path } : null;
}

function proveDocsOnly({ standing, touch }: KindContext): KindEvidence | null {
  if (!touch.complete || touch.paths.length === 0) return null;
  const isDocumentation = documentationMatcher(standing.policy, standing.map);
  return touch.paths.every(isDocumentation) ? { kind: "docs-only" } : null;
}

/**
 * Documentation by `exempt.docs`, unless a component names it as its own: one of its patterns is itself, read as a path,
 * documentation (`docs/site/**`, `services/checkout/runbook.md`). `services/checkout/**` covers a README without naming it.
 */
export function documentationMatcher(policy: GatePolicy, map: ComponentMap): (path: string) => boolean {
  const isDocumentation = compileGlobs(policy.exemptDocs);
  const naming = [...map.values()].flatMap(({ config }) =>
    config.paths.filter((pattern) => !pattern.startsWith("!") && isDocumentation(pattern.replace(/^(\.?\/)+/, ""))),
  );
  const isNamed = compileGlobs(naming);
  return (path) => isDocumentation(path) && !isNamed(path);
}

function proveMitigation({ facts, standing, touch }: KindContext): KindEvidence | null {
  const incident = mitigatedIncident(facts, standing, [...touch.components.keys()]);
  return incident ? { kind: "mitigation", incident: incident.issue } : null;
}

function proveRevert(context: KindContext): KindEvidence | null {
  const { facts, standing } = context;
  if (!standing.policy.exemptRevert) return null;
  const { revert } = facts;
  if (revert !== null && typeof revert === "object" && revertProblem(revert, facts) === null) {
    return {
      kind: "revert",
      proof: `The exact inverse of ${revert.commit.slice(0, 12)}, which is on ${facts.pull.baseRef}`,
    };
  }
  const setter = labelledBy(context, "revert");
  return setter === null ? null : { kind: "revert", proof: `Labelled \`revert\` by @${setter}` };
}

/** Why a claim to be a revert is not believed, as a clause; null when it is proven. */
export function revertProblem(revert: RevertEvidence, facts: GateFacts): string | null {
  const commit = revert.commit.slice(0, 12);
  if (!revert.onBase) return `${commit} is not on ${facts.pull.baseRef}`;
  if (!revert.inverse) return `the change is not the exact inverse of ${commit}`;
  if (revert.ofRevert) return `${commit} is itself a revert`;
  const item = facts.records.items.find((entry) =>
    entry.pullRequests.some(({ reference }) => revert.pull !== null && sameIssue(reference, revert.pull)),
  );
  return item ? `${commit} is the fix of ${sayIssue(item.issue, facts.pull)}` : null;
}

function proveSecurity(context: KindContext): KindEvidence | null {
  const { facts, standing } = context;
  if (!standing.policy.exemptSecurity) return null;
  const { security } = facts;
  if (security !== null && typeof security === "object" && security.open) {
    return { kind: "security", proof: `Fixes ${security.advisory}, which is open` };
  }
  const setter = labelledBy(context, "security");
  return setter === null ? null : { kind: "security", proof: `Labelled \`security\` by @${setter}` };
}

function proveBotBump({ facts, touch }: KindContext): KindEvidence | null {
  return touch.complete && isVersionBump(facts.pull.author, touch.paths) ? { kind: "bot-bump" } : null;
}
