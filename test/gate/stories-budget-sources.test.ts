/** Stories: a budget that is measured in Prometheus, and one whose objective comes from OpenSLO, in the words that people read. */
import { describe, expect, test } from "vitest";
import type { BudgetReading } from "#src/budget/remaining.ts";
import { fromDecimal } from "#src/budget/rational.ts";
import { configSchema } from "#src/config/schema.ts";
import { checkRunText } from "#src/gate/check-run-text.ts";
import { judge } from "#src/gate/judge.ts";
import { measureBudgets, type ObjectiveSource } from "#src/gate/measure-budgets.ts";
import { at, factsOf, HERE, incident, item, NOW } from "./facts-of.ts";

const CONFIG = {
  mode: "enforce",
  components: { checkout: { paths: ["services/checkout/**"], slo: { target: "99.9", prometheus: "sloth" } } },
};
const RECORDS = { incidents: [incident(398, 15)], items: [item(412)], analyses: [], pauses: [], asOf: NOW };

interface Told {
  readonly reading?: BudgetReading;
  readonly objective?: ObjectiveSource;
  readonly policy?: object;
  readonly config?: object;
}

function told({ reading, objective, policy, config = CONFIG }: Told) {
  const parsed = configSchema.parse({ ...config, ...(policy ? { policy } : {}) });
  const budgets = measureBudgets({
    config: parsed,
    repository: HERE,
    records: RECORDS,
    now: NOW,
    readings: new Map(reading ? [["checkout", reading]] : []),
    objectives: new Map(objective ? [["checkout", objective]] : []),
  });
  const given = { config, incidents: RECORDS.incidents, items: RECORDS.items, budgets, ...(policy ? { policy } : {}) };
  const { verdict } = judge(factsOf(given));
  return { verdict, text: checkRunText(verdict) };
}

function left(share: string, source: BudgetReading["source"] = "prometheus"): BudgetReading {
  return { kind: "remaining", share: fromDecimal(share)!, asOf: at("2026-11-22T11:58"), source };
}

describe("Prometheus", () => {
  test("permits by its own number, whatever the incidents used", () => {
    const { verdict, text } = told({ reading: left("0.742") });
    expect(verdict).toMatchObject({ verdict: "warn", rule: "G5" });
    expect(text.title).toContain("74.2% of the budget remains");
    expect(text.text).toContain("Error budget: **healthy**, from Prometheus. Target 99.9%.");
    expect(text.text).toMatch(/Used 10\.4 of 40\.3 min, 74\.2% remains\. Read 22 Nov 2026 11:58Z\./);
  });

  test("freezes when overspent, and nobody claims to know when that ends", () => {
    const { verdict, text } = told({ reading: left("-0.2"), policy: { exhausted: "freeze" } });
    expect(verdict).toMatchObject({ verdict: "block", rule: "G4", nextChangeAt: null });
    expect(text.title).toContain("overspent by 20%");
    expect(text.text).toContain("When it permits again cannot be told from a share.");
    expect(text.summary).not.toContain("/pia impact");
  });

  test("that says nothing usable is unknown, with the reason", () => {
    const reading: BudgetReading = { kind: "unusable", reason: "Prometheus cannot be reached", source: "prometheus" };
    const { verdict, text } = told({ reading });
    expect(verdict).toMatchObject({ verdict: "block", rule: "G6" });
    expect(text.title).toContain("Prometheus cannot be reached");
  });

  test("that was not asked is unknown, never healthy", () => {
    const { verdict, text } = told({});
    expect(verdict).toMatchObject({ verdict: "block", rule: "G6" });
    expect(text.text).toContain(
      "**unknown**, from Prometheus. It is measured in Prometheus, which is asked when a pull request is judged.",
    );
  });

  test("leaves the shares of single incidents to the incident history: one that took most of the budget freezes", () => {
    const { verdict } = told({ reading: left("1"), policy: { incident_freeze_above: "30%" } });
    expect(verdict).toMatchObject({ rule: "G2", verdict: "block" });
  });

  test("is named as the App's snapshot where it comes from there", () => {
    expect(told({ reading: left("0.5", "snapshot") }).text.text).toContain("from the App's snapshot.");
  });
});

describe("OpenSLO", () => {
  const slo = { openslo: "slo/checkout.yaml", target: "99.5" };
  const config = { mode: "enforce", components: { checkout: { paths: ["services/checkout/**"], slo } } };

  test("is told with file, line and what had to be decided", () => {
    const origin = "slo/checkout.yaml:13 (checkout; the strictest of 2 objectives)";
    const { text } = told({ config, objective: { origin } });
    expect(text.text).toContain(`Objective from ${origin}.`);
  });

  test("that cannot be read makes the budget unknown, with file and line", () => {
    const bare = {
      ...config,
      components: { checkout: { ...config.components.checkout, slo: { openslo: slo.openslo } } },
    };
    const problem = "slo/checkout.yaml:7:16 Timeslices judges each slice of time as good or bad";
    const { verdict, text } = told({ config: bare, objective: { problem } });
    expect(verdict).toMatchObject({ rule: "G6", verdict: "block" });
    expect(text.title).toContain("slo/checkout.yaml:7:16");
  });
});
