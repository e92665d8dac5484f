/** One case of the decision table as people write it: defaults are filled in, everything else is a problem with its place. */
import { expect, test } from "vitest";
import { readDecisionCase } from "#src/gate/decision-case.ts";

const COMPONENT = { remediation: "open", budget: "low", incidentFreeze: false, fixes: false };
const INPUT = { kind: "change", components: [COMPONENT] };
const DEFAULTS = { overdue: "budget", exhausted: "warn", unknown: "hold", noObjective: "block", bots: "as-change" };

test("defaults are those of the policy", () => {
  const wanted = { ok: true, input: { ...INPUT, override: "none" }, policy: DEFAULTS };
  expect(readDecisionCase({ policy: {}, input: INPUT })).toEqual(wanted);
  expect(readDecisionCase({ policy: undefined, input: INPUT })).toEqual(wanted);
  expect(readDecisionCase({ policy: null, input: INPUT })).toEqual(wanted);
});

test.each([
  ["overdue", "block"],
  ["exhausted", "freeze"],
  ["unknown", "pass"],
  ["noObjective", "warn"],
  ["bots", "warn"],
])("the policy takes %s: %s, and its default", (key, value) => {
  const read = (stated: string) => readDecisionCase({ policy: { [key]: stated }, input: INPUT });
  expect(read(value)).toMatchObject({ ok: true, policy: { ...DEFAULTS, [key]: value } });
  expect(read(DEFAULTS[key as keyof typeof DEFAULTS])).toMatchObject({ ok: true, policy: DEFAULTS });
  expect(read("maybe")).toMatchObject({ ok: false, problem: expect.stringContaining(`policy.${key}: `) });
});

test.each([
  ...["none", "open-minor", "open", "overdue"].map((value) => ["remediation", value] as const),
  ...["healthy", "low", "exhausted", "unknown", "none"].map((value) => ["budget", value] as const),
  ["incidentFreeze", true] as const,
  ["fixes", true] as const,
])("a component takes %s: %s", (key, value) => {
  const component = { ...COMPONENT, [key]: value };
  expect(readDecisionCase({ policy: {}, input: { ...INPUT, components: [component] } })).toMatchObject({
    ok: true,
    input: { components: [component] },
  });
});

test.each(["none", "invalid", "valid"])("an override may be %s", (override) => {
  expect(readDecisionCase({ policy: {}, input: { ...INPUT, override } })).toMatchObject({ input: { override } });
});

test.each([
  [{ policy: { strict: true }, input: INPUT }, "policy: "],
  [{ policy: {}, input: { ...INPUT, kind: "hotfix" } }, "input.kind: "],
  [{ policy: {}, input: { ...INPUT, components: [{ ...COMPONENT, budget: "fine" }] } }, "input.components.0.budget: "],
  [{ policy: {}, input: { ...INPUT, components: [{ ...COMPONENT, owner: "x" }] } }, "input.components.0: "],
  [{ policy: {}, input: { ...INPUT, why: "x" } }, "input: "],
  [{ policy: {}, input: null }, "input: "],
])("%j is a problem at its place", (entry, place) => {
  const read = readDecisionCase(entry);
  expect(read.ok).toBe(false);
  expect(read.ok ? "" : read.problem.slice(0, place.length)).toBe(place);
});

test("several problems are told in one line", () => {
  const read = readDecisionCase({ policy: { overdue: 1, bots: 2 }, input: INPUT });
  expect(read.ok ? "" : read.problem).toMatch(/^policy\.overdue: .+; policy\.bots: /);
});
