/** The decision table against its vectors, and the laws that hold for every input. */
import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decide } from "#src/gate/decide.ts";
import {
  type BudgetState,
  type ComponentInput,
  type DecisionInput,
  KINDS,
  type Remediation,
  type TablePolicy,
  verdictRank,
} from "#src/gate/input.ts";
import { RULES } from "#src/gate/rules.ts";

interface GateVector {
  readonly id: string;
  readonly policy: TablePolicy;
  readonly input: DecisionInput;
  readonly expect: { readonly verdict: string; readonly rule: string };
}

const { vectors } = JSON.parse(readFileSync(new URL("../fixtures/gate.json", import.meta.url), "utf8")) as {
  vectors: readonly GateVector[];
};

describe("the published vectors", () => {
  test("every vector gets its verdict and its rule", () => {
    const wrong = vectors.filter(({ input, policy, expect: wanted }) => {
      const decision = decide(input, policy);
      return decision.verdict !== wanted.verdict || decision.rule !== wanted.rule;
    });
    expect(vectors.length).toBe(1080);
    expect(wrong).toEqual([]);
  });
});

const REMEDIATION: readonly Remediation[] = ["none", "open-minor", "open", "overdue"];
const KNOWN_BUDGETS: readonly BudgetState[] = ["healthy", "low", "exhausted"];

const policy: fc.Arbitrary<TablePolicy> = fc.record({
  overdue: fc.constantFrom("budget", "block"),
  exhausted: fc.constantFrom("warn", "freeze"),
  unknown: fc.constantFrom("hold", "pass"),
  noObjective: fc.constantFrom("block", "warn"),
  bots: fc.constantFrom("as-change", "warn"),
});
const component: fc.Arbitrary<ComponentInput> = fc.record({
  remediation: fc.constantFrom(...REMEDIATION),
  budget: fc.constantFrom<BudgetState>(...KNOWN_BUDGETS, "unknown", "none"),
  incidentFreeze: fc.boolean(),
  fixes: fc.boolean(),
});
const input: fc.Arbitrary<DecisionInput> = fc.record({
  kind: fc.constantFrom(...KINDS),
  components: fc.array(component, { minLength: 1, maxLength: 4 }),
  override: fc.constantFrom("none", "invalid", "valid"),
});

/** A valid override makes a pass of a block, but leaves a warning: so the laws on order hold for the table without it. */
const notOverridden = input.map((given): DecisionInput => ({ ...given, override: "none" }));

/** The input with its first component changed. */
function withFirst(original: DecisionInput, change: Partial<ComponentInput>): DecisionInput {
  const [first, ...rest] = original.components;
  return { ...original, components: [{ ...first!, ...change }, ...rest] };
}

/** Both members from a list, the first not after the second. */
function ordered<T>(values: readonly T[]): fc.Arbitrary<readonly [T, T]> {
  const index = fc.nat(values.length - 1);
  return fc.tuple(index, index).map(([a, b]) => [values[Math.min(a, b)]!, values[Math.max(a, b)]!]);
}

describe("the laws", () => {
  test("a worse known budget never loosens a verdict", () => {
    fc.assert(
      fc.property(notOverridden, policy, ordered(KNOWN_BUDGETS), (given, rules, [better, worse]) => {
        const before = decide(withFirst(given, { budget: better }), rules);
        const after = decide(withFirst(given, { budget: worse }), rules);
        expect(verdictRank(after.verdict)).toBeGreaterThanOrEqual(verdictRank(before.verdict));
      }),
    );
  });

  test("worse remediation never loosens a verdict", () => {
    fc.assert(
      fc.property(notOverridden, policy, ordered(REMEDIATION), (given, rules, [better, worse]) => {
        const before = decide(withFirst(given, { remediation: better }), rules);
        const after = decide(withFirst(given, { remediation: worse }), rules);
        expect(verdictRank(after.verdict)).toBeGreaterThanOrEqual(verdictRank(before.verdict));
      }),
    );
  });

  test("an invalid override changes nothing", () => {
    fc.assert(
      fc.property(input, policy, (given, rules) => {
        const outcome = (override: DecisionInput["override"]) => {
          const { verdict, rule } = decide({ ...given, override }, rules);
          return { verdict, rule };
        };
        expect(outcome("invalid")).toEqual(outcome("none"));
      }),
    );
  });

  test("a valid override turns a block into G9 and leaves everything else as it is", () => {
    fc.assert(
      fc.property(input, policy, (given, rules) => {
        const without = decide({ ...given, override: "none" }, rules);
        const { verdict, rule, overridden } = decide({ ...given, override: "valid" }, rules);
        const expected =
          without.verdict === "block"
            ? { verdict: "pass", rule: "G9", overridden: without.rule }
            : { verdict: without.verdict, rule: without.rule, overridden: null };
        expect({ verdict, rule, overridden }).toEqual(expected);
      }),
    );
  });

  test("one more component never loosens a verdict", () => {
    fc.assert(
      fc.property(input, component, policy, (given, extra, rules) => {
        const without: DecisionInput = { ...given, override: "none" };
        const withExtra = decide({ ...without, components: [...given.components, extra] }, rules);
        expect(verdictRank(withExtra.verdict)).toBeGreaterThanOrEqual(verdictRank(decide(without, rules).verdict));
      }),
    );
  });

  test("the order of the components does not matter", () => {
    fc.assert(
      fc.property(input, policy, (given, rules) => {
        const forward = decide(given, rules);
        const backward = decide({ ...given, components: given.components.toReversed() }, rules);
        expect([backward.verdict, backward.rule]).toEqual([forward.verdict, forward.rule]);
      }),
    );
  });

  test("only an incident freeze still blocks a version bump when `bots: warn`", () => {
    fc.assert(
      fc.property(input, policy, (given, rules) => {
        const bump: DecisionInput = { ...given, kind: "bot-bump", override: "none" };
        const { verdict, rule } = decide(bump, { ...rules, bots: "warn" });
        expect(verdict !== "block" || rule === "G2").toBe(true);
      }),
    );
  });
});

test("the rows of the table stand in their order, each once, and the last has no condition", () => {
  expect(RULES.map((rule) => rule.row)).toEqual(["G1", "G2", "G3", "G4", "G5", "G6", "G7", "G8"]);
});
