/** What one incident did to the budget, and which incidents froze a component by themselves. */
import { describe, expect, it } from "vitest";
import { budgetBeforeAndAfter } from "#src/budget/before-and-after.ts";
import { incidentFreezes } from "#src/budget/incident-freeze.ts";
import { formatInstant } from "#src/calendar/instant.ts";
import { UTC } from "#src/calendar/zone.ts";
import type { Incident } from "#src/incident/incident.ts";
import { at, impact, incident } from "./incidents.ts";

const outage = (from: string, to: string, change: object = {}) =>
  incident({ moments: { started: from, mitigated: to }, ...change });

function question(incidents: readonly Incident[], change: object = {}) {
  const slo = { target: "99.9", window: "30d", combine: "max" } as const;
  return { component: "checkout", slo, zone: UTC, now: at("22 00:00"), incidents, ...change };
}

describe("budget before and after", () => {
  const incidents = [
    outage("10 08:00", "10 08:12", { number: 1 }),
    outage("12 08:00", "12 08:20", { number: 2 }),
    outage("15 08:00", "15 08:30", { number: 3 }),
  ];

  it("is as of the end of the impact: what came later does not matter", () => {
    expect(budgetBeforeAndAfter(question(incidents), incidents[1]!.issue)).toEqual({
      asOf: at("12 08:20"),
      budgetMinutes: 43.2,
      before: { minutes: 31.2, percent: 72.222222222 },
      after: { minutes: 11.2, percent: 25.925925926 },
    });
  });

  it("takes overlap with another incident into account: before includes what the other used anyway", () => {
    const overlapping = [incidents[0]!, outage("10 08:06", "10 08:18", { number: 2 })];
    expect(budgetBeforeAndAfter(question(overlapping), overlapping[1]!.issue)).toMatchObject({
      before: { minutes: 31.2 },
      after: { minutes: 25.2 },
    });
  });

  it("is as of now while the incident lasts", () => {
    const lasting = incident({ number: 9, moments: { started: "21 23:50" } });
    expect(budgetBeforeAndAfter(question([lasting]), lasting.issue)).toMatchObject({
      asOf: at("22 00:00"),
      before: { percent: 100 },
      after: { minutes: 33.2 },
    });
  });

  it("of an incident in several stretches is as of the end of the last", () => {
    const impacts = [
      impact("checkout", "1", ["10 08:00", "10 08:05"]),
      impact("checkout", "1", ["11 08:00", "11 08:05"]),
    ];
    const several = outage("10 08:00", "11 09:00", { impacts });
    expect(budgetBeforeAndAfter(question([several]), several.issue)).toMatchObject({
      asOf: at("11 08:05"),
      after: { minutes: 33.2 },
    });
  });

  it("has no percentage where a 100% target was missed", () => {
    const change = { slo: { target: "100", window: "30d", combine: "max" } };
    expect(budgetBeforeAndAfter(question([incidents[0]!], change), incidents[0]!.issue)).toMatchObject({
      before: { minutes: 0, percent: 100 },
      after: { minutes: -12, percent: null },
    });
  });

  it("cannot be told without an objective, or of an incident that uses no budget", () => {
    expect(budgetBeforeAndAfter(question(incidents, { slo: undefined }), incidents[0]!.issue)).toBeNull();
    const external = outage("10 08:00", "10 08:12", { external: true });
    expect(budgetBeforeAndAfter(question([external]), external.issue)).toBeNull();
    expect(budgetBeforeAndAfter(question(incidents), { owner: "acme", repo: "shop", number: 99 })).toBeNull();
  });
});

