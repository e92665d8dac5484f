/** What a pull request would change in the policy, and whether that loosens the gate. */
import { expect, test } from "vitest";
import { configSchema } from "#src/config/schema.ts";
import { policyChanges } from "#src/gate/policy-changes.ts";

const BASE = {
  mode: "enforce",
  components: { "check.out": { paths: ["a/**"], slo: { target: "99.9" }, owners: ["@kim"] } },
  policy: { permit_above: "20", incident_freeze_above: "50", unknown: "hold", preset: "strict", overdue: "block" },
};

type Row = readonly [name: string, head: object, said: readonly string[]];

const rows: readonly Row[] = [
  ["nothing", BASE, []],
  ["a comment or the digest's weekday", { ...BASE, digest: { weekday: "friday" } }, []],
  ["report mode", { ...BASE, mode: "report" }, ["loosens `mode` enforce → report"]],
  ["a lower bar", withPolicy({ permit_above: "5" }), ["loosens `policy.permit_above` 20 → 5"]],
  [
    "another expression",
    withSlo({ target: "99.9", prometheus: "vector(1)" }),
    ["loosens `components.check.out.slo.prometheus` unset → vector(1)"],
  ],
  [
    "an objective from a file",
    withSlo({ target: "99.9", openslo: "a.yaml" }),
    ["`components.check.out.slo.openslo` unset → a.yaml"],
  ],
  ["a higher bar", withPolicy({ permit_above: "30" }), ["`policy.permit_above` 20 → 30"]],
  ["a later freeze", withPolicy({ incident_freeze_above: "90" }), ["loosens `policy.incident_freeze_above` 50 → 90"]],
  ["unknown passes", withPolicy({ unknown: "pass" }), ["loosens `policy.unknown` hold → pass"]],
  [
    "the other preset, with all that it answers",
    withPolicy({ preset: "balanced" }),
    ["loosens `policy.exhausted` freeze → warn", "loosens `policy.preset` strict → balanced"],
  ],
  ["an answer of the preset in so many words", withPolicy({ exhausted: "freeze" }), []],
  ["another answer than the preset's", withPolicy({ exhausted: "warn" }), ["loosens `policy.exhausted` freeze → warn"]],
  ["overdue items may pass", withPolicy({ overdue: "budget" }), ["loosens `policy.overdue` block → budget"]],
  ["no objective passes", withPolicy({ no_objective: "warn" }), ["loosens `policy.no_objective` block → warn"]],
  ["bots pass", withPolicy({ bots: "warn" }), ["loosens `policy.bots` as-change → warn"]],
  ["fewer priorities", withPolicy({ blocking: ["P0"] }), ['loosens `policy.blocking` ["P0","P1"] → ["P0"]']],
  [
    "more priorities",
    withPolicy({ blocking: ["P0", "P1", "P2"] }),
    ['`policy.blocking` ["P0","P1"] → ["P0","P1","P2"]'],
  ],
  ["more time", withPolicy({ due: { P0: "14d", P1: "28d", P2: "90d" } }), ["loosens `policy.due.P0` 7d → 14d"]],
  ["less time", withPolicy({ due: { P0: "3d", P1: "28d", P2: "90d" } }), ["`policy.due.P0` 7d → 3d"]],
  ["no time limit", withPolicy({ due: { P1: "28d", P2: "90d" } }), ["loosens `policy.due.P0` 7d → unset"]],
  ["more approvals", withPolicy({ override: { approvals: 2 } }), ["`policy.override.approvals` 1 → 2"]],
  [
    "another who may override",
    withPolicy({ override: { logins: ["ana"] } }),
    ['loosens `policy.override.logins` [] → ["ana"]'],
  ],
  ["no break-glass", withPolicy({ override: { break_glass: false } }), ["`policy.override.break_glass` true → false"]],
  [
    "more documentation",
    withPolicy({ exempt: { docs: ["**"] } }),
    ['loosens `policy.exempt.docs` ["**/*.md","docs/**"] → ["**"]'],
  ],
  ["one maintainer", { ...BASE, single_maintainer: true }, ["loosens `single_maintainer` false → true"]],
  ["other paths", withComponent({ paths: ["a/b/**"] }), ['loosens `components.check.out.paths` ["a/**"] → ["a/b/**"]']],
  [
    "a lower objective",
    withComponent({ slo: { target: "99" } }),
    ["loosens `components.check.out.slo.target` 99.9 → 99"],
  ],
  [
    "a higher objective",
    withComponent({ slo: { target: "99.99" } }),
    ["`components.check.out.slo.target` 99.9 → 99.99"],
  ],
  [
    "a component in report mode",
    withComponent({ mode: "report" }),
    ["loosens `components.check.out.mode` unset → report"],
  ],
  ["another window", withSlo({ target: "99.9", window: "7d" }), ["loosens `components.check.out.slo.window` 28d → 7d"]],
  [
    "overlaps that add up",
    withSlo({ target: "99.9", combine: "sum" }),
    ["`components.check.out.slo.combine` max → sum"],
  ],
  [
    "another owner",
    withComponent({ owners: ["@kim", "@lee"] }),
    ['loosens `components.check.out.owners` ["@kim"] → ["@kim","@lee"]'],
  ],
  ["an owner less", withComponent({ owners: [] }), ['`components.check.out.owners` ["@kim"] → []']],
  ["a former name", withComponent({ aliases: ["cart"] }), ['`components.check.out.aliases` [] → ["cart"]']],
  ["another label", { ...BASE, labels: { remediation: "todo" } }, ["loosens `labels.remediation` remediation → todo"]],
];

function withSlo(slo: object): object {
  return { ...BASE, components: { "check.out": { ...BASE.components["check.out"], slo } } };
}

function withPolicy(change: object) {
  return { ...BASE, policy: { ...BASE.policy, ...change } };
}

function withComponent(change: object) {
  return { ...BASE, components: { "check.out": { ...BASE.components["check.out"], ...change } } };
}

test.each(rows)("%s", (_name, head, said) => {
  expect(policyChanges(configSchema.parse(BASE), configSchema.parse(head))).toEqual(said);
});

test("taken back, what tightened loosens", () => {
  const head = { ...withComponent({ aliases: ["cart"], slo: { target: "99.9", combine: "sum" } }) };
  expect(policyChanges(configSchema.parse(head), configSchema.parse(BASE))).toEqual([
    'loosens `components.check.out.aliases` ["cart"] → []',
    "loosens `components.check.out.slo.combine` sum → max",
  ]);
});

test("what loosens comes first", () => {
  const head = { ...withPolicy({ permit_above: "30" }), single_maintainer: true };
  expect(policyChanges(configSchema.parse(BASE), configSchema.parse(head))).toEqual([
    "loosens `single_maintainer` false → true",
    "`policy.permit_above` 20 → 30",
  ]);
});

test("a component that is gone lets everything through that it held", () => {
  const [first] = policyChanges(configSchema.parse(BASE), configSchema.parse({ ...BASE, components: {} }));
  expect(first).toMatch(/^loosens `components\.check\.out\./);
});
