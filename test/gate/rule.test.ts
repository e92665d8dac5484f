/** A rule reads what it declares, and nothing else: checked by the compiler, and at run time. */
import { expect, test } from "vitest";
import type { RuleFacts } from "#src/gate/evidence.ts";
import { defineRule } from "#src/gate/rule.ts";
import { policySchema } from "#src/gate/policy-schema.ts";
import { RULES } from "#src/gate/rules.ts";

const FACTS: RuleFacts = {
  kind: "change",
  fixes: false,
  incidentFreeze: true,
  remediation: "open",
  budget: "low",
  policy: { overdue: "budget", exhausted: "warn", unknown: "hold", noObjective: "block", bots: "as-change" },
};

test("reading a fact that is not in `needs` does not compile, and is not there", () => {
  const seen: unknown[] = [];
  const rule = defineRule({
    row: "G5",
    key: null,
    needs: ["budget"],
    condition: "",
    decide: (facts) => {
      // @ts-expect-error `remediation` is not in `needs`
      seen.push(facts.budget, facts.remediation);
      return null;
    },
    words: () => ({ reason: "", todo: null, unblock: [] }),
  });
  rule.decide(FACTS);
  expect(seen).toEqual(["low", undefined]);
});

test("a rule names the key of the policy that steers it, where one does", () => {
  const keys = new Set(Object.keys(policySchema.shape).map((key) => `policy.${key}`));
  const named = RULES.map(({ row, key }) => [row, key] as const);
  expect(named.filter(([, key]) => key === null)).toEqual([["G8", null]]);
  expect(named.filter(([, key]) => key !== null && !keys.has(key))).toEqual([]);
});

test("every fact is needed by some rule, and every rule says its condition", () => {
  const needed = new Set(RULES.flatMap((rule) => rule.needs));
  expect([...needed].toSorted()).toEqual(Object.keys(FACTS).toSorted());
  expect(RULES.filter((rule) => !/^[A-Z].*\.$/.test(rule.condition))).toEqual([]);
});
