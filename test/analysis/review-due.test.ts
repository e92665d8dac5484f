/** The review follows the end of the impact, in working time, and only to a later day. */
import { expect, test } from "vitest";
import { withLaterReview } from "#src/analysis/review-due.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { UTC } from "#src/calendar/zone.ts";
import { configSchema } from "#src/config/schema.ts";
import { INCIDENT, statement } from "./analyses.ts";

const config = configSchema.parse({});
const session = { at: 1, by: "bob", said: 1 };

test.each([
  // 48 h of working days after Thursday 10:00 is Monday.
  ["2026-11-26T10:00Z", {}, "2026-11-30"],
  ["2026-11-20T10:00Z", {}, "2026-11-25"],
  ["2026-11-26T10:00Z", { session }, "2026-11-25"],
  ["2026-11-26T10:00Z", { reviewDue: null }, null],
])("due on the 25th, mitigated %s, %o: %s", (mitigated, parts, due) => {
  const record = { ...emptyRecord(INCIDENT), reviewDue: "2026-11-25", ...parts };
  const next = withLaterReview(record, { at: parseInstant(mitigated)!, config, zone: UTC }, statement);
  expect(next.reviewDue).toBe(due);
  const why = next.corrections.map(({ from, to, reason }) => [from, to, reason]);
  expect(why).toEqual(next === record ? [] : [["2026-11-25", due, "48h after the impact ended"]]);
});
