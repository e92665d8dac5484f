/** Which objective a history supports. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { areaBetween, profileOf, type Stretch } from "#src/budget/impact.ts";
import { compare, ONE, ratio, toNumber, whole } from "#src/budget/rational.ts";
import { suggestObjective } from "#src/budget/suggest.ts";

const NOW = 1_795_305_600;
const DAY = 86_400;

/** A full outage that began so many days ago and lasted so many minutes. */
const outage = (daysAgo: number, minutes: number): Stretch => ({
  from: NOW - daysAgo * DAY,
  to: NOW - daysAgo * DAY + minutes * 60,
  impact: ONE,
});

function suggest(stretches: readonly Stretch[], leave = 20) {
  const burns = stretches.map((stretch, index) => ({ id: String(index), stretches: [stretch] }));
  return suggestObjective({ burns, now: NOW, combine: "max", leave: whole(leave) });
}

describe("the suggestion", () => {
  it.each([
    ["20 minutes leave half of 99.9%", [outage(10, 20)], "99.9"],
    ["32.256 minutes are four fifths of 99.9%: 32 fit", [outage(10, 32)], "99.9"],
    ["33 minutes leave less than a fifth of 99.9%", [outage(10, 33)], "99.5"],
    ["two outages within 28 days add up", [outage(10, 20), outage(30, 20)], "99.5"],
    ["two outages further apart do not", [outage(10, 20), outage(60, 20)], "99.9"],
    ["what is older than 90 days does not count", [outage(10, 20), outage(95, 600)], "99.9"],
    ["the worst window counts, also when it is long past", [outage(80, 300), outage(10, 1)], "99"],
  ])("%s", (...[, stretches, objective]) => {
    expect(suggest(stretches)).toMatchObject({ objective, why: "supported" });
  });

  it("at exactly what may be used the objective is still supported", () => {
    expect(suggest([{ ...outage(10, 0), to: NOW - 10 * DAY + 120_960 }], 50).objective).toBe("90");
    expect(suggest([{ ...outage(10, 0), to: NOW - 10 * DAY + 120_961 }], 50).objective).toBeNull();
  });

  it("takes how much is to be left from the caller", () => {
    expect(suggest([outage(10, 40)], 0).objective).toBe("99.9");
    expect(suggest([outage(10, 40)], 1).objective).toBe("99.5");
  });

  it("without downtime there is nothing to judge by: no objective is named", () => {
    expect(suggest([])).toMatchObject({
      objective: null,
      permits: null,
      why: "no downtime",
      history: [{ met: "99.999" }, {}],
    });
  });

  it("a history worse than the lowest objective supports none", () => {
    expect(suggest([outage(20, 10 * 1440)])).toMatchObject({
      objective: null,
      why: "below all",
      history: [{ met: null }, {}],
    });
  });
});

describe("the history", () => {
  it("counts incidents, downtime, the longest, and what was kept over 28 and 90 days", () => {
    const [month, quarter] = suggest([outage(10, 20), outage(60, 90)]).history;
    expect([month!.incidents, toNumber(month!.downtime) / 60, toNumber(month!.longest) / 60, month!.met]).toEqual([
      1,
      20,
      20,
      "99.95",
    ]);
    expect([
      quarter!.incidents,
      toNumber(quarter!.downtime) / 60,
      toNumber(quarter!.longest) / 60,
      quarter!.met,
    ]).toEqual([2, 110, 90, "99.9"]);
    expect(toNumber(month!.availability)).toBe(99.950396825);
  });

  it("an objective whose budget was used to the second was kept", () => {
    const exact = { ...outage(10, 0), to: NOW - 10 * DAY + 24_192 };
    expect(suggest([exact]).history[0]!.met).toBe("99");
    expect(suggest([{ ...exact, to: exact.to + 1 }]).history[0]!.met).toBe("98");
  });

  it("the longest impact is that of one incident, wherever it stands among them", () => {
    const longest = (stretches: readonly Stretch[]) => toNumber(suggest(stretches).history[0]!.longest) / 60;
    expect(longest([outage(10, 30), outage(5, 20)])).toBe(30);
    expect(longest([outage(10, 20), outage(5, 30)])).toBe(30);
  });

  it("counts only what lies within the days", () => {
    const [month] = suggest([outage(28 + 1 / 48, 60)]).history;
    expect([month!.incidents, toNumber(month!.downtime)]).toEqual([1, 1800]);
  });
});

describe("the worst window", () => {
  const stretch = fc
    .tuple(fc.integer({ min: 0, max: 130 * 24 }), fc.integer({ min: 1, max: 900 }), fc.integer({ min: 1, max: 4 }))
    .map(([hoursAgo, hours, quarters]) => ({
      from: NOW - hoursAgo * 3600,
      to: NOW - (hoursAgo - hours) * 3600,
      impact: ratio(BigInt(quarters), 4n),
    }));

  it("has at least the downtime of every window of 28 days within the last 90", () => {
    fc.assert(
      fc.property(fc.array(stretch, { minLength: 1, maxLength: 6 }), (stretches) => {
        const profile = profileOf(stretches, "max");
        const { worst } = suggest(stretches);
        for (let end = NOW - 62 * DAY; end <= NOW; end += 3600 * 5) {
          const area = areaBetween(profile, end - 28 * DAY, end);
          expect(compare(worst.downtime, ratio(area, profile.scale))).toBeGreaterThanOrEqual(0);
        }
        expect(worst.downtime).toEqual(ratio(areaBetween(profile, worst.start, worst.end), profile.scale));
        expect([worst.end - worst.start, worst.start >= NOW - 90 * DAY, worst.end <= NOW]).toEqual([
          28 * DAY,
          true,
          true,
        ]);
      }),
      { numRuns: 60 },
    );
  });
});
