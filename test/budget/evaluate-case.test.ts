/** Every published vector, and what is said to input that cannot be read. */
import { describe, expect, it } from "vitest";
import { evaluateCase } from "#src/budget/evaluate-case.ts";
import fixture from "#test/fixtures/error-budget.json" with { type: "json" };

interface Vector {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly input: object;
  readonly expect: Readonly<Record<string, unknown>>;
}

const vectors = fixture.vectors as readonly Vector[];

/** Exact values carry `value`; the answer has that number plainly. */
function plainly(expected: unknown): unknown {
  if (typeof expected !== "object" || expected === null || Array.isArray(expected)) return expected;
  if ("exact" in expected && "value" in expected) return expected.value;
  return Object.fromEntries(Object.entries(expected).map(([key, value]) => [key, plainly(value)]));
}

describe("the vectors", () => {
  it.each(vectors.filter(({ expect }) => expect["error"] !== true))("$id $title", (vector) => {
    expect(evaluateCase(vector.kind, vector.input)).toEqual({ kind: vector.kind, result: plainly(vector.expect) });
  });

  it.each(vectors.filter(({ expect }) => expect["error"] === true))("$id $title is refused", (vector) => {
    const answer = evaluateCase(vector.kind, vector.input);
    const [because] = String(vector.expect["because"]).split(":");
    expect(answer).toEqual({ error: expect.stringContaining(because!) });
  });
});

const base = {
  target: "99.9",
  window: { type: "rolling", duration: "30d" },
  now: "2026-11-22T00:00:00Z",
  incidents: [{ id: "i1", start: "2026-11-10T08:00:00Z", end: "2026-11-10T08:30:00Z", impact: "1" }],
};
const incident = base.incidents[0]!;
const resultOf = (input: object) => evaluateCase("time", { ...base, ...input }) as { readonly result: object };

describe("input that cannot be read gets one clear line", () => {
  it.each([
    ["a target above 100", { target: "100.1" }, "target: target must lie between 0 and 100 percent"],
    ["a negative target", { target: "-1" }, "target: target must lie between 0 and 100 percent"],
    ["a target that is no number", { target: "many" }, "target: not a decimal number: many"],
    ["no target", { target: undefined }, "target: must be a decimal number, as text"],
    [
      "an impact above 1",
      { incidents: [{ ...incident, impact: "1.01" }] },
      "incidents[0].impact: impact must lie between 0 and 1",
    ],
    [
      "a negative impact",
      { incidents: [{ ...incident, impact: "-0.1" }] },
      "incidents[0].impact: impact must lie between 0 and 1",
    ],
    [
      "a bad impact of one component",
      { component: "a", incidents: [{ ...incident, impact: { a: "1", b: "2" } }] },
      "incidents[0].impact.b: impact must lie between 0 and 1",
    ],
    [
      "impact by component without a component",
      { incidents: [{ ...incident, impact: { a: "1" } }] },
      "incident i1 gives its impact by component: name the component",
    ],
    [
      "a day that does not exist",
      { now: "2026-02-30T00:00:00Z" },
      "now: not an instant: 2026-02-30T00:00:00Z (write 2026-11-10T08:00:00Z)",
    ],
    [
      "a time without its offset, to a fraction of a second",
      { now: " 2026-11-10 08:00:00.123 " },
      "now: instant without UTC offset:  2026-11-10 08:00:00.123  (write 2026-11-10T08:00:00.123Z or +01:00)",
    ],
    [
      "a word before a time without its offset",
      { now: "on 2026-11-10 08:00" },
      "now: not an instant: on 2026-11-10 08:00 (write 2026-11-10T08:00:00Z)",
    ],
    [
      "an unknown zone",
      { window: { type: "calendar", unit: "month", timeZone: "Europe/Nowhere" } },
      "window.timeZone: unknown time zone: Europe/Nowhere (write an IANA name such as Europe/Berlin)",
    ],
    [
      "a bare offset as zone",
      { window: { type: "calendar", unit: "month", timeZone: "+02:00" } },
      "window.timeZone: unknown time zone: +02:00 (write an IANA name such as Europe/Berlin)",
    ],
    ["a calendar window without zone", { window: { type: "calendar", unit: "month" } }, "window.timeZone: is missing"],
    [
      "an unknown unit",
      { window: { type: "calendar", unit: "fortnight", timeZone: "UTC" } },
      "window.unit: calendar unit must be one of day, week, month, quarter, year",
    ],
    ["an unknown window", { window: { type: "sliding" } }, 'window.type: window type must be "rolling" or "calendar"'],
    [
      "a window of no length",
      { window: { type: "rolling", duration: "0d" } },
      "window.duration: not a duration longer than 0: 0d (write 30d, 12h, 5m)",
    ],
    ["an unknown way to combine", { combine: "mean" }, 'combine: combine must be "max" or "sum"'],
    ["a time that is a number", { now: 5 }, "now: must be a text"],
    [
      "an incident without a name",
      { incidents: [{ ...incident, id: 5 }] },
      "incidents[0].id: incident needs an id (text)",
    ],
    [
      "an impact that is no number",
      { incidents: [{ ...incident, impact: true }] },
      "incidents[0].impact: impact must be a decimal between 0 and 1, or one by component",
    ],
    ["incidents that are no list", { incidents: "none" }, "incidents: incidents must be a list"],
    [
      "a freeze threshold above 100",
      { freezeBelowRemainingPercent: "101" },
      "freezeBelowRemainingPercent: must be at most 100 percent",
    ],
  ])("%s", (_, change, error) => {
    expect(evaluateCase("time", { ...base, ...change })).toEqual({ error });
  });

  it.each([
    ["more bad events than events", { target: "99", total: 1, bad: 2 }, "bad: more bad events than events"],
    ["a negative count", { target: "99", total: -1, bad: 0 }, "total: must not be negative"],
  ])("%s", (_, input, error) => {
    expect(evaluateCase("events", input)).toEqual({ error });
  });

  it("an unknown kind", () => {
    expect(evaluateCase("space", base)).toEqual({ error: 'kind must be time, alerts or events, not "space"' });
    expect(evaluateCase(undefined, base)).toEqual({ error: "kind must be time, alerts or events, not missing" });
    expect(evaluateCase("time", null)).toEqual({ error: expect.stringMatching(/^Invalid input/) });
  });
});

