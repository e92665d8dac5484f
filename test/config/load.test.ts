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

test.each(["slo/checkout.yaml", "./slo/all.yml#checkout-availability", "a..b/slo.json"])(
  "the path %s of objectives is accepted",
  (path) => {
    expect(loadConfig(`components:\n  a: { slo: { openslo: "${path}" } }\n`, "a.yml")).toMatchObject({ ok: true });
  },
);

test.each(["sloth", "pyrra", "my_budget_left", "1 - sum(rate(errors[28d]))", "{ kind: pyrra, selector: { slo: a } }"])(
  "Prometheus may be %s",
  (prometheus) => {
    const quoted = prometheus.startsWith("{") ? prometheus : JSON.stringify(prometheus);
    expect(loadConfig(`components:\n  a: { slo: { prometheus: ${quoted} } }\n`, "a.yml")).toMatchObject({ ok: true });
  },
);

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
    [
      "components:\n  a:\n    slo:\n      openslo: slo/a.yaml\n      target: 99.9\n",
      "5:7 `components.a.slo`: the target stands in slo/a.yaml already. Remove `target` or `openslo`.",
    ],
    ["components:\n  a: { slo: { openslo: ../a.yaml } }\n", "`../a.yaml` is no path of a YAML file in this repository"],
    ["components:\n  a: { slo: { openslo: /etc/a.yaml } }\n", "`/etc/a.yaml` is no path"],
    ["components:\n  a: { slo: { openslo: slo } }\n", "`slo` is no path"],
    ["components:\n  a: { slo: { prometheus: slot } }\n", "`components.a.slo.prometheus`: did you mean `sloth`?"],
    ["components:\n  a: { slo: { prometheus: { kind: sloth } } }\n", "accepts `sloth`, `pyrra`, an expression"],
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
