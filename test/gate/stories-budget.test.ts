/** Stories: what the error budget permits, freezes, and what happens when nobody knows. */
import { describe } from "vitest";
import { at, incident, incomplete, issue, item } from "./facts-of.ts";
import { tell } from "./tell.ts";

const said = (text: string) => ({ at: at(text), by: "lea", source: "" });

/** One incident of so many minutes, on its own day, so that none of them overlap. */
function minutes(day: number, length: number) {
  const start = at(`2026-11-${day}T10:00`);
  return incident(380 + day, null, {
    moments: {
      started: { at: start, by: "lea", source: "" },
      mitigated: { at: start + length * 60, by: "lea", source: "" },
    },
  });
}
/** 60 of 40.32 minutes, none above half. */
const OVERSPENT = [minutes(10, 20), minutes(11, 20), minutes(12, 20)];

describe("what the budget permits", () => {
  tell([
    {
      name: "open work and a healthy budget: a warning",
      given: { items: [item(412)], incidents: [minutes(10, 10)] },
      verdict: "warn G5",
      line: "Warning (checkout): #412 (P0) is open; 75.1% of the budget remains, so this may merge.",
    },
    {
      name: "open work and an overspent budget: held back",
      given: { items: [item(412)], incidents: OVERSPENT },
      verdict: "block G7",
      line: "Blocked (checkout): #412 (P0) is open, and the budget is overspent by 48.9% (60.0 of 40.3 min). Close #412, or fix it here. Lifts 9 Dec 2026 10:08Z.",
      says: ["Or wait until 20% of the budget remains: 9 Dec 2026 10:08Z, if nothing else fails."],
    },
    {
      name: "an overspent budget alone: a warning by default",
      given: { incidents: OVERSPENT },
      verdict: "warn G8",
      says: ["The budget is overspent by 48.9% (60.0 of 40.3 min). Nothing holds this back. Lifts 8 Dec 2026 10:20Z"],
    },
    {
      name: "an overspent budget alone: a freeze where the policy says so",
      given: { incidents: OVERSPENT, policy: { exhausted: "freeze" } },
      verdict: "block G4",
      says: ["Lifts 8 Dec 2026 10:20Z if nothing else fails."],
    },
    {
      name: "`preset: strict` freezes, too",
      given: { incidents: OVERSPENT, policy: { preset: "strict" } },
      verdict: "block G4",
    },
    {
      name: "and a key of its own wins over the preset",
      given: { incidents: OVERSPENT, policy: { preset: "strict", exhausted: "warn" } },
      verdict: "warn G8",
    },
    {
      name: "a budget that has thawed by itself no longer freezes",
      given: { incidents: OVERSPENT, policy: { exhausted: "freeze" }, now: at("2026-12-08T10:19") + 41 },
      verdict: "warn G8",
    },
    {
      name: "one second earlier it still does",
      given: { incidents: OVERSPENT, policy: { exhausted: "freeze" }, now: at("2026-12-08T10:19") + 40 },
      verdict: "block G4",
    },
    {
      name: "no objective: open work blocks",
      given: { items: [item(415, { components: ["search"] })], paths: ["services/search/a.ts"] },
      verdict: "block G7",
      says: ["no objective is configured, so no budget can permit it", "Or give search an objective"],
    },
    {
      name: "no objective: open work warns where the policy says so",
      given: {
        items: [item(415, { components: ["search"] })],
        paths: ["services/search/a.ts"],
        policy: { no_objective: "warn" },
      },
      verdict: "warn G7",
    },
    {
      name: "a lower `permit_above` permits",
      given: { items: [item(412)], incidents: [minutes(10, 18), minutes(11, 18)], policy: { permit_above: "5%" } },
      verdict: "warn G5",
    },
    {
      name: "an external cause burns nothing",
      given: { incidents: OVERSPENT.map((one) => ({ ...one, external: true })), policy: { exhausted: "freeze" } },
      verdict: "pass G0",
    },
    {
      name: "an unconfirmed incident burns nothing",
      given: { incidents: OVERSPENT.map((one) => ({ ...one, confirmed: false })), policy: { exhausted: "freeze" } },
      verdict: "pass G0",
    },
  ]);
});

describe("when nobody knows the budget", () => {
  const elsewhere = {
    config: { components: { checkout: { paths: ["services/checkout/**"], slo: { prometheus: "sloth" } } } },
    items: [item(412)],
  };
  tell([
    {
      name: "open work is held back",
      given: elsewhere,
      verdict: "block G6",
      says: ["there is no usable budget data", "cannot confirm that the budget permits"],
    },
    {
      name: "open work is let through where the policy says so",
      given: { ...elsewhere, policy: { unknown: "pass" } },
      verdict: "warn G6",
      says: ["let through by `unknown: pass`"],
    },
    { name: "nothing open: it is said, never read as healthy", given: { ...elsewhere, items: [] }, verdict: "warn G8" },
    {
      name: "a budget that was not measured is unknown",
      given: { items: [item(412)], budgets: new Map() },
      verdict: "block G6",
    },
  ]);
});

