import { describe, expect, it } from "vitest";
import { analysisNeed, sayNeed } from "#src/incident/criteria.ts";

const quiet = {
  severity: 4,
  impactMinutes: 5,
  budgetSharePercent: 3,
  dataLoss: false,
  recurrence: false,
  detectedByPeople: false,
} as const;

describe("whether an incident needs an analysis", () => {
  it.each([
    [{}, "Optional: it is severity 4 and no other criterion is met."],
    [{ severity: 1 }, "Required: it is severity 1."],
    [{ severity: 2, dataLoss: true }, "Required: it is severity 2 and data was lost."],
    [{ budgetSharePercent: 20 }, "Optional: it is severity 4 and no other criterion is met."],
    [{ budgetSharePercent: 92.64 }, "Required: it used 92.6% of an error budget (more than 20%)."],
    [{ recurrence: true }, "Required: it has happened before."],
    [{ severity: 3 }, "Recommended: it is severity 3."],
    [{ severity: null, impactMinutes: null, budgetSharePercent: null }, "Recommended: its severity is not known yet."],
    [{ impactMinutes: 60 }, "Recommended: its impact lasted an hour or more."],
    [{ impactMinutes: 59.9, detectedByPeople: true }, "Recommended: people noticed it before monitoring did."],
    [
      { severity: 3, impactMinutes: 90, detectedByPeople: true },
      "Recommended: it is severity 3, its impact lasted an hour or more and people noticed it before monitoring did.",
    ],
  ] as const)("%o", (facts, said) => {
    expect(sayNeed(analysisNeed({ ...quiet, ...facts }))).toBe(said);
  });
});
