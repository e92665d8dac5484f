/** A remaining share: how it is read, which level it means, and what becomes of a status by it. */
import { describe, expect, test } from "vitest";
import { withoutNumbers } from "#src/budget/component-budget.ts";
import { fromDecimal } from "#src/budget/rational.ts";
import { ageProblem, levelOfShare, readShare, statusByReading } from "#src/budget/remaining.ts";

describe("a share as Prometheus writes it", () => {
  test.each([
    "0.742",
    "1",
    "0",
    "-0.5",
    "-12.25",
    "0.00000000000000011102230246251565",
    "1.0000000000000002",
    "1.000001",
    "1e-07",
  ])("%s is one, exactly", (text) => {
    expect(readShare(text)).toEqual(fromDecimal(text));
  });

  test.each([
    ["NaN", "it is NaN, which is no share"],
    ["+Inf", "it is +Inf, which is no share"],
    ["-Inf", "it is -Inf, which is no share"],
    ["74.2", "it is 74.2, but no more than 1 can remain (0.742 means 74.2%)"],
    ["1.001", "it is 1.001, but no more than 1 can remain (0.742 means 74.2%)"],
    ["", "it is , which is no number that can be read"],
    ["NaNs", "it is NaNs, which is no number that can be read"],
    ["a NaN", "it is a NaN, which is no number that can be read"],
    ["1.0000011", "it is 1.0000011, but no more than 1 can remain (0.742 means 74.2%)"],
    ["word ".repeat(20), `it is ${"word ".repeat(8)}, which is no number that can be read`],
    ["0x1p3", "it is 0x1p3, which is no number that can be read"],
  ])("%s is none", (text, reason) => {
    expect(readShare(text)).toBe(reason);
  });
});

test.each([
  ["0.2", "healthy"],
  ["0.19999999999999999999", "low"],
  ["0", "low"],
  ["-0.00000000000000000001", "exhausted"],
  ["1", "healthy"],
])("with 20 percent asked for, a share of %s is %s", (share, level) => {
  expect(levelOfShare(fromDecimal(share)!, fromDecimal("20")!)).toBe(level);
});

test.each([
  [900, null],
  [901, "its newest data are 15 min 1 s old (at most 15 min count)"],
  [86_400, "its newest data are 1 d old (at most 15 min count)"],
  [-900, null],
  [-901, "its data are dated 15 min 1 s ahead of GitHub's clock"],
])("data that are %d seconds old", (age, problem) => {
  expect(ageProblem(1_000_000 - age, 1_000_000)).toBe(problem);
});

describe("the status", () => {
  const slo = { target: "99.9", window: "28d", combine: "max", prometheus: "sloth" } as const;
  const measured = {
    ...withoutNumbers({ component: "checkout", slo }, { status: "none", reason: null }),
    status: "exhausted" as const,
    budgetMinutes: 40.32,
    consumedMinutes: 60,
    thawAt: 5,
    permitsAt: 6,
    nextChangeAt: 5,
  };

  test("goes by the reading; minutes follow from the objective, and nobody knows when it thaws", () => {
    const share = fromDecimal("0.25")!;
    const reading = { kind: "remaining", share, asOf: 77, source: "prometheus" } as const;
    expect(statusByReading(measured, reading, "20")).toMatchObject({
      status: "healthy",
      source: "prometheus",
      reason: null,
      readAt: 77,
      remainingPercent: 25,
      remainingMinutes: 10.08,
      consumedMinutes: 30.24,
      thawAt: null,
      permitsAt: null,
      nextChangeAt: null,
    });
  });

  test("is unknown with the reason when there is no reading, whatever the incidents say", () => {
    const reading = { kind: "unusable", reason: "it is NaN, which is no share", source: "snapshot" } as const;
    expect(statusByReading(measured, reading, "20")).toMatchObject({
      status: "unknown",
      source: "snapshot",
      reason: "it is NaN, which is no share",
      consumedMinutes: null,
      thawAt: null,
    });
  });

  test("has no minutes without an objective", () => {
    const reading = { kind: "remaining", share: fromDecimal("-1")!, asOf: 77, source: "prometheus" } as const;
    const bare = { ...measured, budgetMinutes: null, consumedMinutes: null };
    const status = statusByReading(bare, reading, "20");
    expect(status).toMatchObject({
      status: "exhausted",
      remainingPercent: -100,
      consumedMinutes: null,
      remainingMinutes: null,
    });
  });
});