describe("an incident freeze", () => {
  const large = incident(398, 37);
  const analysed = [{ ...incomplete(399, 398), missing: [] }];
  const systemic = (number: number, change: Parameters<typeof item>[1] = {}) =>
    item(number, { analysis: issue(399), ...change });
  const frozen = { incidents: [large], analyses: analysed };
  tell([
    {
      name: "stands until the systemic items are done, whatever the budget",
      given: { ...frozen, items: [systemic(412), systemic(415, { type: "mitigate" })] },
      verdict: "block G2",
      line: "Blocked (checkout): Incident #398 used 91.8% of checkout's budget. Feature merges wait for #412 and #415 (systemic). Finish #412 and #415.",
    },
    {
      name: "says what would still hold afterwards",
      given: { ...frozen, items: [systemic(412), systemic(413, { type: "detect", priority: "P1" })] },
      verdict: "block G2",
      says: ["Then: #413 (P1) is open, and 8.2% of the budget remains (needs 20%)."],
    },
    {
      name: "waits only for what is not done",
      given: { ...frozen, items: [systemic(412, { state: "done" }), systemic(415)] },
      verdict: "block G2",
      says: ["Feature merges wait for #415 (systemic)."],
    },
    {
      name: "ends when they all are",
      given: { ...frozen, items: [systemic(412, { state: "done" }), systemic(415, { state: "verified" })] },
      verdict: "warn G8",
    },
    {
      name: "does not end by an item that repairs or detects",
      given: {
        ...frozen,
        items: [systemic(412, { state: "done", type: "repair" }), systemic(413, { state: "done", type: "detect" })],
      },
      verdict: "block G2",
      says: [
        "its systemic fix, which nobody has accepted yet",
        "Accept a systemic item (type prevent or mitigate) and finish it.",
      ],
    },
    {
      name: "does not end by a proposal that nobody accepted",
      given: { ...frozen, items: [systemic(412, { state: "proposed", accepted: null })] },
      verdict: "block G2",
    },
    {
      name: "does not end by another incident's items",
      given: { ...frozen, items: [item(412, { state: "done", analysis: issue(500) })] },
      verdict: "block G2",
    },
    {
      name: "waits for a systemic item of low priority, too",
      given: { ...frozen, items: [systemic(412, { priority: "P3" })] },
      verdict: "block G2",
    },
    {
      name: "does not end by closing without proof under `preset: strict`",
      given: { ...frozen, items: [systemic(412, { state: "done-unproven" })], policy: { preset: "strict" } },
      verdict: "block G2",
    },
    {
      name: "ends one budget window after the mitigation at the latest",
      given: { ...frozen, now: at("2026-12-13T10:37") },
      verdict: "pass G0",
    },
    { name: "and not one second earlier", given: { ...frozen, now: at("2026-12-13T10:37") - 1 }, verdict: "block G2" },
    {
      name: "does not stand while the incident lasts: its fix must get through",
      given: { incidents: [incident(398, null, { moments: { started: said("2026-11-22T11:20") } })] },
      verdict: "warn G8",
    },
    {
      name: "stands by the smallest fraction above the threshold",
      given: {
        incidents: [incident(398, 21)],
        policy: { incident_freeze_above: "52.0833333333333333333333333333333333333" },
      },
      verdict: "block G2",
    },
    {
      name: "does not stand at exactly the threshold",
      given: {
        incidents: [incident(398, 63)],
        config: {
          components: { checkout: { paths: ["services/checkout/**"], slo: { target: "99.5", window: "28d" } } },
        },
        policy: { incident_freeze_above: "31.25" },
      },
      verdict: "pass G0",
    },
    {
      name: "of an incident that names no component stands where there is only one",
      given: {
        incidents: [{ ...large, components: [] }],
        config: {
          components: { checkout: { paths: ["services/checkout/**"], slo: { target: "99.9", window: "28d" } } },
        },
      },
      verdict: "block G2",
    },
    {
      name: "and nowhere where there are several",
      given: { incidents: [{ ...large, components: [] }] },
      verdict: "pass G0",
    },
    {
      name: "does not stand for an unconfirmed incident",
      given: { incidents: [{ ...large, confirmed: false }] },
      verdict: "pass G0",
    },
    {
      name: "lets the fix of its item pass",
      given: { ...frozen, items: [systemic(412)], fixes: [412] },
      verdict: "pass G1-remediation-fix",
    },
    {
      name: "still blocks version bumps",
      given: {
        ...frozen,
        paths: ["services/checkout/package.json"],
        pull: { author: { login: "dependabot[bot]", type: "Bot" } },
        policy: { bots: "warn" },
      },
      verdict: "block G2",
    },
  ]);
});
