/** How a component's budget stands, from its incidents as people state them. */
import { describe, expect, it } from "vitest";
import { componentBudget, type ComponentBudgetQuestion } from "#src/budget/component-budget.ts";
import { formatInstant } from "#src/calendar/instant.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { Incident } from "#src/incident/incident.ts";
import { at, impact, incident } from "./incidents.ts";

const slo = { target: "99.9", window: "30d", combine: "max" } as const;

function budget(incidents: readonly Incident[], change: Partial<ComponentBudgetQuestion> = {}) {
  const now = at("22 00:00");
  return componentBudget({ component: "checkout", slo, zone: UTC, now, incidents, permitAbove: "20", ...change });
}

const outage = (from: string, to: string, change: object = {}) =>
  incident({ moments: { started: from, mitigated: to }, ...change });
const when = (instant: number | null) => (instant === null ? null : formatInstant(instant));

describe("the status", () => {
  it.each([
    ["without incidents the budget is healthy", [], "healthy"],
    [
      "more than permit_above remains: healthy",
      [outage("10 08:00:00", "10 08:34:33"), outage("11 08:00", "11 08:00:00")],
      "healthy",
    ],
    ["36 of 43.2 minutes leave 16.7%: low", [outage("10 08:00", "10 08:36")], "low"],
    ["exactly spent is at the objective: low, not exhausted", [outage("10 08:00:00", "10 08:43:12")], "low"],
    ["one second more is exhausted", [outage("10 08:00:00", "10 08:43:13")], "exhausted"],
  ])("%s", (_, incidents, status) => {
    expect(budget(incidents).status).toBe(status);
  });

  it("decides on exact numbers: 20% of 2,592 s is 518.4 s, so 2,073 s is healthy and 2,074 s is low", () => {
    expect(budget([outage("10 08:00:00", "10 08:34:33")]).status).toBe("healthy");
    expect(budget([outage("10 08:00:00", "10 08:34:34")]).status).toBe("low");
  });

  it("where more is asked for than there can be, nothing ever permits", () => {
    expect(budget([outage("10 08:00", "10 08:30")], { permitAbove: "101" })).toMatchObject({
      status: "low",
      permitsAt: null,
      nextChangeAt: null,
    });
  });

  it("an incident of which one impact ended before the window and another within it counts by the latter", () => {
    const impacts = [
      impact("checkout", "1", ["01 08:00", "01 09:00"]),
      impact("checkout", "1", ["10 08:00", "10 08:30"]),
    ];
    const days = { slo: { ...slo, window: "14d" } };
    const both = budget([outage("01 08:00", "10 08:30", { impacts })], days);
    expect(both).toMatchObject({ consumedMinutes: 30, incidents: [{ minutes: 30, totalMinutes: 90 }] });
  });

  it("an incident whose impact ended before the window is not listed, however late it was mitigated", () => {
    const days = { slo: { ...slo, window: "14d" } };
    const ended = (to: string) => {
      const impacts = [impact("checkout", "1", ["01 08:00", to])];
      return budget([outage("01 08:00", "10 08:30", { impacts })], days).incidents.length;
    };
    expect(ended("01 09:00")).toBe(0);
    expect(ended("08 00:00")).toBe(0);
    expect(ended("08 00:01")).toBe(1);
  });

  it("an incident whose impact went on into the window counts, however early it was mitigated", () => {
    const impacts = [impact("checkout", "1", ["01 08:00", "08 00:10"])];
    const days = { slo: { ...slo, window: "14d" } };
    expect(budget([outage("01 08:00", "01 09:00", { impacts })], days).consumedMinutes).toBe(10);
  });

  it("a target of 0% permits to be away for the whole window", () => {
    expect(budget([outage("10 08:00", "11 08:00")], { slo: { ...slo, target: "0" } })).toMatchObject({
      status: "healthy",
      budgetMinutes: 43_200,
    });
  });

  it("without a usable objective there are no incidents and no problems to show", () => {
    const lasting = [outage("10 08:00", "09 08:00")];
    expect(budget(lasting, { slo: { ...slo, target: "many" } })).toMatchObject({
      status: "unknown",
      incidents: [],
      problems: [],
    });
  });

  it("at exactly permit_above it is healthy", () => {
    const exact = incident({ impacts: [impact("checkout", "0.48", ["10 08:00", "10 08:30"])] });
    expect(budget([exact], { permitAbove: "66.666666666666666666" }).status).toBe("healthy");
    expect(budget([exact], { permitAbove: "66.666666666666666667" }).status).toBe("low");
    expect(budget([outage("10 08:00:00", "10 08:21:36")], { permitAbove: "50" }).status).toBe("healthy");
    expect(budget([outage("10 08:00:00", "10 08:21:37")], { permitAbove: "50" }).status).toBe("low");
  });

  it("a permit_above that cannot be read admits only an untouched budget", () => {
    expect(budget([], { permitAbove: "some" }).status).toBe("healthy");
    expect(budget([outage("10 08:00:00", "10 08:00:01")], { permitAbove: "some" }).status).toBe("low");
  });

  it("any use of a 100% target is exhausted, none is healthy", () => {
    const promised = { ...slo, target: "100" };
    expect(budget([], { slo: promised })).toMatchObject({
      status: "healthy",
      remainingPercent: 100,
      nextChangeAt: null,
    });
    const missed = budget([outage("10 08:00:00", "10 08:00:01")], { slo: promised });
    expect(missed).toMatchObject({ status: "exhausted", remainingPercent: null, burnRate: null });
    expect(missed.incidents[0]?.sharePercent).toBeNull();
    expect(when(missed.thawAt)).toBe("2026-12-10T08:00:01Z");
  });

  it("nothing promised is none, and never unknown", () => {
    expect(budget([], { slo: undefined })).toMatchObject({
      status: "none",
      reason: null,
      target: null,
      nextChangeAt: null,
    });
    expect(budget([], { slo: { window: "28d", combine: "max" } }).status).toBe("none");
  });

  it.each([
    [{ ...slo, target: "ninety" }, "the target ninety is not a percentage between 0 and 100"],
    [{ ...slo, target: "101" }, "the target 101 is not a percentage between 0 and 100"],
    [{ ...slo, target: "-1" }, "the target -1 is not a percentage between 0 and 100"],
    [{ ...slo, window: "a month" }, "the window a month is neither like 28d nor like calendar-month"],
    [{ ...slo, window: "0d" }, "the window 0d is neither like 28d nor like calendar-month"],
    [
      { window: "28d", combine: "max", prometheus: "sloth" },
      "the objective comes from Prometheus, which has given nothing usable",
    ],
    [
      { window: "28d", combine: "max", openslo: "slo.yaml" },
      "the objective comes from slo.yaml, which has given nothing usable",
    ],
  ] as const)("%j is unknown, never healthy", (promised, reason) => {
    expect(budget([], { slo: promised })).toMatchObject({ status: "unknown", reason, budgetMinutes: null });
  });
});

