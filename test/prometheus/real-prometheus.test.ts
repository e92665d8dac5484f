/** Budgets from a real Prometheus with the recording rules that Sloth and Pyrra write. Skipped, and said so, where it is not installed. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrometheusConfig } from "#src/budget/objective.ts";
import { remainingQuery } from "#src/budget/prometheus-query.ts";
import { toNumber } from "#src/budget/rational.ts";
import type { RemainingAnswer } from "#src/budget/remaining.ts";
import { connectPrometheus } from "#src/prometheus/prometheus.ts";
import { query } from "#src/prometheus/query.ts";
import { hasPrometheus, type RunningPrometheus, startPrometheus } from "./running-prometheus.ts";

/** As the generators label them: Sloth by service and objective, Pyrra by `slo`. */
const RULES = String.raw`
- { record: "slo:period_error_budget_remaining:ratio", expr: vector(0.742), labels: { sloth_service: checkout, sloth_slo: requests, sloth_id: checkout-requests } }
- { record: "slo:period_error_budget_remaining:ratio", expr: vector(-0.25), labels: { sloth_service: search, sloth_slo: requests } }
- { record: "slo:period_error_budget_remaining:ratio", expr: vector(0.5), labels: { sloth_service: mail, sloth_slo: requests } }
- { record: "slo:period_error_budget_remaining:ratio", expr: vector(0.9), labels: { sloth_service: mail, sloth_slo: latency } }
- { record: "slo:period_error_budget_remaining:ratio", expr: vector(0) / vector(0), labels: { sloth_service: idle, sloth_slo: requests } }
- { record: "slo:period_error_budget_remaining:ratio", expr: vector(1), labels: { sloth_service: "quo\"te\\", sloth_slo: requests } }
- { record: pyrra_objective, expr: vector(0.99), labels: { slo: checkout } }
- { record: pyrra_availability, expr: vector(0.996), labels: { slo: checkout } }
- { record: pyrra_objective, expr: vector(1), labels: { slo: perfect } }
- { record: pyrra_availability, expr: vector(0.9), labels: { slo: perfect } }
`;

describe.skipIf(!hasPrometheus)("a real Prometheus (apt-get install prometheus)", () => {
  let prometheus: RunningPrometheus;
  let now: number;

  beforeAll(async () => {
    prometheus = await startPrometheus(RULES);
    const asked = await query({ url: prometheus.url }, "time()");
    now = Math.floor(Number((asked as { text: string }).text));
  }, 30_000);

  afterAll(async () => prometheus?.stop());

  function ask(component: string, config: PrometheusConfig, at = now): Promise<RemainingAnswer> {
    return connectPrometheus({ url: prometheus.url }).readRemaining(remainingQuery(component, config), at);
  }

  test.each<[string, string, PrometheusConfig, number]>([
    ["Sloth's rule by the component's name", "checkout", "sloth", 0.742],
    ["Sloth's rule of an overspent budget", "search", "sloth", -0.25],
    [
      "Sloth's rule by labels",
      "any",
      { kind: "sloth", selector: { sloth_service: "mail", sloth_slo: "latency" } },
      0.9,
    ],
    ["a service with quotes in its name", 'quo"te\\', "sloth", 1],
    ["Pyrra's generic rules", "checkout", "pyrra", 0.6],
    ["an expression with one series", "any", 'min(slo:period_error_budget_remaining:ratio{sloth_service="mail"})', 0.5],
    ["a plain series", "any", 'slo:period_error_budget_remaining:ratio{sloth_id="checkout-requests"}', 0.742],
    ["a scalar", "any", "scalar(vector(0.125))", 0.125],
  ])("%s", async (_name, component, config, share) => {
    const answer = await ask(component, config);
    expect(answer).toMatchObject({ kind: "remaining" });
    expect(answer.kind === "remaining" && toNumber(answer.share)).toBe(share);
  });

  test.each<[string, string, PrometheusConfig, string | RegExp]>([
    ["a component that has no rule", "unheard", "sloth", /^Prometheus has no such series \(\[\]\)/],
    ["a service with two objectives", "mail", "sloth", /^it gives 2 series where one is needed/],
    ["a service without requests", "idle", "sloth", "it is NaN, which is no share"],
    ["Pyrra's objective of 100%", "perfect", "pyrra", "it is -Inf, which is no share"],
    ["a component that tries to be a query", 'x"} or vector(1) or up{a="', "sloth", /^Prometheus has no such series/],
    ["an expression that is none", "any", "sum(", /^Prometheus answers 400: invalid parameter "query": .*parse error/],
    ["a range", "any", "ready[5m]", "it gives a matrix where one number is needed"],
    ["a text", "any", '"high"', "it gives a string where one number is needed"],
    ["a metric that counts percent", "any", "vector(74.2)", /^it is 74.2, but no more than 1 can remain/],
  ])("%s is unusable", async (_name, component, config, reason) => {
    expect(await ask(component, config)).toEqual({
      kind: "unusable",
      reason: typeof reason === "string" ? reason : expect.stringMatching(reason),
    });
  });

  test("what it answers is too old when GitHub's clock is 16 minutes on", async () => {
    expect(await ask("checkout", "sloth", now + 960)).toMatchObject({
      kind: "unusable",
      reason: expect.stringMatching(/^its newest data are 1[56] min/),
    });
  });
});

test.runIf(!hasPrometheus)("Prometheus is not installed here: the tests against a real one were left out", () => {
  expect(hasPrometheus).toBe(false);
});
