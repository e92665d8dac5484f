/** The policy at the edges: what a change of it loosens, which files make it, suppositions that are nearly understood, and version bumps. */
import { describe, expect, test } from "vitest";
import { type Config, configSchema } from "#src/config/schema.ts";
import { isVersionBump } from "#src/gate/bot-bump.ts";
import { policyChanges } from "#src/gate/policy-changes.ts";
import { policyFiles, policyIsBroken, splitObjectivePath, touchesPolicy } from "#src/gate/policy-files.ts";
import { resolvePolicy } from "#src/gate/policy.ts";
import { itemsOf } from "#src/gate/stand-analyses.ts";
import { parseSupposition, suppose } from "#src/gate/suppose.ts";
import { factsOf, HERE, issue, item, NOW } from "./facts-of.ts";

const parse = (config: object): Config => configSchema.parse(config);
const changes = (base: object, head: object) => policyChanges(parse(base), parse(head));
const policy = (keys: object) => ({ policy: keys });
const component = (keys: object) => ({ components: { shop: { paths: ["a/**"], ...keys } } });

describe("what loosens", () => {
  test.each([
    [
      policy({ preset: "balanced" }),
      policy({ preset: "strict" }),
      ["`policy.exhausted` warn → freeze", "`policy.overdue` budget → block", "`policy.preset` balanced → strict"],
    ],
    [policy({}), policy({ overdue: "block" }), ["`policy.overdue` budget → block"]],
    [policy({ overdue: "block" }), policy({}), ["loosens `policy.overdue` block → budget"]],
    [policy({ unknown: "pass" }), policy({ unknown: "hold" }), ["`policy.unknown` pass → hold"]],
    [
      policy({ incident_freeze_above: "50" }),
      policy({ incident_freeze_above: "30" }),
      ["`policy.incident_freeze_above` 50 → 30"],
    ],
    [
      policy({ incident_freeze_above: "50" }),
      policy({ incident_freeze_above: "050" }),
      ["`policy.incident_freeze_above` 50 → 050"],
    ],
    [policy({ permit_above: "20" }), policy({ permit_above: "020" }), ["`policy.permit_above` 20 → 020"]],
    [
      policy({ override: { approvals: 2 } }),
      policy({ override: { approvals: 1 } }),
      ["loosens `policy.override.approvals` 2 → 1"],
    ],
    [policy({ due: { P0: "7d" } }), policy({ due: { P0: "07d" } }), ["`policy.due.P0` 7d → 07d"]],
    [component({ mode: "report" }), component({ mode: "enforce" }), ["`components.shop.mode` report → enforce"]],
    [component({ mode: "report" }), component({}), ["`components.shop.mode` report → unset"]],
    [component({ mode: "enforce" }), component({}), ["loosens `components.shop.mode` enforce → unset"]],
    [
      component({ slo: { target: "99.9" } }),
      component({ slo: { target: "99.90" } }),
      ["`components.shop.slo.target` 99.9 → 99.90"],
    ],
    [
      component({ slo: { target: "99.9" } }),
      component({ slo: { target: "99" } }),
      ["loosens `components.shop.slo.target` 99.9 → 99"],
    ],
    [
      component({ slo: { prometheus: "sloth", target: "99.9" } }),
      component({ slo: { prometheus: "pyrra", target: "99.9" } }),
      ["loosens `components.shop.slo.prometheus` sloth → pyrra"],
    ],
    [
      component({ slo: { prometheus: { kind: "sloth", selector: { slo: "a" } }, target: "99.9" } }),
      component({ slo: { prometheus: { kind: "sloth", selector: { slo: "b" } }, target: "99.9" } }),
      ["loosens `components.shop.slo.prometheus.selector.slo` a → b"],
    ],
    [
      component({ paths: ["a`b/**"] }),
      component({ paths: ["c/**"] }),
      ['loosens `components.shop.paths` ["a\'b/**"] → ["c/**"]'],
    ],
  ])("%j → %j", (base, head, said) => {
    expect(changes(base, head)).toEqual(said);
  });

  test("an objective that goes takes its window along, and that is no lower target", () => {
    const said = changes(component({ slo: { target: "99.9", window: "28d" } }), component({}));
    expect(said).toContain("`components.shop.slo.target` 99.9 → unset");
    expect(said).toContain("loosens `components.shop.slo.window` 28d → unset");
  });

  test("a component that is gone loosens by every key of its own", () => {
    expect(changes(component({ owners: ["@kim"] }), {})).toEqual(
      expect.arrayContaining(['loosens `components.shop.owners` ["@kim"] → unset']),
    );
  });
});