describe("which incidents use the budget", () => {
  const minutes = (one: Incident, change: Partial<ComponentBudgetQuestion> = {}) =>
    budget([one], change).consumedMinutes;

  it("only confirmed ones whose cause is not external", () => {
    expect(minutes(outage("10 08:00", "10 08:30"))).toBe(30);
    expect(minutes(outage("10 08:00", "10 08:30", { confirmed: false }))).toBe(0);
    expect(minutes(outage("10 08:00", "10 08:30", { external: true }))).toBe(0);
  });

  it("only those of the component, by label or by stated impact", () => {
    expect(minutes(outage("10 08:00", "10 08:30", { components: ["search"] }))).toBe(0);
    const byImpact = { components: ["search"], impacts: [impact("checkout", "0.5", ["10 08:00", "10 08:30"])] };
    expect(minutes(outage("10 08:00", "10 08:30", byImpact))).toBe(15);
  });

  it("one that names no component, where there is only one", () => {
    const unnamed = outage("10 08:00", "10 08:30", { components: [] });
    expect(minutes(unnamed)).toBe(0);
    expect(minutes(unnamed, { soleComponent: true })).toBe(30);
    const elsewhere = { ...unnamed, impacts: [impact("search", "1", ["10 08:00", "10 08:30"])] };
    expect(minutes(elsewhere, { soleComponent: true })).toBe(0);
  });

  it("impact stated for another component only leaves this one at 100%", () => {
    const both = { components: ["checkout", "search"], impacts: [impact("search", "0.1", ["10 08:00", "10 08:10"])] };
    expect(minutes(outage("10 08:00", "10 08:30", both))).toBe(30);
  });

  it("impact without an end lasts until mitigation, and goes on without one", () => {
    const impacts = [impact("checkout", "0.5", ["10 08:10"])];
    expect(minutes(outage("10 08:00", "10 08:30", { impacts }))).toBe(10);
    expect(
      minutes(incident({ moments: { started: "21 23:00" }, impacts: [impact("checkout", "0.5", ["21 23:30"])] })),
    ).toBe(15);
  });

  it("within one incident the larger of two statements counts, also where incidents add up", () => {
    const impacts = [
      impact("checkout", "0.5", ["10 08:00", "10 09:00"]),
      impact("checkout", "0.8", ["10 08:30", "10 08:40"]),
    ];
    const summed = budget([outage("10 08:00", "10 09:00", { impacts })], { slo: { ...slo, combine: "sum" } });
    expect(summed.consumedMinutes).toBe(33);
    expect(summed.incidents[0]).toMatchObject({ minutes: 33, totalMinutes: 33 });
  });

  it("overlapping incidents count once, or add up to the whole at most", () => {
    const two = [outage("10 08:00", "10 08:20"), outage("10 08:10", "10 08:30", { number: 2 })];
    expect(budget(two).consumedMinutes).toBe(30);
    expect(budget(two, { slo: { ...slo, combine: "sum" } }).consumedMinutes).toBe(30);
  });
});

