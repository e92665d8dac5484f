/** When a review is spoken of: on working days, once a stage, and never of what nobody needs. */
import { describe, expect, test } from "vitest";
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { readBusinessHours } from "#src/calendar/business-time.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { UTC } from "#src/calendar/zone.ts";
import { configSchema } from "#src/config/schema.ts";
import { reviewReminderOf, reviewReminding } from "#src/remediation/review-reminder.ts";
import { analysisWith } from "#test/analysis/analyses.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { INCIDENT } from "#test/analysis/analyses.ts";

const hours = readBusinessHours("09:00-17:00", ["2026-11-27"], UTC)!;
const config = configSchema.parse({ components: { checkout: { paths: ["a/**"], owners: ["@bob", "@acme/pay"] } } });
const terms = (now: string, level: "required" | "recommended" | "optional" = "required") => ({
  now: parseInstant(now)!,
  hours,
  need: { level },
  incident: { components: ["checkout"] },
  config,
});
const recorded = (parts: Partial<AnalysisRecord> = {}) => ({
  ...analysisWith({}),
  record: { ...emptyRecord(INCIDENT), reviewDue: "2026-11-30", ...parts },
});

describe("due on Monday the 30th, Friday the 27th is a holiday", () => {
  test.each([
    ["2026-11-25T16:00Z", null],
    ["2026-11-26T08:59Z", null],
    ["2026-11-26T09:00Z", "soon 2026-11-30"],
    ["2026-11-30T16:59Z", "soon 2026-11-30"],
    ["2026-12-01T08:59Z", "soon 2026-11-30"],
    ["2026-12-01T09:00Z", "overdue 2026-11-30"],
    ["2026-12-08T09:00Z", "escalated 2026-11-30 +1w"],
  ])("%s: %s", (now, key) => {
    expect(reviewReminderOf(recorded(), terms(now))?.key ?? null).toBe(key);
  });

  test.each([
    ["reviewed", { reviewed: { by: "bob", at: 1, reason: null } }],
    ["without a day", { reviewDue: null }],
    ["set for later", { session: { at: parseInstant("2026-12-04T10:00Z")!, by: "bob", said: 1 } }],
  ])("%s: nothing is said", (_name, parts) => {
    expect(reviewReminderOf(recorded(parts), terms("2026-12-01T10:00Z"))).toBeNull();
  });

  test("of an optional analysis nothing is said, and nobody is asked to help with one that is only recommended", () => {
    expect(reviewReminderOf(recorded(), terms("2026-12-08T09:00Z", "optional"))).toBeNull();
    expect(reviewReminderOf(recorded(), terms("2026-12-08T09:00Z", "recommended"))?.stage).toBe("overdue");
  });
});

describe("the words", () => {
  const bodies = (parts: Partial<AnalysisRecord>, now: string) =>
    reviewReminding(recorded(parts), terms(now))?.says.map(({ body }) => body.replaceAll(/<!--.*?-->\n/g, "")) ?? null;

  test("name the lead first, the owners last, and nobody twice in a stage", () => {
    expect(bodies({}, "2026-11-26T09:00Z")).toEqual([
      expect.stringMatching(/^@alice: The review of this analysis is due on \*\*30 Nov 2026\*\*\.\n\n- read before/),
    ]);
    expect(bodies({ reviewReminded: "soon 2026-11-30" }, "2026-11-30T10:00Z")).toBeNull();
    expect(bodies({ reviewReminded: "overdue 2026-11-30" }, "2026-12-08T10:00Z")).toEqual([
      expect.stringMatching(/^@bob, @acme\/pay: this review could do with your help/),
      expect.stringMatching(/^The review of this analysis was due on \*\*30 Nov 2026\*\*\. That is a week ago\./),
    ]);
  });

  test("know that a session was held, and thank for a review", () => {
    const held = { held: { attendees: ["bob"], by: "bob", at: 1 } };
    expect(bodies(held, "2026-12-01T09:00Z")![0]).toContain("what is left is one person other than the author");
    const reviewed = { reviewed: { by: "bob", at: 1, reason: null }, reviewReminded: "soon 2026-11-30" };
    expect(bodies(reviewed, "2026-12-01T09:00Z")).toEqual(["Reviewed. Thank you."]);
  });
});
