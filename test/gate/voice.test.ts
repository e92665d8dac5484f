/** How the gate speaks of work and of budgets, at the edges: what is not known, what stands elsewhere, what stands at once. */
import { describe, expect, test } from "vitest";
import type { BudgetEvidence, OpenWork } from "#src/gate/evidence.ts";
import { permitSteps, thawSteps } from "#src/gate/budget-steps.ts";
import { firstStep, stepsFor } from "#src/gate/open-work-steps.ts";
import { sayBudget, sayOpen, saySpent, sayThaw, sentence } from "#src/gate/voice.ts";
import { HERE, NOW } from "./facts-of.ts";

const VOICE = { component: "checkout", reader: HERE, now: NOW };
const LEFT: BudgetEvidence = {
  component: "checkout",
  status: "healthy",
  source: "incidents",
  reason: null,
  window: { start: NOW - 28 * 86_400, end: NOW },
  target: "99.9",
  combine: "max",
  budgetMinutes: 40.32,
  consumedMinutes: 17,
  remainingMinutes: 23.32,
  remainingPercent: 57.837302,
  burnRate: 0.42,
  thawAt: null,
  permitsAt: null,
  projectedExhaustion: null,
  nextChangeAt: null,
  incidents: [],
  problems: [],
  permitAbove: "20",
};
const budget = (change: Partial<BudgetEvidence>): BudgetEvidence => ({ ...LEFT, ...change });
const work = (number: number, change: Partial<OpenWork> = {}): OpenWork => ({
  what: "item",
  reference: { ...HERE, number },
  title: `Item ${number}`,
  url: `https://github.com/acme/shop/issues/${number}`,
  priority: "P0",
  priorityStated: true,
  state: "accepted",
  type: "prevent",
  owners: ["omar"],
  due: null,
  overdue: false,
  since: NOW,
  missing: [],
  ...change,
});
const analysisWork = (number: number, missing: readonly string[]) =>
  work(number, { what: "analysis", state: "analysis-incomplete", missing });

describe("a budget is said", () => {
  test.each<readonly [string, Partial<BudgetEvidence>, string]>([
    ["by what remains", {}, "57.8% of the budget remains"],
    ["as a part where the share is not known", { remainingPercent: null }, "part of the budget remains"],
    [
      "with the reason why it is not known",
      { status: "unknown", reason: "502" },
      "there is no usable budget data (502)",
    ],
    [
      "with its source where nobody gave a reason",
      { status: "unknown", reason: null, source: "prometheus" },
      "there is no usable budget data (Prometheus)",
    ],
    [
      "overspent, with its minutes",
      { status: "exhausted", remainingPercent: -38.9, consumedMinutes: 60, budgetMinutes: 43.2 },
      "the budget is overspent by 38.9% (60.0 of 43.2 min)",
    ],
    [
      "overspent, without minutes that nobody knows",
      { status: "exhausted", remainingPercent: -20, consumedMinutes: null },
      "the budget is overspent by 20%",
    ],
    [
      "used where there is none at all",
      { status: "exhausted", remainingPercent: null },
      "the budget is zero and something was used",
    ],
  ])("%s", (_, change, said) => {
    expect(sayBudget(budget(change))).toBe(said);
  });

  test("in minutes only where both are known", () => {
    expect(saySpent(budget({ consumedMinutes: 60, budgetMinutes: 43.2 }))).toBe(" (60.0 of 43.2 min)");
    expect(saySpent(budget({ consumedMinutes: null }))).toBe("");
    expect(saySpent(budget({ budgetMinutes: null }))).toBe("");
  });

  test("to thaw only where that is known", () => {
    expect(sayThaw(budget({ thawAt: NOW }))).toBe(" Lifts 22 Nov 2026 12:00Z if nothing else fails.");
    expect(sayThaw(budget({ thawAt: null }))).toBe("");
  });
});

describe("how a budget comes back", () => {
  const CORRECT =
    "If an incident's times or impact on checkout are wrong, correct them on its analysis (`/pia mitigated TIME`, `/pia impact …`).";

  test.each<readonly [string, Partial<BudgetEvidence>, readonly string[]]>([
    [
      "from the history, by waiting or by correcting what is wrong",
      { thawAt: NOW + 1 },
      ["Wait until 22 Nov 2026 12:01Z: then the budget is no longer overspent, if nothing else fails.", CORRECT],
    ],
    ["from the history, at no time that is known", {}, ["Wait until the budget is no longer overspent.", CORRECT]],
    ["from Prometheus, only by waiting", { source: "prometheus" }, ["Wait until the budget is no longer overspent."]],
  ])("overspent, %s", (_, change, steps) => {
    expect(thawSteps(budget(change), VOICE)).toEqual(steps);
  });

  test.each<readonly [string, Partial<BudgetEvidence>, readonly string[]]>([
    [
      "from the history, at a time or by correcting what is wrong",
      { permitsAt: NOW + 1 },
      ["Or wait until 20% of the budget remains: 22 Nov 2026 12:01Z, if nothing else fails.", CORRECT],
    ],
    ["from a share, at no time that is known", { source: "snapshot" }, ["Or wait until 20% of the budget remains."]],
    [
      "where there is none, by an objective",
      { status: "none" },
      ["Or give checkout an objective (`slo:` in .github/aftercare.yml), so that a healthy budget can permit merges."],
    ],
  ])("too low, %s", (_, change, steps) => {
    expect(permitSteps(budget(change), VOICE)).toEqual(steps);
  });
});