describe("what is assumed, and what does not fit together", () => {
  it("start and end are taken from the issue when nobody stated them, and this is marked", () => {
    const unstated = incident({ createdAt: at("10 08:00"), closedAt: at("10 08:30") });
    expect(budget([unstated])).toMatchObject({ consumedMinutes: 30, incidents: [{ assumed: true, ongoing: false }] });
    expect(budget([outage("10 08:00", "10 08:30")]).incidents[0]?.assumed).toBe(false);
    const lasting = incident({
      moments: { started: "21 23:50" },
      impacts: [impact("checkout", "1", ["21 23:50", "21 23:55"])],
    });
    expect(budget([lasting]).incidents[0]?.assumed).toBe(false);
  });

  it("an end before the start is never read as no impact: the issue's own times stand in for it", () => {
    const wrongStart = incident({
      createdAt: at("10 08:05"),
      closedAt: at("11 08:00"),
      moments: { started: "20 08:00", mitigated: "10 08:30" },
    });
    const status = budget([{ ...wrongStart, createdAt: at("10 08:05"), closedAt: at("11 08:00") }]);
    expect(status.consumedMinutes).toBe(25);
    expect(status.incidents[0]?.assumed).toBe(true);
    expect(status.problems).toEqual([
      {
        issue: wrongStart.issue,
        problem:
          "mitigated 2026-11-10T08:30:00Z is before started 2026-11-20T08:00:00Z: counted from when the issue was opened",
      },
    ]);
  });

  it("a mitigation before everything else gives way to the closing of the issue", () => {
    const moments = { started: "10 08:00", mitigated: "01 08:00" };
    const closed = { ...incident({ moments }), createdAt: at("10 08:05"), closedAt: at("10 08:30") };
    const status = budget([closed]);
    expect(status.consumedMinutes).toBe(30);
    expect(status.problems[0]?.problem).toContain("counted until the issue was closed");
    expect(budget([{ ...closed, closedAt: null }]).incidents[0]?.ongoing).toBe(true);
  });

  it("an impact that cannot be read counts as the whole, and says so", () => {
    const impacts = [impact("checkout", "1.5", ["10 08:00", "10 08:10"])];
    const status = budget([outage("10 08:00", "10 08:30", { impacts })]);
    expect(status.consumedMinutes).toBe(10);
    expect(status.problems[0]?.problem).toBe("the impact 1.5 is not between 0 and 1: counted as 1");
  });

  it("an impact that begins after the mitigation counts nothing, and says so", () => {
    const impacts = [impact("checkout", "1", ["10 09:00"])];
    const status = budget([outage("10 08:00", "10 08:30", { impacts })]);
    expect(status.consumedMinutes).toBe(0);
    expect(status.problems[0]?.problem).toContain("ends before it begins");
  });
});

describe("the incidents in the window", () => {
  it("are listed with the minutes that count, the whole, and the share; most minutes first", () => {
    const status = budget([
      outage("10 08:00", "10 08:10", { number: 1 }),
      {
        ...outage("10 08:00", "10 08:30", { number: 2 }),
        moments: {},
        createdAt: at("01 00:00") - 9 * 86_400 - 900,
        closedAt: at("01 00:00") - 9 * 86_400 + 900,
      },
      outage("11 08:00", "11 08:25", { number: 3 }),
    ]);
    expect(status.incidents.map(({ issue, minutes, totalMinutes }) => [issue.number, minutes, totalMinutes])).toEqual([
      [3, 25, 25],
      [2, 15, 30],
      [1, 10, 10],
    ]);
    expect(status.incidents[1]?.sharePercent).toBe(69.444444444);
  });

  it("of equal minutes stand in the order of their numbers", () => {
    const equal = [3, 1, 2].map((number) => outage(`1${number} 08:00`, `1${number} 08:05`, { number }));
    expect(budget(equal).incidents.map(({ issue }) => issue.number)).toEqual([1, 2, 3]);
  });

  it("begin with what has begun: not at its first second yet, and no longer ongoing at its last", () => {
    const now = at("22 00:00");
    const starting = { ...incident({ number: 1 }), createdAt: now };
    const ending = { ...incident({ number: 2 }), createdAt: now - 60, closedAt: now };
    const status = budget([starting, ending]);
    expect(status.incidents.map(({ issue, ongoing }) => [issue.number, ongoing])).toEqual([[2, false]]);
  });

  it("leave out those that ended before it and those that are yet to begin", () => {
    const before = { ...incident(), createdAt: at("01 00:00") - 30 * 86_400, closedAt: at("01 00:00") - 29 * 86_400 };
    const planned = outage("25 08:00", "25 09:00", { number: 2 });
    expect(budget([before, planned]).incidents).toEqual([]);
  });
});