describe("incident freeze", () => {
  const freezes = (incidents: readonly Incident[], change: object = {}) =>
    incidentFreezes(question(incidents, change), "50").map(({ incident: { issue }, sharePercent, from, until }) => [
      issue.number,
      sharePercent,
      formatInstant(from),
      formatInstant(until),
    ]);

  it("stands from mitigation for one window when one incident took more than the threshold", () => {
    expect(freezes([outage("10 08:00", "10 08:40", { number: 398 })])).toEqual([
      [398, 92.592592593, "2026-11-10T08:40:00Z", "2026-12-10T08:40:00Z"],
    ]);
  });

  it("does not stand at exactly the threshold: 21.6 of 43.2 minutes", () => {
    expect(freezes([outage("10 08:00:00", "10 08:21:36")])).toEqual([]);
    expect(freezes([outage("10 08:00:00", "10 08:21:37")])).toHaveLength(1);
  });

  it("does not stand while the incident lasts: its fix must get through", () => {
    expect(freezes([incident({ moments: { started: "21 20:00" } })])).toEqual([]);
    expect(freezes([outage("21 20:00", "22 04:00")])).toEqual([]);
  });

  it("is over after one window, to the second", () => {
    const one = [outage("10 08:00", "10 08:40")];
    expect(freezes(one, { now: at("10 08:40") + 30 * 86_400 - 1 })).toHaveLength(1);
    expect(freezes(one, { now: at("10 08:40") + 30 * 86_400 })).toEqual([]);
  });

  it("lasts one window also in calendar months, by the length and the budget of the month of the mitigation", () => {
    const slo = { target: "99.9", window: "calendar-month", combine: "max" };
    const one = [outage("29 08:00", "29 08:40", { number: 7 })];
    expect(freezes(one, { slo, now: at("30 00:00") + 5 * 86_400 })).toEqual([
      [7, 92.592592593, "2026-11-29T08:40:00Z", "2026-12-29T08:40:00Z"],
    ]);
  });

  it("counts partial impact, lists the largest first, and any use of a 100% target before all", () => {
    const half = outage("10 08:00", "10 09:00", {
      number: 2,
      impacts: [impact("checkout", "0.5", ["10 08:00", "10 09:00"])],
    });
    const full = outage("11 08:00", "11 08:40", { number: 3 });
    expect(freezes([half, full]).map(([number, share]) => [number, share])).toEqual([
      [3, 92.592592593],
      [2, 69.444444444],
    ]);
    expect(freezes([half], { slo: { target: "100", window: "30d", combine: "max" } })[0]?.[1]).toBeNull();
  });

  it("stands from the very second of the mitigation", () => {
    const one = [outage("10 08:00", "10 08:40")];
    expect(freezes(one, { now: at("10 08:40") })).toHaveLength(1);
    expect(freezes(one, { now: at("10 08:40") - 1 })).toEqual([]);
  });

  it("stands from the end of the last of several stretches of impact", () => {
    const impacts = [
      impact("checkout", "1", ["10 08:00", "10 08:20"]),
      impact("checkout", "1", ["11 08:00", "11 08:20"]),
    ];
    expect(freezes([outage("10 08:00", "11 09:00", { impacts })])).toEqual([
      [1, 92.592592593, "2026-11-11T08:20:00Z", "2026-12-11T08:20:00Z"],
    ]);
  });

  it("does not stand while one of several stretches lasts", () => {
    const impacts = [impact("checkout", "1", ["10 08:00", "10 08:40"]), impact("checkout", "0.1", ["11 08:00"])];
    expect(freezes([incident({ moments: { started: "10 08:00" }, impacts })])).toEqual([]);
  });

  it("is not asked of an incident without impact", () => {
    const impacts = [
      impact("checkout", "0", ["10 08:00", "10 08:20"]),
      impact("checkout", "0", ["11 08:00", "11 08:20"]),
    ];
    expect(freezes([outage("10 08:00", "11 09:00", { impacts })])).toEqual([]);
  });

  it("takes each calendar month by its own length, and the first second of a month by that month's", () => {
    const slo = { target: "99.9", window: "calendar-month", combine: "max" };
    const october = {
      ...incident({ number: 1 }),
      createdAt: at("01 00:00") - 86_400,
      closedAt: at("01 00:00") - 86_400 + 3600,
    };
    const edge = { ...incident({ number: 2 }), createdAt: at("01 00:00") - 3600, closedAt: at("01 00:00") };
    const november = outage("02 00:00", "02 01:00", { number: 3 });
    const later = { ...incident({ number: 4 }), createdAt: at("30 23:00"), closedAt: at("30 23:00") + 3600 };
    expect(freezes([october, edge, november, later], { slo, now: at("22 00:00") })).toEqual([
      [2, 138.888888889, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z"],
      [3, 138.888888889, "2026-11-02T01:00:00Z", "2026-12-02T01:00:00Z"],
      [1, 134.408602151, "2026-10-31T01:00:00Z", "2026-12-01T01:00:00Z"],
    ]);
    expect(freezes([edge, november, later], { slo, now: at("30 23:00") + 3600 })).toEqual([
      [3, 138.888888889, "2026-11-02T01:00:00Z", "2026-12-02T01:00:00Z"],
      [4, 134.408602151, "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"],
    ]);
  });

  it("of a 100% target lists those whose share cannot be given, oldest first", () => {
    const slo = { target: "100", window: "30d", combine: "max" };
    const two = [outage("12 08:00", "12 08:10", { number: 2 }), outage("11 08:00", "11 08:10", { number: 1 })];
    expect(freezes(two, { slo }).map(([number]) => number)).toEqual([1, 2]);
  });

  it("needs an objective and a threshold that can be read", () => {
    const one = [outage("10 08:00", "10 08:40")];
    expect(freezes(one, { slo: undefined })).toEqual([]);
    expect(incidentFreezes(question(one), "half")).toEqual([]);
    expect(freezes([{ ...one[0]!, confirmed: false }])).toEqual([]);
  });
});
