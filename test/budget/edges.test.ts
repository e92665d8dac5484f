/** Edges of the error budget that only mutations pointed at: histories as files, grouped incidents, windows with a zone of their own, freezes of calendar periods. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { componentBudget } from "#src/budget/component-budget.ts";
import { groupIncidents } from "#src/budget/group-incidents.ts";
import { incidentBurns, mayLastBeyond } from "#src/budget/incident-burns.ts";
import { incidentFreezes } from "#src/budget/incident-freeze.ts";
import { suggestFor } from "#src/budget/suggest-case.ts";
import { parseWindow } from "#src/budget/window.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { Incident } from "#src/incident/incident.ts";
import { at, impact, incident } from "./incidents.ts";

const NOW = parseInstant("2026-11-22T05:30:00Z")!;
const BERLIN = openZone("Europe/Berlin")!;

describe("a history as a file", () => {
  const outage = { id: "a", start: "2026-11-10T10:00:00Z", end: "2026-11-10T10:20:00Z", impact: 1 };

  it("is a list of incidents, or an object with more", () => {
    const [said] = suggestFor([outage], NOW) as readonly object[];
    expect(said).toEqual({
      component: null,
      history: [
        expect.objectContaining({ days: 28, incidents: 1, downtimeMinutes: 20, longestMinutes: 20, met: "99.95" }),
        expect.objectContaining({ days: 90, since: "2026-08-24T05:30:00Z", downtimeMinutes: 20 }),
      ],
      worst28Days: { start: expect.any(String), end: expect.any(String), downtimeMinutes: 20 },
      objective: "99.9",
      permitsMinutes: 40.32,
      because:
        "The worst 28 days had 20.0 min of downtime. 99.9% permits 40.3 min, so at least 20% of the budget was always left.",
    });
    expect(suggestFor({ incidents: [outage], now: "2026-11-22T05:30:00Z" }, 0)).toEqual([said]);
  });

  it("leaves as much of the budget as is asked for", () => {
    expect(suggestFor({ incidents: [outage], leavePercent: 60 }, NOW)).toMatchObject([
      { objective: "99.5", because: expect.stringContaining("at least 60% of the budget") },
    ]);
  });

  it("without downtime permits any objective", () => {
    expect(suggestFor([], NOW)).toMatchObject([
      { objective: null, permitsMinutes: null, because: expect.stringContaining("No downtime on record") },
    ]);
  });

  it("that was never good enough says so", () => {
    const long = { ...outage, end: "2026-11-20T10:20:00Z" };
    expect(suggestFor([long], NOW)).toMatchObject([
      {
        objective: null,
        because: expect.stringMatching(/^The worst 28 days had 14420\.0 min of downtime: not even 90%/),
      },
    ]);
  });

  it("is judged component by component, by name", () => {
    const named = { ...outage, impact: { search: 1, checkout: 0.5 } };
    expect(suggestFor([named], NOW)).toMatchObject([
      { component: "checkout", worst28Days: { downtimeMinutes: 10 } },
      { component: "search", worst28Days: { downtimeMinutes: 20 } },
    ]);
  });

  it.each([
    ["no list", { incidents: 7 }, "incidents must be a list"],
    ["nothing", null, ""],
    ["an incident without a start", [{ id: "a" }], "start"],
    ["a time without an offset", [{ ...outage, start: "2026-11-10 10:00" }], "write 2026-11-10T10:00Z or +01:00"],
  ])("that is %s gives an error", (_, data, said) => {
    expect(suggestFor(data, NOW)).toEqual({ error: expect.stringContaining(said) });
  });
});

describe("grouped incidents", () => {
  const both = incident({ number: 1, components: ["checkout", "search"], moments: { started: "10 08:00" } });
  const stated = incident({
    number: 2,
    components: ["checkout"],
    impacts: [impact("search", "0.5", ["10 08:00", "10 09:00"]), impact("checkout", "1", ["10 08:00", "10 09:00"])],
  });
  const nowhere = incident({ number: 3, components: [] });
  const all = [both, stated, nowhere];
  const numbers = (list: readonly Incident[]) => list.map(({ issue }) => issue.number);

  it("belong to every component that they name or state an impact on, once", () => {
    const of = groupIncidents(all);
    expect(numbers(of({ component: "checkout" }))).toEqual([1, 2]);
    expect(numbers(of({ component: "search" }))).toEqual([1, 2]);
    expect(numbers(of({ component: "billing" }))).toEqual([]);
  });

  it("are all of them for the only component", () => {
    expect(numbers(groupIncidents(all)({ component: "checkout", soleComponent: true }))).toEqual([1, 2, 3]);
  });

  it.each(["checkout", "search", "billing"])("burn as the whole history does: %s", (component) => {
    const name = { component };
    expect(incidentBurns(groupIncidents(all)(name), name)).toEqual(incidentBurns(all, name));
  });
});

describe("a window", () => {
  it.each([
    ["calendar-month", "Europe/Berlin"],
    ["calendar-month@Europe/Berlin", "Europe/Berlin"],
    ["calendar-month@America/New_York", "America/New_York"],
  ])("%s lies in %s", (text, zone) => {
    expect(parseWindow(text, BERLIN)).toMatchObject({ type: "calendar", unit: "month", zone: { name: zone } });
  });

  it("uses the zone that is open already", () => {
    const read = parseWindow("calendar-day@Europe/Berlin", BERLIN);
    expect(read).toMatchObject({ zone: BERLIN });
    expect(read?.type === "calendar" && read.zone).toBe(BERLIN);
  });

  it.each(["calendar-month@Nowhere/Town", "28d@UTC", "0d", "calendar-", "x"])("%s is none", (text) => {
    expect(parseWindow(text, UTC)).toBeNull();
  });
});

describe("freezes of calendar periods", () => {
  const asked = {
    component: "checkout",
    slo: { target: "99.9", window: "calendar-day", combine: "max" as const },
    zone: UTC,
  };
  const outage = (number: number, day: string, minutes: number) =>
    incident({
      number,
      moments: { started: `${day} 08:00`, mitigated: `${day} 08:${String(minutes).padStart(2, "0")}` },
    });

  it("are taken of the period of their own mitigation, each of its own", () => {
    const incidents = [outage(1, "09", 10), outage(2, "10", 5), outage(3, "10", 30)];
    const freezesAt = (text: string) =>
      incidentFreezes({ ...asked, now: at(text), incidents }, "50").map(({ incident: one, from, until }) => [
        one.issue.number,
        from,
        until,
      ]);
    expect(freezesAt("10 08:40")).toEqual([
      [3, at("10 08:30"), at("11 08:30")],
      [2, at("10 08:05"), at("11 08:05")],
    ]);
    expect(freezesAt("10 08:05").map(([number]) => number)).toEqual([1, 2]);
    expect(freezesAt("10 08:04").map(([number]) => number)).toEqual([1]);
    expect(freezesAt("11 08:30")).toEqual([]);
  });

  it("of months of different lengths last as long as theirs", () => {
    const monthly = { ...asked, slo: { ...asked.slo, window: "calendar-month" } };
    const long = incident({ number: 4, moments: { started: "10 08:00", mitigated: "10 09:00" } });
    const [freeze] = incidentFreezes({ ...monthly, now: at("12 00:00"), incidents: [long] }, "50");
    expect(freeze!.until - freeze!.from).toBe(30 * 86_400);
  });

  it("of a window longer than any calendar period last as long as it does", () => {
    const long = { ...asked, slo: { ...asked.slo, window: "800d" } };
    const moments = { started: "10 08:00", mitigated: "11 08:00" };
    const days = (count: number) =>
      incidentFreezes({ ...long, now: at("11 08:00") + count * 86_400, incidents: [incident({ moments })] }, "50");
    expect(days(799)).toHaveLength(1);
    expect(days(800)).toHaveLength(0);
  });

  it("do not stand while one stretch lasts, nor for an incident without any", () => {
    const lasting = incident({
      number: 5,
      impacts: [impact("checkout", "1", ["10 08:00", "10 09:00"]), impact("checkout", "1", ["10 09:30"])],
    });
    const nothing = incident({ number: 6, impacts: [impact("checkout", "0", ["10 08:00", "10 09:00"])] });
    expect(incidentFreezes({ ...asked, now: at("10 10:00"), incidents: [lasting, nothing] }, "1")).toEqual([]);
  });
});

it("a change is found beyond many days on which something is planned that changes nothing", () => {
  const planned = (number: number, seconds: number) => {
    const start = at("10 08:00") + number * 86_400;
    const said = (moment: number) => ({ at: moment, by: "ana", source: "" });
    return {
      ...incident({ number }),
      createdAt: start,
      moments: { started: said(start), mitigated: said(start + seconds) },
    };
  };
  const incidents = [...Array.from({ length: 20 }, (_, index) => planned(index, 1)), planned(20, 80)];
  const { status, nextChangeAt } = componentBudget({
    component: "checkout",
    slo: { target: "99.9", window: "calendar-day", combine: "max" },
    zone: UTC,
    now: at("09 00:00"),
    incidents,
    permitAbove: "20",
  });
  expect(status).toBe("healthy");
  // A day's budget is 86.4 s; after 70 s less than a fifth of it is left.
  expect(nextChangeAt).toBe(at("30 08:00") + 70);
});

describe("the incidents of a status", () => {
  const question = {
    component: "checkout",
    slo: { target: "99", window: "28d", combine: "max" as const },
    zone: UTC,
    permitAbove: "20",
  };
  const listed = (now: string, one: Incident) =>
    componentBudget({ ...question, now: at(now), incidents: [one] }).incidents.map(({ ongoing, minutes }) => [
      ongoing,
      minutes,
    ]);
  const twice = incident({
    impacts: [impact("checkout", "1", ["10 08:00", "10 09:00"]), impact("checkout", "0.5", ["10 10:00", "10 11:00"])],
  });

  it.each([
    ["10 08:00", []],
    ["10 08:30", [[true, 30]]],
    ["10 09:30", [[false, 60]]],
    ["10 10:00", [[false, 60]]],
    ["10 10:30", [[true, 75]]],
    ["10 11:00", [[false, 90]]],
  ])("at %s tell what has begun, and whether it lasts", (now, wanted) => {
    expect(listed(now, twice)).toEqual(wanted);
  });
});

describe("what certainly ended before a moment", () => {
  const hour = fc.integer({ min: 0, max: 12 }).map((hours) => at("10 00:00") + hours * 3600);
  const maybe = fc.option(hour, { nil: null });
  const said = (moment: number) => ({ at: moment, by: "ana", source: "" });
  const incidents = fc
    .record({
      createdAt: hour,
      closedAt: maybe,
      started: maybe,
      mitigated: maybe,
      impacts: fc.array(fc.record({ from: hour, to: maybe }), { maxLength: 2 }),
    })
    .map(({ started, mitigated, impacts, ...times }): Incident => ({
      ...incident(),
      ...times,
      moments: {
        ...(started === null ? {} : { started: said(started) }),
        ...(mitigated === null ? {} : { mitigated: said(mitigated) }),
      },
      impacts: impacts.map((stretch) => ({ component: "checkout", share: "1", by: "ana", ...stretch })),
    }));

  it("uses nothing after it, however the times contradict each other", () => {
    fc.assert(
      fc.property(incidents, hour, (one, moment) => {
        const burns = incidentBurns([one], { component: "checkout" });
        const lasts = burns.some(({ stretches }) => stretches.some(({ to }) => to === null || to > moment));
        return !lasts || mayLastBeyond(one, moment);
      }),
      { numRuns: 2000 },
    );
  });

  it("is told of most of a long history", () => {
    const old = incident({ moments: { started: "09 08:00", mitigated: "09 09:00" } });
    expect(mayLastBeyond(old, at("09 09:00"))).toBe(false);
    expect(mayLastBeyond(old, at("09 08:59"))).toBe(true);
  });
});
