/** The estimate: each part by its formula, its laws, and no rate in any word. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { downtimeCost, type CostFacts } from "#src/cost/downtime-cost.ts";
import { type Range, type Rates, readRates } from "#src/cost/rates.ts";
import { costSection, sayAmount, sayRange } from "#src/cost/say-cost.ts";

const ratesOf = (data: unknown): Rates => {
  const read = readRates(JSON.stringify(data));
  if ("problem" in read) throw new Error(read.problem);
  return read.rates;
};
const RATES = ratesOf({
  owner: "acme",
  currency: "EUR",
  hour_of_work: 80,
  components: {
    checkout: {
      revenue_per_hour: [1000, 6000, 12_000],
      recovered: [0, 50, 75],
      people: 10,
      work_lost: 50,
      sla_credit: { after_minutes: 43, amount: 2500 },
    },
  },
});
const FACTS: CostFacts = {
  impacts: [{ component: "checkout", minutes: 30 }],
  responseMinutes: 60,
  responders: 3,
  reviewers: 4,
};

test("each part by its formula", () => {
  expect(downtimeCost(FACTS, RATES)).toMatchObject({
    // Half an hour; low = 1000/2 with 75% recovered, likely = 6000/2 with 50%, high = 12000/2 with none.
    revenue: [125, 1500, 6000],
    // 10 people, half of their work, half an hour, 80 an hour.
    productivity: [200, 200, 200],
    // (1 + 2 × 0.5) × 1 h = 2 h, halved and doubled; the review 1 + 4 × 0.5 = 3 h; 80 an hour.
    response: [320, 400, 560],
    credits: [0, 0, 0],
    total: [645, 2100, 6760],
  });
  const longer = { ...FACTS, impacts: [{ component: "checkout", minutes: 44 }] };
  expect(downtimeCost(longer, RATES).credits).toEqual([2500, 2500, 2500]);
});

test("what has no rate or is not known counts nothing, and is named", () => {
  const facts: CostFacts = {
    impacts: [
      { component: "search", minutes: 30 },
      { component: "checkout", minutes: null },
    ],
    responseMinutes: null,
    responders: 0,
    reviewers: null,
  };
  const cost = downtimeCost(facts, RATES);
  expect(cost.total).toEqual([0, 0, 0]);
  const said = cost.assumptions.join("; ");
  expect(said).toContain("no rates for search");
  expect(said).toContain("the impact on checkout still lasts");
  expect(said).toContain("how long people were at it is not known");
  expect(costSection(cost)).toBe("");
});

const range = (most: number) =>
  fc
    .tuple(
      ...([0, 0, 0].map(() => fc.integer({ min: 0, max: most })) as [
        fc.Arbitrary<number>,
        fc.Arbitrary<number>,
        fc.Arbitrary<number>,
      ]),
    )
    .map((values) => values.toSorted((a, b) => a - b) as [number, number, number]);
const anyRates = fc
  .record({
    hour: range(500),
    revenue: range(100_000),
    recovered: range(100),
    people: range(500),
    lost: range(100),
    credit: range(9999),
    after: fc.nat(500),
  })
  .map(({ hour, revenue, recovered, people, lost, credit, after }) =>
    ratesOf({
      owner: "acme",
      currency: "USD",
      hour_of_work: hour,
      components: {
        a: {
          revenue_per_hour: revenue,
          recovered,
          people,
          work_lost: lost,
          sla_credit: { after_minutes: after, amount: credit },
        },
      },
    }),
  );
const anyFacts = fc.record({
  impacts: fc.array(
    fc.record({ component: fc.constantFrom("a", "b"), minutes: fc.option(fc.nat(10_000), { nil: null }) }),
    { maxLength: 3 },
  ),
  responseMinutes: fc.option(fc.nat(10_000), { nil: null }),
  responders: fc.nat(50),
  reviewers: fc.option(fc.nat(50), { nil: null }),
});
const isOrdered = ([low, likely, high]: Range) => 0 <= low && low <= likely && likely <= high;

describe("laws", () => {
  test("every part is ordered and not below nothing; the total is their sum", () => {
    fc.assert(
      fc.property(anyFacts, anyRates, (facts, rates) => {
        const { revenue, productivity, response, credits, total } = downtimeCost(facts, rates);
        for (const part of [revenue, productivity, response, credits, total]) expect(isOrdered(part)).toBe(true);
        for (const index of [0, 1, 2] as const)
          expect(total[index]).toBeCloseTo(revenue[index] + productivity[index] + response[index] + credits[index], 3);
      }),
    );
  });

  test("a longer impact never costs less", () => {
    fc.assert(
      fc.property(anyRates, fc.nat(5000), fc.nat(5000), (rates, minutes, more) => {
        const of = (length: number) =>
          downtimeCost({ ...FACTS, impacts: [{ component: "a", minutes: length }] }, rates).total;
        const [short, long] = [of(minutes), of(minutes + more)];
        for (const index of [0, 1, 2] as const) expect(long[index]).toBeGreaterThanOrEqual(short[index] - 1e-6);
      }),
    );
  });

  test("no word holds a rate", () => {
    const text = costSection(downtimeCost(FACTS, RATES));
    for (const rate of ["1000", "1,000", "6000", "6,000", "12000", "12,000", "80", "2500", "2,500"])
      expect(text).not.toMatch(new RegExp(`(?<![\\d,])${rate}(?![\\d,])`));
    expect(text).toContain("about EUR 2,100, between EUR 650 and EUR 6,800");
  });
});

test.each([
  [0, "EUR 0"],
  [7.4, "EUR 7"],
  [99.6, "EUR 100"],
  [1249, "EUR 1,200"],
  [1_250_000, "EUR 1,300,000"],
])("%d is said as %s", (amount, said) => {
  expect(sayAmount("EUR", amount)).toBe(said);
});

test("a range of one value is said once", () => {
  expect(sayRange("EUR", [5, 5, 5])).toBe("about EUR 5");
});

test.each([
  ["", "not JSON"],
  ['{"currency":"EUR"}', "hour_of_work"],
  ['{"currency":"euro","hour_of_work":987654}', "currency"],
  ['{"currency":"EUR","hour_of_work":[987654,2,3]}', "hour_of_work"],
  ['{"currency":"EUR","hour_of_work":1,"components":{"a":{"work_lost":987654}}}', "components.a.work_lost"],
  ['{"currency":"EUR","hour_of_work":1,"rate":987654}', "the whole"],
])("rates that cannot be read are named by place, never repeated: %s", (text, place) => {
  const read = readRates(text);
  if (!("problem" in read)) throw new Error("was read");
  expect(read.problem).toContain(place);
  expect(read.problem).not.toContain("987654");
});
