/** When a budget would be used up at the present rate, at its edges. */
import { describe, expect, it } from "vitest";
import { ONE, ratio, whole } from "#src/budget/rational.ts";
import { measureBudget } from "#src/budget/measure.ts";
import { projectedExhaustion } from "#src/budget/projection.ts";
import type { BudgetWindow } from "#src/budget/window.ts";
import { UTC } from "#src/calendar/zone.ts";

/** 2026-11-22T00:00:00Z; the calendar day has just begun two hours before `LATER`. */
const NOW = 1_795_305_600;
const LATER = NOW + 7200;
const ROLLING: BudgetWindow = { type: "rolling", seconds: 36_000 };
const DAY: BudgetWindow = { type: "calendar", unit: "day", zone: UTC };

/** 90% over ten hours: 3,600 s. An outage that lasts began so many seconds ago. */
function exhaustion(secondsAgo: number, { impact = ONE, ended = 0 } = {}) {
  const stretches = [{ from: LATER - secondsAgo, to: ended === 0 ? null : LATER - ended, impact }];
  const measure = measureBudget({
    target: whole(90),
    window: ROLLING,
    now: LATER,
    combine: "max",
    burns: [{ id: "x", stretches }],
  });
  const at = projectedExhaustion(measure, { window: ROLLING, lookback: 3600 });
  return at === null ? null : at - LATER;
}

describe("projected exhaustion", () => {
  it("is now when the budget is exactly spent, also when nothing burns any more", () => {
    expect(exhaustion(3600)).toBe(0);
    expect(exhaustion(7200, { ended: 3600 })).toBe(0);
  });

  it("is one second away when one second remains and all is down", () => {
    expect(exhaustion(3600, { ended: 0, impact: ratio(3599n, 3600n) })).toBe(2);
    expect(exhaustion(7199, { ended: 3600 })).toBeNull();
  });

  it("is rounded up to a whole second", () => {
    expect(exhaustion(3599)).toBe(2);
    expect(exhaustion(1800)).toBe(3600);
  });

  it("counts when it falls on the end of the calendar period, and not when it falls after it", () => {
    const at = (impact: bigint) => {
      const burns = [{ id: "x", stretches: [{ from: NOW, to: null, impact: ratio(impact, 1000n) }] }];
      const measure = measureBudget({ target: whole(90), window: DAY, now: LATER, combine: "max", burns });
      return projectedExhaustion(measure, { window: DAY, lookback: 3600 });
    };
    expect(at(100n)).toBe(NOW + 86_400);
    expect(at(99n)).toBeNull();
    expect(at(200n)).toBe(NOW + 43_200);
  });
});
