/** Stories: which work gates, which is minor, and which is only shown. */
import { describe } from "vitest";
import { analysis, at, file, incident, incomplete, issue, item } from "./facts-of.ts";
import { tell } from "./tell.ts";

/** Two incidents that together leave 15.6% of checkout's budget, none of them large enough for a freeze. */
const LOW = [
  incident(397, 17),
  incident(398, 17, {
    moments: {
      started: { at: at("2026-11-16T10:00"), by: "lea", source: "" },
      mitigated: { at: at("2026-11-16T10:17"), by: "lea", source: "" },
    },
  }),
];

describe("which components concern a pull request", () => {
  tell([
    {
      name: "nothing is open: it passes, and no file need be known",
      given: { paths: null },
      verdict: "pass G0",
      line: "Passes: Nothing open in this repository.",
    },
    {
      name: "something is open elsewhere",
      given: { items: [item(412)], incidents: LOW, paths: ["services/search/query.ts"] },
      verdict: "pass G0",
      line: "Passes: Nothing open on what this touches.",
    },
    {
      name: "a rename out of the component still touches it",
      given: {
        items: [item(412)],
        incidents: LOW,
        paths: [file("attic/cart.ts", "services/checkout/cart.ts")],
      },
      verdict: "block G7",
    },
    {
      name: "a rename into the component touches it",
      given: { items: [item(412)], incidents: LOW, paths: [file("services/checkout/cart.ts", "attic/cart.ts")] },
      verdict: "block G7",
    },
    {
      name: "the worst of two components counts, and both give their reasons",
      given: {
        items: [item(412), item(415, { components: ["search"] })],
        paths: ["services/checkout/cart.ts", "services/search/query.ts"],
      },
      verdict: "block G7",
      says: ["search blocks (G7)", "checkout warns (G5)"],
    },
    {
      name: "a component with a healthy budget and nothing open has nothing to say",
      given: { incidents: [incident(397, 5)] },
      verdict: "pass G0",
    },
    {
      name: "a budget that is low is said, also when nothing is open",
      given: { incidents: LOW },
      verdict: "warn G8",
      line: "Warning (checkout): 15.6% of the budget remains. Nothing holds this back. Next change 13 Dec 2026 10:02Z.",
    },
    {
      name: "without any configured component, one covers the repository",
      given: { config: { components: {} }, items: [item(412, { components: [] })], paths: ["anything/at/all"] },
      verdict: "block G7",
      says: ["shop blocks"],
    },
  ]);
});

describe("what the states of an item mean", () => {
  const on = (change: Parameters<typeof item>[1]) => ({ items: [item(412, change)], incidents: LOW });
  tell([
    { name: "proposed: no", given: on({ state: "proposed", accepted: null }), verdict: "warn G8" },
    {
      name: "accepted: yes",
      given: on({}),
      verdict: "block G7",
      line: "Blocked (checkout): #412 (P0) is open, and 15.6% of the budget remains (needs 20%). Close #412, or fix it here. Lifts 13 Dec 2026 10:02Z.",
    },
    { name: "in progress: yes", given: on({ state: "in-progress" }), verdict: "block G7" },
    { name: "reopened: yes", given: on({ state: "reopened" }), verdict: "block G7" },
    {
      name: "closed without a reason: yes, and it says how to give one",
      given: on({ state: "closed-without-reason", closedAt: at("2026-11-20") }),
      verdict: "block G7",
      says: [
        "#412 (P0) was closed without a fix or a reason",
        "Give a reason on #412, or reopen it.",
        '`/pia reject #412 reason:"…"`',
      ],
    },
    {
      name: "deleted or out of sight: yes, and it says so",
      given: on({ state: "missing" }),
      verdict: "block G7",
      says: [
        "#412 (P0) cannot be found, and",
        "Restore #412, or reject it with a reason.",
        "#412 can no longer be found",
      ],
    },
    { name: "rejected with a reason: no", given: on({ state: "rejected" }), verdict: "warn G8" },
    { name: "risk accepted with a reason: no", given: on({ state: "accepted-risk" }), verdict: "warn G8" },
    { name: "done: no", given: on({ state: "done" }), verdict: "warn G8" },
    { name: "verified: no", given: on({ state: "verified" }), verdict: "warn G8" },
    { name: "done without proof: no", given: on({ state: "done-unproven" }), verdict: "warn G8" },
    {
      name: "done without proof: yes under `preset: strict`",
      given: { ...on({ state: "done-unproven" }), policy: { preset: "strict" } },
      verdict: "block G7",
      says: ["#412 (P0) was closed without proof", "Show on #412 that it works.", "`/pia verify #412 evidence:URL`"],
    },
  ]);
});

describe("priority", () => {
  tell([
    {
      name: "no priority counts as P1",
      given: { items: [item(412, { priority: null })], incidents: LOW },
      verdict: "block G7",
      says: ["#412 (P1) is open"],
    },
    {
      name: "a P2 is minor",
      given: { items: [item(412, { priority: "P2" })] },
      verdict: "warn G8",
      line: "Warning (checkout): #412 (P2) is open, and 100% of the budget remains. Nothing holds this back.",
    },
    {
      name: "a P2 gates when the policy says so",
      given: { items: [item(412, { priority: "P2" })], incidents: LOW, policy: { blocking: ["P0", "P1", "P2"] } },
      verdict: "block G7",
    },
    {
      name: "an overdue P2 does not become overdue remediation",
      given: { items: [item(412, { priority: "P2", dueDate: "2026-11-01" })], policy: { overdue: "block" } },
      verdict: "warn G8",
    },
  ]);
});

