/** The configuration file: defaults, and problems that point at the line. */
import { describe, expect, test } from "vitest";
import { loadConfig } from "#src/config/load.ts";

const PATH = ".github/aftercare.yml";

function problemsOf(text: string): string[] {
  const loaded = loadConfig(text, PATH);
  return loaded.ok ? [] : loaded.problems.map((problem) => `${problem.line}:${problem.column} ${problem.message}`);
}

describe("defaults", () => {
  test.each([null, "", "\n", "# only a comment\n", "{}"])("%j gives report mode and the balanced preset", (text) => {
    const loaded = loadConfig(text, PATH);
    expect(loaded).toMatchObject({
      ok: true,
      config: { mode: "report", writer: "app", policy: { preset: "balanced", permit_above: "20" } },
    });
  });

  test("the sketch of gate.md is accepted and percent signs are dropped", () => {
    const text = [
      "version: 1",
      "mode: enforce",
      "timezone: Europe/Berlin",
      "components:",
      "  checkout:",
      '    paths: ["services/checkout/**", "!services/checkout/docs/**"]',
      '    owners: ["@acme/payments"]',
      "    slo: { target: 99.9, window: 28d, combine: max }",
      "policy:",
      "  permit_above: 20%",
      "  incident_freeze_above: 50%",
      "  due: { P0: 7d, P1: 28d, P2: 90d }",
      '  override: { teams: ["@acme/sre"], logins: [], approvals: 1, expires: 24h, break_glass: true }',
    ].join("\n");
    const loaded = loadConfig(text, PATH);
    expect(loaded).toMatchObject({
      ok: true,
      config: { policy: { permit_above: "20" }, components: { checkout: { slo: { target: "99.9" } } } },
    });
  });
});

describe("problems name line, column and the nearest valid spelling", () => {
  test.each([
    ["mode: enforce\nwritter: app\n", "2:1 Unknown key `writter`. Did you mean `writer`?"],
    [
      "components:\n  checkout:\n    path: [a]\n",
      "3:5 Unknown key `path` under `components.checkout`. Did you mean `paths`?",
    ],
    [
      "policy:\n  override:\n    approval: 2\n",
      "3:5 Unknown key `approval` under `policy.override`. Did you mean `approvals`?",
    ],
    ["components:\n  Check Out: {}\n", "2:3 `Check Out` is not a valid component name"],
    ["timezone: Europe/Berln\n", "1:1 `timezone`: `Europe/Berln` is not an IANA zone"],
    ["components:\n  a: { slo: { target: 101 } }\n", "2:15 `components.a.slo.target`: `101` is not a percentage"],
    ["components:\n  a: { aliases: [b] }\n  b: {}\n", "2:8 The alias `b` of `a` is taken by the component `b`."],
    ["mode: [\n", "Not valid YAML"],
  ])("%j", (text, expected) => {
    expect(problemsOf(text).join("\n")).toContain(expected);
  });

  test("a word that is not among the choices is answered with the choices", () => {
    expect(problemsOf("mode: enforced\n").join("\n")).toMatch(/1:1 `mode`: .*"report"\|"enforce"/);
  });

  test("all problems are told at once", () => {
    expect(problemsOf("moode: report\ntimezon: UTC\n")).toHaveLength(2);
  });
});
