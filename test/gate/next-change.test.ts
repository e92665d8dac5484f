/** What time alone does to a verdict: exact, and said only when it turns. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judge } from "#src/gate/judge.ts";
import { at, factsOf, incident, item } from "./facts-of.ts";

describe("a due date", () => {
  test("changes nothing where the policy treats overdue like open", () => {
    const { verdict } = judge(factsOf({ items: [item(412, { dueDate: "2026-11-25" })], incidents: [] }));
    expect(verdict).toMatchObject({ rule: "G5", nextChangeAt: null, liftsAt: null });
  });

  test("turns a warning into a block under `overdue: block`, at the end of the day", () => {
    const items = [item(412, { priority: "P0", dueDate: "2026-11-25" })];
    const { verdict } = judge(factsOf({ items, policy: { overdue: "block" } }));
    expect(verdict).toMatchObject({ verdict: "warn", nextChangeAt: at("2026-11-26T00:00"), liftsAt: null });
  });
});

test("a block by a low budget lifts exactly when the budget permits again, and not a second earlier", () => {
  const given = {
    items: [item(412, { priority: "P0", dueDate: "2027-06-01" })],
    incidents: [incident(398, 35)],
  };
  const { verdict } = judge(factsOf(given));
  const lifts = verdict.liftsAt ?? 0;
  expect(verdict.fails).toBe(true);
  expect(lifts).toBeGreaterThan(verdict.asOf);
  expect(judge(factsOf({ ...given, now: lifts - 1 })).verdict.fails).toBe(true);
  expect(judge(factsOf({ ...given, now: lifts })).verdict.fails).toBe(false);
});

test("whatever the due dates, a verdict that names a moment turns at that moment", () => {
  const days = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(days, (list) => {
      const items = list.map((day, index) =>
        item(400 + index, {
          priority: "P1",
          dueDate: new Date((at("2026-11-22") + day * 86_400) * 1000).toISOString().slice(0, 10),
        }),
      );
      const given = { items, policy: { overdue: "block" } };
      const { verdict } = judge(factsOf(given));
      const moment = verdict.nextChangeAt ?? Infinity;
      expect(moment).toBeLessThan(Infinity);
      expect(judge(factsOf({ ...given, now: moment })).verdict.rule).not.toBe(verdict.rule);
      expect(judge(factsOf({ ...given, now: moment - 1 })).verdict.rule).toBe(verdict.rule);
    }),
    { numRuns: 30 },
  );
});
