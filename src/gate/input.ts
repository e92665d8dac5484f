/** The inputs of the decision table, in the words of the table: all that the rules go by, and nothing else. */

/** What a pull request is proven to be. Without proof it is a `change`. */
export const KINDS = ["change", "docs-only", "revert", "security", "mitigation", "policy-repair", "bot-bump"] as const;
export type Kind = (typeof KINDS)[number];

/** The worst of a component's open remediation. `open-minor`: only items whose priority does not gate. */
export type Remediation = "none" | "open-minor" | "open" | "overdue";

/**
 * The state of a component's error budget. `healthy`: at least `permit_above` remains; `low`: less, but not overspent;
 * `exhausted`: overspent, or any use of a 100% target; `unknown`: configured, but no usable data; `none`: no objective.
 */
export type BudgetState = "healthy" | "low" | "exhausted" | "unknown" | "none";

/** One component that the pull request touches and that has something to say. */
export interface ComponentInput {
  readonly remediation: Remediation;
  readonly budget: BudgetState;
  /** One incident used so much of the budget that features wait for its systemic items. */
  readonly incidentFreeze: boolean;
  /** The pull request fixes a gating item of this component. */
  readonly fixes: boolean;
}

/** What the people with the right to do so have said about letting this pull request through. */
export type OverrideState = "none" | "invalid" | "valid";

/** The whole input of one decision. */
export interface DecisionInput {
  readonly kind: Kind;
  /** The components that concern the pull request; none is G0. */
  readonly components: readonly ComponentInput[];
  readonly override: OverrideState;
}

/** The part of the policy that the table reads, with the preset already filled in. */
export interface TablePolicy {
  readonly overdue: "budget" | "block";
  readonly exhausted: "warn" | "freeze";
  readonly unknown: "hold" | "pass";
  readonly noObjective: "block" | "warn";
  readonly bots: "as-change" | "warn";
}

/** `warn` lets through and says why that is worth a look; only `block` holds the merge back. */
export type VerdictWord = "pass" | "warn" | "block";

/** Which rule of the table decided. */
export type RuleId =
  | "G0"
  | `G1-${Exclude<Kind, "change" | "bot-bump">}`
  | "G1-remediation-fix"
  | "G2"
  | "G3"
  | "G4"
  | "G5"
  | "G6"
  | "G7"
  | "G8"
  | "G9";

/** The worse of two verdicts has the higher rank. */
export function verdictRank(verdict: VerdictWord): number {
  return ["pass", "warn", "block"].indexOf(verdict);
}

/** The row of the table: 7 for `G7`, 1 for `G1-revert`. */
export function ruleNumber(rule: RuleId): number {
  return Number(rule[1]);
}