describe("what comes next", () => {
  it("exhausted: when it thaws, when it is healthy again, and that the thaw is the next change", () => {
    const status = budget([outage("10 08:00", "10 09:00")]);
    expect(when(status.thawAt)).toBe("2026-12-10T08:16:48Z");
    expect(when(status.permitsAt)).toBe("2026-12-10T08:25:27Z");
    expect(status.nextChangeAt).toBe(status.thawAt);
    expect(status.projectedExhaustion).toBeNull();
  });

  it("no exhaustion is projected from an outage that is over, nor for a budget that is exhausted already", () => {
    expect(budget([outage("21 23:30", "21 23:50")]).projectedExhaustion).toBeNull();
    expect(budget([incident({ moments: { started: "21 22:00" } })]).projectedExhaustion).toBeNull();
  });

  it("low: the next change is to healthy", () => {
    const status = budget([outage("10 08:00", "10 08:36")]);
    expect([status.thawAt, when(status.permitsAt), when(status.nextChangeAt)]).toEqual([
      null,
      "2026-12-10T08:01:27Z",
      "2026-12-10T08:01:27Z",
    ]);
  });

  it("healthy with nothing going on never changes by itself", () => {
    expect(budget([outage("10 08:00", "10 08:10")]).nextChangeAt).toBeNull();
  });

  it("an ongoing outage is low after 2,073.6 s and exhausted after 2,592 s", () => {
    const ongoing = incident({ moments: { started: "21 23:50" } });
    const healthy = budget([ongoing]);
    expect([healthy.status, when(healthy.nextChangeAt)]).toEqual(["healthy", "2026-11-22T00:24:34Z"]);
    const low = budget([ongoing], { now: at("22 00:30") });
    expect([low.status, when(low.nextChangeAt)]).toEqual(["low", "2026-11-22T00:33:13Z"]);
    expect(when(low.projectedExhaustion)).toBe("2026-11-22T00:34:48Z");
  });

  it("an outage that lasts keeps the budget exhausted: thawAt says when it would be, the next change is never", () => {
    const status = budget([incident({ moments: { started: "21 22:00" } })]);
    expect([status.status, status.nextChangeAt]).toEqual(["exhausted", null]);
    expect(status.thawAt).not.toBeNull();
  });

  it("a calendar month ends at midnight where the team lives", () => {
    const berlin = openZone("Europe/Berlin")!;
    const status = budget([outage("10 08:00", "10 09:00")], {
      zone: berlin,
      slo: { ...slo, window: "calendar-month" },
    });
    expect(status.window && [when(status.window.start), when(status.window.end)]).toEqual([
      "2026-10-31T23:00:00Z",
      "2026-11-30T23:00:00Z",
    ]);
    expect([when(status.thawAt), when(status.permitsAt), when(status.nextChangeAt)]).toEqual([
      "2026-11-30T23:00:00Z",
      "2026-11-30T23:00:00Z",
      "2026-11-30T23:00:00Z",
    ]);
  });

  it("an outage announced for the next calendar month is seen coming", () => {
    const planned = { ...incident(), createdAt: at("30 23:00") + 2 * 3600, closedAt: at("30 23:00") + 6 * 3600 };
    const status = budget([planned], { slo: { ...slo, window: "calendar-month" } });
    expect([status.status, when(status.nextChangeAt)]).toEqual(["healthy", "2026-12-01T01:35:43Z"]);
  });

  it("an outage that lasts over the end of the month uses the next month's budget from its first second", () => {
    const lasting = incident({ moments: { started: "30 23:50" } });
    const status = budget([lasting], { now: at("30 23:55"), slo: { ...slo, window: "calendar-month" } });
    expect([status.status, when(status.nextChangeAt)]).toEqual(["healthy", "2026-12-01T00:35:43Z"]);
  });

  it("an ongoing slight impairment is low every month, after the same share of it", () => {
    const slight = incident({
      moments: { started: "01 00:00" },
      impacts: [impact("checkout", "0.00085", ["01 00:00"])],
    });
    const status = budget([slight], { slo: { ...slo, window: "calendar-month" } });
    expect([status.status, when(status.nextChangeAt)]).toEqual(["healthy", "2026-11-29T05:38:50Z"]);
  });
});
