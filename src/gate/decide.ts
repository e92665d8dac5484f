/** THE decision: one pure function over the table, for the check run, the Action and the command line alike. */
import type { RuleFacts } from "./evidence.ts";
import {
  type ComponentInput,
  type DecisionInput,
  type OverrideState,
  type RuleId,
  ruleNumber,
  type TablePolicy,
  verdictRank,
  type VerdictWord,
} from "./input.ts";
import { RULES } from "./rules.ts";
import type { Rule } from "./rule.ts";

/** What the table says of one component. `index` is its place in the input. */
export interface ComponentDecision {
  readonly index: number;
  readonly verdict: VerdictWord;
  readonly rule: RuleId;
  /** The row that matched. */
  readonly row: Rule;
  /** Why a block became a warning; null when nothing softened it. */
  readonly softened: "bots" | "pause" | "unavailable" | null;
  /** False in report mode: said, but it holds nothing back. */
  readonly enforced: boolean;
}

/** What the table says of a pull request. */
export interface Decision {
  readonly verdict: VerdictWord;
  readonly rule: RuleId;
  /** Worst first. */
  readonly components: readonly ComponentDecision[];
  /** What it would have been without the override; null when no override was used. */
  readonly overridden: RuleId | null;
}

/**
 * Decides component by component; the pull request takes the worst verdict (ties: the lowest rule), and a valid override
 * turns a block into a pass. An invalid override changes nothing.
 */
export function decide(input: DecisionInput, policy: TablePolicy): Decision {
  return conclude(decideComponents(input, policy), input.override);
}

/** The rows of the table that match, one for each component, in the order of the input. */
export function decideComponents(
  input: Omit<DecisionInput, "override">,
  policy: TablePolicy,
): readonly ComponentDecision[] {
  return input.components.map((component, index) => decideComponent({ component, index, input, policy }));
}

/** The verdict on the whole pull request. */
export function conclude(decisions: readonly ComponentDecision[], override: OverrideState): Decision {
  const components = decisions.toSorted(worstFirst);
  const [worst] = components;
  const verdict = worst?.verdict ?? "pass";
  const rule = worst?.rule ?? "G0";
  if (verdict === "block" && override === "valid") return { verdict: "pass", rule: "G9", components, overridden: rule };
  return { verdict, rule, components, overridden: null };
}

/** What holds the merge back first, then the worst verdict, then the lowest rule. */
function worstFirst(a: ComponentDecision, b: ComponentDecision): number {
  return (
    Number(holdsBack(b)) - Number(holdsBack(a)) ||
    verdictRank(b.verdict) - verdictRank(a.verdict) ||
    ruleNumber(a.rule) - ruleNumber(b.rule)
  );
}

/** True when this component alone would fail the check. */
export function holdsBack({ verdict, enforced }: ComponentDecision): boolean {
  return verdict === "block" && enforced;
}

interface OneComponent {
  readonly component: ComponentInput;
  readonly index: number;
  readonly input: Omit<DecisionInput, "override">;
  readonly policy: TablePolicy;
}

function decideComponent({ component, index, input, policy }: OneComponent): ComponentDecision {
  const { row, outcome } = firstMatch({ ...component, kind: input.kind, policy });
  const softened =
    input.kind === "bot-bump" && policy.bots === "warn" && outcome.verdict === "block" && outcome.rule !== "G2";
  return {
    index,
    row,
    rule: outcome.rule,
    verdict: softened ? "warn" : outcome.verdict,
    softened: softened ? "bots" : null,
    enforced: true,
  };
}

function firstMatch(facts: RuleFacts) {
  for (const row of RULES) {
    const outcome = row.decide(facts);
    if (outcome) return { row, outcome };
  }
  // The last row has no condition; if somebody gives it one, nothing may slip through.
  throw new Error("No rule matched: the last row of the table must have no condition.");
}
