/** Laws of budgets: compared with a count second by second, and what must hold for any incidents whatever. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileOf, secondsBetween, type Combine, type Stretch } from "#src/budget/impact.ts";
import { isFrozen, measureBudget, type BudgetQuestion } from "#src/budget/measure.ts";
import { nextChange } from "#src/budget/next-change.ts";
import { levelOf, limitsOf } from "#src/budget/budget-level.ts";
import { add, compare, fromDecimal, ratio, subtract, whole, ZERO } from "#src/budget/rational.ts";
import { thawAt } from "#src/budget/thaw.ts";
import { openZone } from "#src/calendar/zone.ts";

const NOW = 1_795_305_600;
const SPAN = 600;

const stretch: fc.Arbitrary<Stretch> = fc
  .record({ from: fc.integer({ min: -SPAN, max: SPAN / 3 }), length: fc.option(fc.nat(300)), thirds: fc.nat(12) })
  .map(({ from, length, thirds }) => ({
    from: NOW + from,
    to: length === null ? null : NOW + from + length,
    impact: ratio(BigInt(thirds), 12n),
  }));
const stretches = fc.array(stretch, { maxLength: 8 });
const combine = fc.constantFrom<Combine>("max", "sum");
const target = fc.integer({ min: 0, max: 1000 }).map((tenths) => fromDecimal(String(tenths / 10))!);

/** The definition itself: impact at one second, by looking at every stretch. */
function impactAt(all: readonly Stretch[], at: number, how: Combine) {
  const active = all.filter(({ from, to }) => from <= at && (to === null || at < to)).map(({ impact }) => impact);
  if (how === "max") return active.reduce((a, b) => (compare(a, b) > 0 ? a : b), ZERO);
  const sum = active.reduce(add, ZERO);
  return compare(sum, whole(1)) > 0 ? whole(1) : sum;
}

function secondBySecond(all: readonly Stretch[], how: Combine, [from, to]: readonly [number, number]) {
  let sum = ZERO;
  for (let at = from; at < to; at += 1) sum = add(sum, impactAt(all, at, how));
  return sum;
}

const promise = fc.record({ combine, target });
const percentage = (min: number) => fc.integer({ min, max: 100 }).map((percent) => whole(percent));

it("of sixty-four incidents that end one after the other the worst that is left always counts", () => {
  const stretchOf = (rank: number): Stretch => ({
    from: NOW,
    to: NOW + 1 + rank,
    impact: ratio(BigInt(64 - rank), 64n),
  });
  const all = Array.from({ length: 64 }, (_, index) => stretchOf((index * 37) % 64));
  const profile = profileOf(all, "max");
  const levels = Array.from({ length: 64 }, (_, second) => secondsBetween(profile, NOW + second, NOW + second + 1));
  expect(levels).toEqual(Array.from({ length: 64 }, (_, second) => ratio(BigInt(64 - second), 64n)));
});

