/** What every rule offers to whoever is held back, word for word: each step must be one that somebody can take. */
import { describe, expect, test } from "vitest";
import { judge } from "#src/gate/judge.ts";
import { analysis, at, factsOf, type Given, incident, incomplete, issue, item } from "./facts-of.ts";

const componentOf = (given: Given) => judge(factsOf(given)).verdict.components[0]!;
const search = (number: number, change: Parameters<typeof item>[1] = {}) =>
  item(number, { components: ["search"], ...change });
const PATHS = ["services/search/query.ts"];
const finish = (reference: string, work: string) =>
  `Finish ${work}: the pull request that says \`Fixes ${reference}\` is always allowed, and closing the item lifts this by itself.`;
const CORRECT =
  "If an incident's times or impact on checkout are wrong, correct them on its analysis (`/pia mitigated TIME`, `/pia impact …`).";

interface Wanted {
  readonly rule: string;
  readonly reason?: string;
  readonly todo?: string | null;
  readonly unblock?: readonly string[];
}

const CASES: readonly (readonly [string, Given, Wanted])[] = [
  [
    "G2 without an accepted systemic item",
    { incidents: [incident(398, 30)] },
    {
      rule: "G2",
      reason:
        "Incident #398 used 74.5% of checkout's budget. Feature merges wait for its systemic fix, which nobody has accepted yet.",
      todo: "accept a systemic item (type prevent or mitigate) and finish it",
      unblock: [
        "Accept and finish an item of type prevent or mitigate for #398.",
        "Otherwise it lifts by itself 13 Dec 2026 10:30Z, one budget window after the mitigation.",
      ],
    },
  ],
  [
    "G2 with systemic items of two incidents",
    {
      incidents: [
        incident(398, 30),
        incident(397, 30, {
          moments: {
            started: { at: at("2026-11-10T10:00"), by: "lea", source: "" },
            mitigated: { at: at("2026-11-10T10:30"), by: "lea", source: "" },
          },
        }),
      ],
      analyses: [
        { analysis: analysis(399, 398), required: true, missing: [] },
        { analysis: analysis(400, 397), required: true, missing: [] },
      ],
      items: [
        search(412, { analysis: issue(399), components: ["checkout"] }),
        search(413, { analysis: issue(400), components: ["checkout"] }),
        search(414, { analysis: issue(400), components: ["checkout"] }),
      ],
    },
    {
      rule: "G2",
      reason:
        "Incident #397 used 74.5% of checkout's budget. Feature merges wait for #413 and #414 (systemic). Incident #398 used 74.5% of checkout's budget. Feature merges wait for #412 (systemic).",
      todo: "finish #413, #414 and #412",
    },
  ],
  [
    "G2 of a budget of zero",
    {
      config: { components: { checkout: { paths: ["services/checkout/**"], slo: { target: "100", window: "28d" } } } },
      incidents: [incident(398, 1)],
    },
    {
      rule: "G2",
      reason:
        "Incident #398 used checkout's budget, which is zero. Feature merges wait for its systemic fix, which nobody has accepted yet.",
    },
  ],
  [
    "G3 for an item",
    {
      items: [search(415, { dueDate: "2026-11-14" }), search(416)],
      paths: PATHS,
      policy: { overdue: "block" },
    },
    {
      rule: "G3",
      reason: "#415 (P0) was due 14 Nov 2026.",
      todo: "close #415, or fix it here",
      unblock: [
        finish("#415", "#415 (P0)"),
        'If the date was not realistic: `/pia due #415 YYYY-MM-DD reason:"…"` moves it, once with write permission, again by an owner of search.',
      ],
    },
  ],
  [
    "G3 for an analysis: there is no date to move",
    {
      incidents: [incident(398, 5)],
      analyses: [incomplete(399, 398)],
      policy: { overdue: "block" },
      now: at("2026-12-01"),
    },
    {
      rule: "G3",
      reason: "The analysis #399 was due 30 Nov 2026.",
      todo: "complete the analysis #399",
      unblock: ["Complete the analysis #399. Name at least one cause."],
    },
  ],
  [
    "G4",
    {
      incidents: [incident(397, 60, { components: ["checkout"] })],
      policy: { exhausted: "freeze", incident_freeze_above: "200%" },
    },
    {
      rule: "G4",
      todo: "fixes, reverts and documentation may merge; other changes wait",
      unblock: [
        "Wait until 13 Dec 2026 10:20Z: then the budget is no longer overspent, if nothing else fails.",
        CORRECT,
      ],
    },
  ],
  [
    "G5",
    { items: [item(412)] },
    {
      rule: "G5",
      reason: "#412 (P0) is open; 100% of the budget remains, so this may merge.",
      todo: "close #412, or fix it here",
      unblock: [],
    },
  ],
  [
    "G6",
    { items: [item(412)], budgets: new Map() },
    {
      rule: "G6",
      reason:
        "#412 (P0) is open, and there is no usable budget data (it was not measured): cannot confirm that the budget permits.",
      unblock: [
        finish("#412", "#412 (P0)"),
        "Or mend the budget's source (the incident history): with at least 20% remaining this may merge.",
      ],
    },
  ],
  [
    "G6 where unknown passes",
    { items: [item(412)], budgets: new Map(), policy: { unknown: "pass" } },
    {
      rule: "G6",
      reason:
        "#412 (P0) is open, and there is no usable budget data (it was not measured): let through by `unknown: pass`.",
    },
  ],
  [
    "G7 without an objective",
    { items: [search(415)], paths: PATHS },
    {
      rule: "G7",
      unblock: [
        finish("#415", "#415 (P0)"),
        "Or give search an objective (`slo:` in .github/aftercare.yml), so that a healthy budget can permit merges.",
      ],
    },
  ],
  [
    "G7 on a low budget",
    { items: [item(412)], incidents: [incident(397, 36)], policy: { incident_freeze_above: "100%" } },
    {
      rule: "G7",
      reason: "#412 (P0) is open, and 10.7% of the budget remains (needs 20%).",
      unblock: [
        finish("#412", "#412 (P0)"),
        "Or wait until 20% of the budget remains: 13 Dec 2026 10:04Z, if nothing else fails.",
        CORRECT,
      ],
    },
  ],
  [
    "G8 of minor items and no objective says nothing of a budget",
    { items: [search(415, { priority: "P2" })], paths: PATHS },
    { rule: "G8", reason: "#415 (P2) is open. Nothing holds this back.", todo: null, unblock: [] },
  ],
];

describe("the words of each rule", () => {
  test.each(CASES)("%s", (_, given, wanted) => {
    expect(componentOf(given)).toMatchObject(wanted);
  });

  test("more than five steps are counted", () => {
    const items = [411, 412, 413, 414, 415, 416, 417].map((number) => search(number));
    const { unblock } = componentOf({ items, paths: PATHS });
    expect(unblock).toHaveLength(7);
    expect(unblock[5]).toBe("The same for 2 more, listed below.");
  });
});
