/** THE decision: one pure function over the table, for the check run, the Action and the command line alike. */
import type { RuleFacts } from "./evidence.ts";
import {
  type ComponentInput,
  type DecisionInput,
  type RuleId,
  ruleNumber,
  type TablePolicy,
  verdictRank,
  type VerdictWord,
} from "./input.ts";
import { RULES } from "./rules/rules.ts";
import type { Rule } from "./rules/rule.ts";

/** What the table says of one component. `index` is its place in the input. */
export interface ComponentDecision {
  readonly index: number;
  readonly verdict: VerdictWord;
  readonly rule: RuleId;
  /** The row that matched. */
  readonly row: Rule;
  /** True when `bots: warn` made a warning of a block. */
  readonly softened: boolean;
}

/** What the table says of a pull request. */
export interface Decision {
  readonly verdict: VerdictWord;
  readonly rule: RuleId;
  readonly components: readonly ComponentDecision[];
  /** What it would have been without the override; null when no override was used. */
  readonly overridden: RuleId | null;
}

/**
 * Decides component by component; the pull request takes the worst verdict (ties: the lowest rule), and a valid override
 * turns a block into a pass. An invalid override changes nothing.
 */
export function decide(input: DecisionInput, policy: TablePolicy): Decision {
  const components = input.components.map((component, index) => decideComponent({ component, index, input, policy }));
  const [worst] = components.toSorted(worstFirst);
  const verdict = worst?.verdict ?? "pass";
  const rule = worst?.rule ?? "G0";
  if (verdict === "block" && input.override === "valid") {
    return { verdict: "pass", rule: "G9", components, overridden: rule };
  }
  return { verdict, rule, components, overridden: null };
}

/** Sorts verdicts: the worst first, the lowest rule first among equals. */
export function worstFirst(
  a: Pick<ComponentDecision, "verdict" | "rule">,
  b: Pick<ComponentDecision, "verdict" | "rule">,
): number {
  return verdictRank(b.verdict) - verdictRank(a.verdict) || ruleNumber(a.rule) - ruleNumber(b.rule);
}

interface OneComponent {
  readonly component: ComponentInput;
  readonly index: number;
  readonly input: DecisionInput;
  readonly policy: TablePolicy;
}

function decideComponent({ component, index, input, policy }: OneComponent): ComponentDecision {
  const { row, outcome } = firstMatch({ ...component, kind: input.kind, policy });
  const softened =
    input.kind === "bot-bump" && policy.bots === "warn" && outcome.verdict === "block" && outcome.rule !== "G2";
  return { index, row, rule: outcome.rule, verdict: softened ? "warn" : outcome.verdict, softened };
}

function firstMatch(facts: RuleFacts) {
  for (const row of RULES) {
    const outcome = row.decide(facts);
    if (outcome) return { row, outcome };
  }
  // The last row has no condition; if somebody gives it one, nothing may slip through.
  throw new Error("No rule matched: the last row of the table must have no condition.");
}
