/** The shape of one rule of the decision table: it can read the facts that it declares, and no others. */
import type { FactName, RuleEvidence, RuleFacts } from "./evidence.ts";
import type { RuleId, VerdictWord } from "./input.ts";
import type { Voice } from "./voice.ts";

/** What a rule that matches says. */
export interface Outcome {
  readonly rule: RuleId;
  readonly verdict: VerdictWord;
}

/** A rule in words. */
export interface RuleWords {
  /** One or two short sentences: what is so. */
  readonly reason: string;
  /** The shortest step that helps, as an imperative; null when there is nothing to do. */
  readonly todo: string | null;
  /** Every way in which the verdict becomes better, most direct first. */
  readonly unblock: readonly string[];
}

/** How a rule is written down. */
export interface RuleDefinition<Need extends FactName> {
  /** Its row in the table: `G3`. */
  readonly row: `G${number}`;
  /** The key of the configuration that steers it; null when none does. */
  readonly key: string | null;
  /** What it reads. */
  readonly needs: readonly Need[];
  /** Its condition as a sentence, for the reference and for `explain`. */
  readonly condition: string;
  /** The outcome, or null when the condition does not hold. */
  readonly decide: (facts: Pick<RuleFacts, Need>) => Outcome | null;
  /** Called only when the rule has matched. */
  readonly words: (evidence: Pick<RuleEvidence, Need>, voice: Voice) => RuleWords;
}

/** One rule as the table holds it. */
export interface Rule extends Omit<RuleDefinition<FactName>, "decide" | "words"> {
  readonly decide: (facts: RuleFacts) => Outcome | null;
  readonly words: (evidence: RuleEvidence, voice: Voice) => RuleWords;
}

/**
 * Makes a rule of its definition. Reading a fact that is not in `needs` does not compile, and at run time it is not there
 * either: so `needs` can be believed when it is asked which pull requests a changed fact concerns.
 */
export function defineRule<const Need extends FactName>(definition: RuleDefinition<Need>): Rule {
  const { decide, words, needs, ...rest } = definition;
  return {
    ...rest,
    needs,
    decide: (facts) => decide(only(facts, needs)),
    words: (evidence, voice) => words(only(evidence, needs), voice),
  };
}

function only<T extends object, K extends keyof T>(all: T, names: readonly K[]): Pick<T, K> {
  return Object.fromEntries(names.map((name) => [name, all[name]])) as Pick<T, K>;
}