describe("the integral of impact", () => {
  it("equals the count second by second", () => {
    fc.assert(
      fc.property(stretches, combine, fc.tuple(fc.nat(400), fc.nat(400)), (all, how, [a, b]) => {
        const [from, to] = [NOW - 300 + Math.min(a, b), NOW - 300 + Math.max(a, b)];
        expect(secondsBetween(profileOf(all, how), from, to)).toEqual(secondBySecond(all, how, [from, to]));
      }),
      { numRuns: 150 },
    );
  });

  it("of the union is never below any part and never above the sum of the parts; the capped sum lies between", () => {
    fc.assert(
      fc.property(stretches, (all) => {
        const over = (some: readonly Stretch[], how: Combine) => secondsBetween(profileOf(some, how), NOW - SPAN, NOW);
        const union = over(all, "max");
        const capped = over(all, "sum");
        const parts = all.map((one) => over([one], "max"));
        for (const part of parts) expect(compare(union, part)).toBeGreaterThanOrEqual(0);
        expect(compare(capped, union)).toBeGreaterThanOrEqual(0);
        expect(compare(parts.reduce(add, ZERO), capped)).toBeGreaterThanOrEqual(0);
        expect(compare(whole(SPAN), capped)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it("does not depend on the order of the incidents", () => {
    fc.assert(
      fc.property(stretches, combine, (all, how) => {
        expect(profileOf(all.toReversed(), how)).toEqual(profileOf(all, how));
      }),
    );
  });
});

function question(all: readonly Stretch[], change: Partial<BudgetQuestion> = {}): BudgetQuestion {
  const burns = all.map((one, index) => ({ id: String(index), stretches: [one] }));
  const window = { type: "rolling", seconds: SPAN } as const;
  return { target: fromDecimal("90")!, window, now: NOW, combine: "max", burns, ...change };
}

describe("the budget", () => {
  it("another incident never increases what remains", () => {
    fc.assert(
      fc.property(stretches, stretch, promise, (all, one, promised) => {
        const before = measureBudget(question(all, promised));
        const after = measureBudget(question([...all, one], promised));
        expect(compare(after.remaining, before.remaining)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it("a rolling window does not care when: everything moved by the same time gives the same numbers", () => {
    fc.assert(
      fc.property(stretches, fc.integer({ min: -1e8, max: 1e8 }), (all, by) => {
        const moved = all.map(({ from, to, impact }) => ({
          from: from + by,
          to: to === null ? null : to + by,
          impact,
        }));
        const here = measureBudget(question(all));
        const there = measureBudget(question(moved, { now: NOW + by }));
        expect(there.remaining).toEqual(here.remaining);
      }),
    );
  });

  it("consumed and remaining add up to the budget", () => {
    fc.assert(
      fc.property(stretches, target, (all, promised) => {
        const { budget, consumed, remaining } = measureBudget(question(all, { target: promised }));
        expect(subtract(budget, consumed)).toEqual(remaining);
      }),
    );
  });
});

describe("the thaw", () => {
  it("is the first second at which a frozen rolling budget is not frozen, if nothing else fails", () => {
    fc.assert(
      fc.property(stretches, promise, percentage(-50), (all, promised, below) => {
        const asked = question(all, promised);
        const measure = measureBudget(asked);
        fc.pre(isFrozen(measure.remainingPercent, below));
        const at = thawAt(measure, asked.window, below)!;
        const ended = all.map((one) => ({ ...one, to: Math.min(one.to ?? NOW, NOW) }));
        const frozenAt = (now: number) =>
          isFrozen(measureBudget(question(ended, { ...promised, now })).remainingPercent, below);
        expect([at > NOW, frozenAt(at - 1), frozenAt(at)]).toEqual([true, true, false]);
      }),
      { numRuns: 300 },
    );
  });
});

describe("the next change of level by time alone", () => {
  const levelAtTime = (asked: BudgetQuestion, now: number, permitAbove: ReturnType<typeof whole>) => {
    const measure = measureBudget({ ...asked, now });
    const scaled = measure.consumed.numerator * (measure.profile.scale / measure.consumed.denominator);
    return levelOf(scaled, limitsOf(measure, permitAbove));
  };

  it("is the first second that differs, in a rolling window", () => {
    fc.assert(
      fc.property(stretches, promise, percentage(0), (all, promised, permitAbove) => {
        const asked = question(all, promised);
        const { profile } = measureBudget(asked);
        const at = nextChange(profile, { objective: asked, now: NOW, permitAbove });
        let expected: number | null = null;
        const level = levelAtTime(asked, NOW, permitAbove);
        for (let now = NOW + 1; expected === null && now <= NOW + 2 * SPAN; now += 1) {
          if (levelAtTime(asked, now, permitAbove) !== level) expected = now;
        }
        expect(at).toBe(expected);
      }),
      { numRuns: 60 },
    );
  });

  it("is a second at which the level differs while one second earlier it did not, in a calendar window", () => {
    const day = { type: "calendar", unit: "day", zone: openZone("Europe/Berlin")! } as const;
    fc.assert(
      fc.property(
        stretches,
        fc.tuple(promise, fc.nat(86_400)),
        percentage(0),
        (all, [promised, later], permitAbove) => {
          const asked = question(all, { ...promised, window: day });
          const now = NOW + later;
          const { profile } = measureBudget({ ...asked, now });
          const at = nextChange(profile, { objective: asked, now, permitAbove });
          const level = levelAtTime(asked, now, permitAbove);
          const probes = Array.from({ length: 40 }, (_, index) => now + index * 4799);
          const before = at === null ? probes : [...probes.filter((probe) => probe < at), at - 1];
          expect(before.filter((probe) => levelAtTime(asked, probe, permitAbove) !== level)).toEqual([]);
          if (at !== null) expect(levelAtTime(asked, at, permitAbove)).not.toBe(level);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("speed", () => {
  it("10,000 overlapping incidents make at most 20,000 steps", () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      from: NOW - 86_400 + ((index * 7919) % 86_400),
      to: NOW - 86_400 + ((index * 7919) % 86_400) + ((index * 104_729) % 7200),
      impact: ratio(BigInt(index % 101), 100n),
    }));
    expect(profileOf(many, "max").times.length).toBeLessThanOrEqual(20_000);
  });
});