describe("edges that the vectors leave open", () => {
  it("a 100% target with any use is frozen, has no share to give, and thaws when the last downtime has rolled out", () => {
    expect(resultOf({ target: "100" }).result).toMatchObject({
      budgetSeconds: 0,
      remainingSeconds: -1800,
      remainingPercent: null,
      burnRate: null,
      frozen: true,
      incidentSharePercent: { i1: null },
      piaRequired: ["i1"],
      thawAt: "2026-12-10T08:30:00Z",
    });
  });

  it("a 100% target of which nothing was used has lost no share of it", () => {
    const incidents = [{ ...incident, impact: "0" }];
    expect(resultOf({ target: "100", incidents }).result).toMatchObject({
      incidentSharePercent: { i1: 0 },
      frozen: false,
    });
  });

  it("all of a budget may be asked to remain, and more may not", () => {
    expect(resultOf({ freezeBelowRemainingPercent: "100" }).result).toMatchObject({ frozen: true });
    expect(resultOf({ freezeBelowRemainingPercent: "100", incidents: [] }).result).toMatchObject({ frozen: false });
  });

  it("a 0% target has the whole window as its budget", () => {
    expect(resultOf({ target: "0" }).result).toMatchObject({ budgetSeconds: 2_592_000, frozen: false });
  });

  it("an incident without impact, without length, or yet to come is listed with a share of 0", () => {
    const incidents = [
      { ...incident, id: "no impact", impact: "0" },
      { ...incident, id: "no length", end: incident.start },
      { ...incident, id: "to come", start: "2026-11-22T00:00:00Z", end: "2026-11-23T00:00:00Z" },
    ];
    expect(resultOf({ incidents }).result).toMatchObject({
      consumedSeconds: 0,
      incidentSharePercent: { "no impact": 0, "no length": 0, "to come": 0 },
      piaRequired: [],
    });
  });

  it("an end after now is clipped to now, in the share too", () => {
    const incidents = [{ ...incident, start: "2026-11-21T23:50:00Z", end: "2026-11-22T10:00:00Z" }];
    expect(resultOf({ incidents }).result).toMatchObject({
      consumedMinutes: 10,
      incidentSharePercent: { i1: 23.148148148 },
    });
  });

  it("an absent end means ongoing", () => {
    const { end: _, ...ongoing } = { ...incident, start: "2026-11-21T23:50:00Z" };
    expect(resultOf({ incidents: [ongoing] }).result).toMatchObject({ consumedMinutes: 10 });
  });

  it("entries with one id are one incident in several stretches: the share is theirs together", () => {
    const incidents = [
      incident,
      { ...incident, start: "2026-11-11T08:00:00Z", end: "2026-11-11T08:30:00Z", impact: "0.5" },
    ];
    expect(resultOf({ incidents }).result).toMatchObject({
      consumedMinutes: 45,
      incidentSharePercent: { i1: 104.166666667 },
    });
  });

  it("three overlapping incidents under sum never count more than the whole", () => {
    const incidents = ["a", "b", "c"].map((id) => ({ ...incident, id, impact: "0.5" }));
    expect(resultOf({ incidents, combine: "sum" }).result).toMatchObject({ consumedMinutes: 30 });
  });

  it("overlapping incidents count once unless they are to add up", () => {
    const incidents = ["a", "b"].map((id) => ({ ...incident, id, impact: "0.5" }));
    const minutes = (input: object) =>
      (resultOf({ incidents, ...input }).result as { consumedMinutes: number }).consumedMinutes;
    expect([minutes({}), minutes({ combine: "max" }), minutes({ combine: "sum" })]).toEqual([15, 15, 30]);
  });

  it("thirds of a percent stay exact: 0.1 + 0.2 is 0.3", () => {
    const incidents = [
      { ...incident, id: "a", impact: "0.1" },
      { ...incident, id: "b", impact: "0.2" },
    ];
    expect(resultOf({ incidents, combine: "sum" }).result).toMatchObject({ consumedSeconds: 540 });
  });

  it("numbers may be JSON numbers: they are read as they are written", () => {
    expect(resultOf({ target: 99.95 })).toEqual(resultOf({ target: "99.95" }));
  });

  it("a component that the incident does not name is not listed; a name from Object.prototype is just a name", () => {
    const incidents = [{ ...incident, impact: { checkout: "1" } }];
    expect(resultOf({ incidents, component: "toString" }).result).toMatchObject({
      consumedSeconds: 0,
      incidentSharePercent: {},
    });
    const called = [{ ...incident, id: "__proto__" }];
    expect(
      Object.keys((resultOf({ incidents: called }).result as { incidentSharePercent: object }).incidentSharePercent),
    ).toEqual(["__proto__"]);
  });

  it("the projection is now when nothing remains, and null when nothing burns or the period ends first", () => {
    const projectionLookback = "1h";
    const ongoing = { id: "x", start: "2026-11-21T23:00:00Z", end: null, impact: "1" };
    const month = { type: "calendar", unit: "month", timeZone: "UTC" };
    const at = (input: object) =>
      (resultOf({ projectionLookback, ...input }).result as { projectedExhaustion: unknown }).projectedExhaustion;
    expect(at({ incidents: [ongoing] })).toBe("2026-11-22T00:00:00Z");
    expect(at({})).toBeNull();
    expect(at({ window: month, incidents: [{ ...ongoing, impact: "0.001" }] })).toBeNull();
    expect(at({ window: month, incidents: [{ ...ongoing, impact: "0.01" }] })).toBe("2026-11-24T23:00:00Z");
  });

  it("an alert on a 100% target fires while it is being missed", () => {
    const incidents = [{ id: "x", start: "2026-11-21T23:00:00Z", end: null, impact: "0.5" }];
    const answer = evaluateCase("alerts", { ...base, target: "100", incidents }) as { result: Record<string, unknown> };
    expect(answer.result["page-fast"]).toEqual({ threshold: 14.4, long: null, short: null, fires: true });
  });

  it("a 100% target over events is missed by one bad event", () => {
    expect(evaluateCase("events", { target: "100", total: 5, bad: 1 })).toMatchObject({
      result: { remainingPercent: null, burnRate: null, frozen: true },
    });
    expect(evaluateCase("events", { target: "100", total: 5, bad: 0 })).toMatchObject({
      result: { remainingPercent: 100, frozen: false },
    });
  });
});