describe("where an item without a component belongs", () => {
  const both = { paths: ["services/checkout/cart.ts", "services/search/query.ts"] };
  tell([
    {
      name: "to the component of its incident, so that taking the label off opens nothing",
      given: {
        ...both,
        items: [item(412, { components: [], analysis: issue(399) })],
        incidents: LOW,
        analyses: [{ ...incomplete(399, 398), missing: [] }],
      },
      verdict: "block G7",
      says: ["checkout blocks"],
    },
    {
      name: "nowhere, when its incident names none either and there are several",
      given: { ...both, items: [item(412, { components: [] })] },
      verdict: "pass G0",
    },
    {
      name: "nowhere, when nobody knows the component that it names",
      given: { ...both, items: [item(412, { components: ["payments"] })] },
      verdict: "pass G0",
    },
  ]);
});

describe("due dates", () => {
  const strict = { policy: { overdue: "block" } };
  tell([
    {
      name: "overdue blocks where the policy says so, whatever the budget",
      given: { ...strict, items: [item(412, { dueDate: "2026-11-14" })] },
      verdict: "block G3",
      line: "Blocked (checkout): #412 (P0) was due 14 Nov 2026. Close #412, or fix it here.",
    },
    {
      name: "by default a healthy budget permits it all the same",
      given: { items: [item(412, { dueDate: "2026-11-14" })] },
      verdict: "warn G5",
    },
    {
      name: "in time to the end of the due day",
      given: { ...strict, items: [item(412, { dueDate: "2026-11-22" })], now: at("2026-11-22T23:59") },
      verdict: "warn G5",
    },
    {
      name: "overdue with the first second of the next day",
      given: { ...strict, items: [item(412, { dueDate: "2026-11-22" })], now: at("2026-11-23T00:00") },
      verdict: "block G3",
    },
    {
      name: "the day ends in the configured zone",
      given: {
        ...strict,
        config: {
          timezone: "America/New_York",
          components: { checkout: { paths: ["services/checkout/**"], slo: { target: "99.9", window: "28d" } } },
        },
        items: [item(412, { dueDate: "2026-11-22" })],
        now: at("2026-11-23T04:59"),
      },
      verdict: "warn G5",
    },
    {
      name: "without a date the priority's days count from acceptance",
      given: { ...strict, items: [item(412, { dueDate: null })], now: at("2026-11-09T00:00") },
      verdict: "block G3",
      line: "Blocked (checkout): #412 (P0) was due 8 Nov 2026. Close #412, or fix it here.",
    },
    {
      name: "a priority without days is never due",
      given: { policy: { overdue: "block", due: {} }, items: [item(412, { dueDate: null })] },
      verdict: "warn G5",
    },
  ]);
});

describe("the analysis itself", () => {
  const quiet = incident(398, 5);
  tell([
    {
      name: "required and incomplete: it gates as a P1, so that nobody escapes by writing no items",
      given: { incidents: [...LOW.slice(0, 1), incident(398, 19)], analyses: [incomplete(399, 398)] },
      verdict: "warn G5",
      says: ["The analysis #399 is not complete"],
    },
    {
      name: "and it blocks when the budget does not permit",
      given: { incidents: LOW, analyses: [incomplete(399, 398)] },
      verdict: "block G7",
      says: ["Complete the analysis #399.", "Name at least one cause."],
    },
    {
      name: "beside items it is named with them, and has its own step",
      given: { incidents: LOW, analyses: [incomplete(399, 398)], items: [item(412)] },
      verdict: "block G7",
      says: [
        "#412 (P0) is open, and the analysis #399 is not complete, and 15.6% of the budget remains",
        "  - Finish #412 (P0)",
        "  - Complete the analysis #399.",
      ],
    },
    {
      name: "it is due at the review date",
      given: {
        incidents: [quiet],
        analyses: [incomplete(399, 398)],
        policy: { overdue: "block" },
        now: at("2026-12-01T00:00"),
      },
      verdict: "block G3",
      says: ["The analysis #399 was due 30 Nov 2026"],
    },
    {
      name: "not required: it does not gate",
      given: { incidents: [quiet], analyses: [{ ...incomplete(399, 398), required: false }] },
      verdict: "pass G0",
    },
    {
      name: "complete: it does not gate",
      given: { incidents: [quiet], analyses: [{ ...incomplete(399, 398), missing: [] }] },
      verdict: "pass G0",
    },
    {
      name: "the incident is not confirmed: it does not gate",
      given: { incidents: [{ ...quiet, confirmed: false }], analyses: [incomplete(399, 398)] },
      verdict: "pass G0",
    },
    {
      name: "closed as completed too early: no",
      given: { incidents: LOW, analyses: [incomplete(399, 398, { state: "closed", stateReason: "completed" })] },
      verdict: "warn G8",
    },
    {
      name: "closed as completed too early: yes under `preset: strict`",
      given: {
        incidents: LOW,
        analyses: [incomplete(399, 398, { state: "closed", stateReason: "completed" })],
        policy: { preset: "strict" },
      },
      verdict: "block G7",
    },
    {
      name: "closed as not planned: it goes on gating",
      given: { incidents: LOW, analyses: [incomplete(399, 398, { state: "closed", stateReason: "not_planned" })] },
      verdict: "block G7",
    },
    {
      name: "of two analyses of one incident the first counts",
      given: {
        incidents: LOW,
        analyses: [
          incomplete(401, 398, { state: "closed", stateReason: "not_planned" }),
          { analysis: analysis(399, 398), required: true, missing: [] },
        ],
      },
      verdict: "warn G8",
    },
  ]);
});