describe("the files of the policy", () => {
  const config = parse({
    components: {
      one: { slo: { openslo: "./slo/a.yaml#one" } },
      two: { slo: { openslo: "slo/a.yaml#two#x" } },
      three: { slo: { target: "99" } },
    },
  });
  const facts = { ...factsOf().policy, config };

  test("are our own, and those that it takes objectives from, once each", () => {
    expect(policyFiles(facts)).toEqual([".github/aftercare.yml", "slo/a.yaml"]);
    expect(splitObjectivePath("./slo/a.yaml#one")).toEqual({ path: "slo/a.yaml", name: "one" });
    expect(splitObjectivePath("slo/./a.yaml")).toEqual({ path: "slo/./a.yaml", name: null });
    expect(splitObjectivePath("a.yaml#x#y")).toEqual({ path: "a.yaml", name: "x#y" });
  });

  test("are touched by any one of them", () => {
    expect(touchesPolicy(facts, ["README.md", "slo/a.yaml"])).toBe(true);
    expect(touchesPolicy(facts, ["slo/b.yaml"])).toBe(false);
  });

  test("are broken by a mistake of ours, or by an objective that cannot be read", () => {
    const origin = { origin: "slo/a.yaml:1" };
    const broken = (problems: readonly string[], ...objectives: readonly object[]) =>
      policyIsBroken({
        problems,
        objectives: new Map(objectives.map((one, index) => [`c${index}`, one as typeof origin])),
      });
    expect(broken([])).toBe(false);
    expect(broken([], origin)).toBe(false);
    expect(broken([], origin, { problem: "gone" })).toBe(true);
    expect(broken(["one"])).toBe(true);
    expect(policyIsBroken({ problems: [] })).toBe(false);
  });
});

describe("presets", () => {
  test.each([
    ["strict", {}, { strict: true, overdue: "block", exhausted: "freeze" }],
    ["balanced", {}, { strict: false, overdue: "budget", exhausted: "warn" }],
    ["strict", { overdue: "budget", exhausted: "warn" }, { strict: true, overdue: "budget", exhausted: "warn" }],
    ["balanced", { overdue: "block", exhausted: "freeze" }, { overdue: "block", exhausted: "freeze" }],
  ])("%s with %j", (preset, keys, wanted) => {
    expect(resolvePolicy(parse(policy({ preset, ...keys })).policy)).toMatchObject(wanted);
  });

  test("days and lengths of time are numbers", () => {
    const resolved = resolvePolicy(parse(policy({ due: { P1: "14d" }, override: { expires: "2d" } })).policy);
    expect(resolved).toMatchObject({ dueDays: { P1: 14 }, override: { expires: 172_800 } });
    expect(Object.keys(resolved.dueDays)).toEqual(["P1"]);
  });
});

describe("suppositions", () => {
  const read = (text: string) => parseSupposition(text, HERE);

  test.each([
    ["  at   2026-12-01T00:00Z  ", { kind: "time" }],
    ["  #412   due   2026-12-01 ", { kind: "item", issue: issue(412), change: { dueDate: "2026-12-01" } }],
    ["#412 priority p2", { kind: "item", change: { priority: "P2" } }],
    ["other/repo.x#7 closed", { issue: { owner: "other", repo: "repo.x", number: 7 }, change: { state: "done" } }],
    ["#412 open", { change: { state: "reopened" } }],
    ["#412 accepted", { change: { state: "accepted" } }],
    ["#412 done", { change: { state: "done" } }],
    ["#412 verified", { change: { state: "verified" } }],
    ["#412 Rejected", { change: { state: "rejected" } }],
  ])("%s", (text, wanted) => {
    expect(read(text)).toMatchObject(wanted);
  });

  test.each([
    "xat 2026-12-01T00:00Z",
    "at 2026-12-01T00:00Z now",
    "x #412 closed",
    "#412 closed now",
    "#412 due 2026-12-01 x",
    "#412 priority xP2",
    "#412 priority P22",
    "#412 due soon",
  ])("%s is none", (text) => {
    expect(read(text)).toEqual({ problem: expect.stringContaining(`“${text}” is not understood`) });
  });

  const after = (text: string, change: Parameters<typeof item>[1] = {}) => {
    const supposition = read(text);
    if ("problem" in supposition) throw new Error(supposition.problem);
    const facts = suppose(factsOf({ items: [item(412, change), item(413)] }), supposition);
    if ("problem" in facts) throw new Error(facts.problem);
    return facts.records.items;
  };

  test.each(["closed", "done", "verified", "rejected"])("%s is closed now", (word) => {
    expect(after(`#412 ${word}`)[0]).toMatchObject({ closedAt: NOW });
  });

  test("accepted is open, another date is no other state, and other items stay as they are", () => {
    expect(after("#412 reopened", { closedAt: 5 })[0]).toMatchObject({ state: "reopened", closedAt: null });
    expect(after("#412 due 2026-12-01", { closedAt: 5 })[0]).toMatchObject({ dueDate: "2026-12-01", closedAt: 5 });
    expect(after("#412 priority P3")).toEqual([item(412, { priority: "P3" }), item(413)]);
  });

  test("now is not over", () => {
    expect(suppose(factsOf(), { kind: "time", at: NOW })).not.toHaveProperty("problem");
    expect(suppose(factsOf(), { kind: "time", at: NOW - 1 })).toEqual({ problem: "That time is over." });
  });
});

test("a version bump is by a known bot, of at least one manifest, and of nothing else", () => {
  const bot = { login: "dependabot[bot]", type: "Bot" } as const;
  expect(isVersionBump(bot, ["a/package-lock.json"])).toBe(true);
  expect(isVersionBump(bot, [])).toBe(false);
  expect(isVersionBump({ ...bot, type: "User" }, ["package-lock.json"])).toBe(false);
  expect(isVersionBump(bot, ["package-lock.json", "a.ts"])).toBe(false);
  expect(isVersionBump({ ...bot, login: "Renovate[bot]" }, ["go.sum"])).toBe(true);
});

test("the items of an analysis are those that name it", () => {
  const items = [item(1, { analysis: issue(9) }), item(2, { analysis: issue(8) }), item(3)];
  expect(itemsOf({ issue: { ...factsOf().pull, ...issue(9) } as never }, { items })).toEqual([items[0]]);
});
