/** What Prometheus is asked, and that no name can ask for something else. */
import { expect, test } from "vitest";
import { remainingQuery } from "#src/budget/prometheus-query.ts";

test.each([
  [
    "sloth",
    'slo:period_error_budget_remaining:ratio{sloth_service="checkout"}',
    'timestamp(slo:period_error_budget_remaining:ratio{sloth_service="checkout"})',
  ],
  [
    "pyrra",
    '(pyrra_availability{slo="checkout"} - pyrra_objective{slo="checkout"}) / (1 - pyrra_objective{slo="checkout"})',
    'timestamp(pyrra_availability{slo="checkout"})',
  ],
  [
    { kind: "sloth", selector: { sloth_service: "shop", sloth_slo: "requests" } } as const,
    'slo:period_error_budget_remaining:ratio{sloth_service="shop",sloth_slo="requests"}',
    'timestamp(slo:period_error_budget_remaining:ratio{sloth_service="shop",sloth_slo="requests"})',
  ],
  [" my:budget:left ", "my:budget:left", "timestamp(my:budget:left)"],
  ['left{a="b"}', 'left{a="b"}', 'timestamp(left{a="b"})'],
  ["1 - sum(errors)", "1 - sum(errors)", null],
  ["scalar(left)", "scalar(left)", null],
  ["sum(errors) or left", "sum(errors) or left", null],
])("%j asks %s", (config, expression, sampledAt) => {
  expect(remainingQuery("checkout", config)).toEqual({ expression, sampledAt });
});

test.each(['a"} or vector(1) or up{b="', "a\\", "a\nb", 'a\\"'])(
  "a label value %j stays within its quotes",
  (value) => {
    const { expression } = remainingQuery("c", { kind: "sloth", selector: { s: value } });
    const quoted = /^slo:period_error_budget_remaining:ratio\{s=("(?:[^"\\\n]|\\.)*")\}$/.exec(expression)?.[1];
    expect(JSON.parse(quoted!)).toBe(value);
  },
);