describe("open work is said", () => {
  test.each<readonly [string, readonly OpenWork[], string]>([
    ["as nothing where there is none", [], ""],
    ["one by one", [work(412)], "#412 (P0) is open"],
    [
      "in progress or reopened as open",
      [work(412, { state: "in-progress" }), work(413, { state: "reopened" })],
      "#412 (P0) and #413 (P0) are open",
    ],
    [
      "as closed where nobody said why",
      [work(412, { state: "closed-without-reason" })],
      "#412 (P0) was closed without a fix or a reason",
    ],
    [
      "as closed where nobody said why, several",
      [412, 413].map((number) => work(number, { state: "closed-without-reason" })),
      "#412 (P0) and #413 (P0) were closed without a fix or a reason",
    ],
    ["as closed without proof", [work(412, { state: "done-unproven" })], "#412 (P0) was closed without proof"],
    [
      "as closed without proof, several",
      [412, 413].map((number) => work(number, { state: "done-unproven" })),
      "#412 (P0) and #413 (P0) were closed without proof",
    ],
    ["as lost", [work(412, { state: "missing" })], "#412 (P0) cannot be found"],
    [
      "as lost, several",
      [412, 413].map((number) => work(number, { state: "missing" })),
      "#412 (P0) and #413 (P0) cannot be found",
    ],
    ["as an analysis that lacks something", [analysisWork(399, [])], "the analysis #399 is not complete"],
    [
      "as several analyses that lack something, after what is open",
      [analysisWork(399, []), analysisWork(400, []), work(412)],
      "#412 (P0) is open, and the analysis #399 and the analysis #400 are not complete",
    ],
    [
      "with its repository where that is another",
      [work(412, { reference: { ...HERE, repo: "web", number: 412 } })],
      "acme/web#412 (P0) is open",
    ],
  ])("%s", (_, works, said) => {
    expect(sayOpen(VOICE, works)).toBe(said);
  });

  test.each([
    ["", ""],
    ["a", "A"],
    ["the budget", "The budget"],
  ])("“%s” begins a sentence as “%s”", (text, said) => {
    expect(sentence(text)).toBe(said);
  });
});

describe("the first step", () => {
  test.each<readonly [string, readonly OpenWork[], string | null]>([
    ["of nothing is none", [], null],
    ["of one item", [work(412)], "close #412, or fix it here"],
    ["of several items", [work(412), work(413)], "close them, or fix #412 here"],
    ["of an analysis", [analysisWork(399, []), work(412)], "complete the analysis #399"],
    [
      "of one that was closed without a reason",
      [work(412, { state: "closed-without-reason" })],
      "give a reason on #412, or reopen it",
    ],
    ["of one that was closed without proof", [work(412, { state: "done-unproven" })], "show on #412 that it works"],
    ["of one that is lost", [work(412, { state: "missing" })], "restore #412, or reject it with a reason"],
  ])("%s", (_, works, step) => {
    expect(firstStep(works, VOICE)).toBe(step);
  });

  test("every step is one that somebody can take", () => {
    const works = [
      work(412),
      work(413, { state: "closed-without-reason" }),
      work(414, { state: "missing" }),
      work(415, { state: "done-unproven" }),
    ];
    expect(stepsFor(works, VOICE)).toEqual([
      "Finish #412 (P0): the pull request that says `Fixes #412` is always allowed, and closing the item lifts this by itself.",
      '#413 was closed without a fix and without a reason: reopen it, or an owner of checkout says why with `/pia reject #413 reason:"…"`.',
      '#414 can no longer be found (deleted, or moved out of sight): bring it back, or an owner of checkout says why it is not needed with `/pia reject #414 reason:"…"`.',
      "#415 was closed without a merged pull request or evidence: show that it works with `/pia verify #415 evidence:URL`.",
    ]);
  });

  test("an analysis names at most five things that it lacks", () => {
    expect(stepsFor([analysisWork(399, ["A.", "B.", "C.", "D.", "E.", "F."])], VOICE)).toEqual([
      "Complete the analysis #399. A. B. C. D. E.",
    ]);
  });

  test("five are listed, and a sixth is counted", () => {
    const works = [1, 2, 3, 4, 5, 6].map((number) => work(number));
    expect(stepsFor(works.slice(0, 5), VOICE)).toHaveLength(5);
    expect(stepsFor(works, VOICE)[5]).toBe("The same for 1 more, listed below.");
  });
});
