/** When an incident uses a component's budget, and which of its moments were assumed. */
import { describe, expect, it } from "vitest";
import { incidentBurns } from "#src/budget/incident-burns.ts";
import { ONE, ratio } from "#src/budget/rational.ts";
import type { Incident } from "#src/incident/incident.ts";
import { at, impact, incident } from "./incidents.ts";

const burnOf = (one: Incident) => incidentBurns([one], { component: "checkout" })[0]!;
/** Opened 10 Nov 08:05, closed 10 Nov 10:00; the moments are what people stated. */
const issue = (moments: Parameters<typeof incident>[0] & object) => ({
  ...incident(moments),
  createdAt: at("10 08:05"),
  closedAt: at("10 10:00"),
});

describe("what was assumed", () => {
  it.each([
    ["nothing, when start and end were stated", { moments: { started: "10 08:00", mitigated: "10 08:30" } }, false],
    ["the end, when only the start was stated", { moments: { started: "10 08:00" } }, true],
    ["the start, when only the end was stated", { moments: { mitigated: "10 08:30" } }, true],
    ["the end of an impact that was stated without one", { impacts: [impact("checkout", "1", ["10 08:10"])] }, true],
    [
      "the end of one of several impacts that was stated without one",
      { impacts: [impact("checkout", "1", ["10 08:10", "10 08:20"]), impact("checkout", "1", ["10 08:30"])] },
      true,
    ],
    [
      "nothing, when the impact without an end ends with the stated mitigation",
      { moments: { mitigated: "10 08:30" }, impacts: [impact("checkout", "1", ["10 08:10"])] },
      false,
    ],
    [
      "nothing, when the impact was stated from when to when",
      { impacts: [impact("checkout", "1", ["10 08:10", "10 08:20"])] },
      false,
    ],
  ])("%s", (...[, change, assumed]) => {
    expect(burnOf(issue(change))).toMatchObject({ assumed, problems: [] });
  });
});

describe("start and end", () => {
  it("at the same second are no contradiction: no impact", () => {
    const burn = burnOf(issue({ moments: { started: "10 08:30", mitigated: "10 08:30" } }));
    expect(burn).toMatchObject({
      stretches: [{ from: at("10 08:30"), to: at("10 08:30") }],
      assumed: false,
      problems: [],
    });
  });

  it("with the end first: the opening of the issue stands in for the start, also at the very second of the mitigation", () => {
    const burn = burnOf(issue({ moments: { started: "12 08:00", mitigated: "10 08:05" } }));
    expect(burn).toMatchObject({ stretches: [{ from: at("10 08:05"), to: at("10 08:05") }], assumed: true });
    expect(burn.problems).toHaveLength(1);
  });

  it("with the end even before the opening: the closing stands in for the end, from the earlier of start and opening", () => {
    const early = burnOf(issue({ moments: { started: "10 08:00", mitigated: "09 08:00" } }));
    expect(early).toMatchObject({ stretches: [{ from: at("10 08:00"), to: at("10 10:00") }], assumed: true });
    const late = burnOf(issue({ moments: { started: "20 08:00", mitigated: "09 08:00" } }));
    expect(late).toMatchObject({ stretches: [{ from: at("10 08:05"), to: at("10 10:00") }], assumed: true });
  });

  it("contradicting each other, the end of an open impact is assumed, too", () => {
    const impacts = [impact("checkout", "1", ["10 08:10"])];
    const burn = burnOf(issue({ moments: { started: "10 08:00", mitigated: "09 08:00" }, impacts }));
    expect(burn).toMatchObject({ stretches: [{ from: at("10 08:10"), to: at("10 10:00") }], assumed: true });
  });
});

describe("stated impact", () => {
  it.each([
    ["0 and 1 are shares", "0", []],
    ["of no length is no mistake", "1", []],
  ])("%s", (...[, share, problems]) => {
    const stretch: readonly [string, string] = share === "0" ? ["10 08:00", "10 08:10"] : ["10 08:00", "10 08:00"];
    expect(burnOf(issue({ impacts: [impact("checkout", share, stretch)] })).problems).toEqual(problems);
  });

  it("0 is counted as 0, not as unreadable", () => {
    expect(burnOf(issue({ impacts: [impact("checkout", "0", ["10 08:00", "10 08:10"])] })).stretches).toEqual([
      { from: at("10 08:00"), to: at("10 08:10"), impact: ratio(0n, 1n) },
    ]);
  });

  it.each(["-0.1", "1.01", "half", ""])("%j counts as the whole", (share) => {
    const burn = burnOf(issue({ impacts: [impact("checkout", share, ["10 08:00", "10 08:10"])] }));
    expect(burn.stretches[0]?.impact).toEqual(ONE);
    expect(burn.problems).toHaveLength(1);
  });

  it("in several stretches is one impact at any time: no overlap, no gap filled, no end invented", () => {
    const impacts = [
      impact("checkout", "0.5", ["10 08:00", "10 08:20"]),
      impact("checkout", "1", ["10 08:10", "10 08:15"]),
      impact("checkout", "0.25", ["10 09:00", "10 09:10"]),
    ];
    expect(burnOf(issue({ impacts })).stretches).toEqual([
      { from: at("10 08:00"), to: at("10 08:10"), impact: ratio(1n, 2n) },
      { from: at("10 08:10"), to: at("10 08:15"), impact: ONE },
      { from: at("10 08:15"), to: at("10 08:20"), impact: ratio(1n, 2n) },
      { from: at("10 09:00"), to: at("10 09:10"), impact: ratio(1n, 4n) },
    ]);
  });

  it("in several stretches of which one lasts, lasts", () => {
    const impacts = [impact("checkout", "0.5", ["10 08:00"]), impact("checkout", "1", ["10 08:10", "10 08:15"])];
    const lasting = { ...issue({ impacts }), closedAt: null };
    expect(burnOf(lasting).stretches.at(-1)).toEqual({ from: at("10 08:15"), to: null, impact: ratio(1n, 2n) });
  });
});

it("an incident is told apart by its issue", () => {
  expect(burnOf(issue({ number: 7 })).id).toBe("acme/shop#7");
});

describe("whose incident it is", () => {
  const burns = (one: Incident, soleComponent?: boolean) =>
    incidentBurns([one], { component: "checkout", ...(soleComponent === undefined ? {} : { soleComponent }) }).length;
  const unnamed = issue({ components: [] });

  it.each<[string, Incident, boolean | undefined, number]>([
    [
      "one that names another component is not ours, even in a repository of one",
      issue({ components: ["search"] }),
      true,
      0,
    ],
    ["one that names none is ours in a repository of one", unnamed, true, 1],
    ["one that names none is nobody's otherwise", unnamed, false, 0],
    ["and so it is unless said", unnamed, undefined, 0],
    [
      "one whose impact names another component is not ours",
      { ...unnamed, impacts: [impact("search", "1", ["10 08:00"])] },
      true,
      0,
    ],
    [
      "one whose impact names ours is ours without a label",
      { ...unnamed, impacts: [impact("checkout", "1", ["10 08:00"])] },
      false,
      1,
    ],
  ])("%s", (...[, one, sole, count]) => {
    expect(burns(one, sole)).toBe(count);
  });
});
