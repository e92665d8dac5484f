/** ISO week keys and their bounds. */
import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { parseDay } from "#src/calendar/day.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { isoWeekAt, isoWeekPeriod, mondayOf } from "#src/calendar/iso-week.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";

const berlin = openZone("Europe/Berlin")!;
const day = (text: string) => parseDay(text)!;
const at = (text: string) => parseInstant(text)!;

describe("ISO weeks", () => {
  it.each([
    ["2026-11-22T12:00:00Z", "2026-W47"],
    ["2026-11-22T23:30:00Z", "2026-W48"],
    ["2027-01-01T12:00:00Z", "2026-W53"],
    ["2024-12-30T12:00:00Z", "2025-W01"],
  ])("%s is %s in Berlin", (instant, key) => {
    expect(isoWeekAt(at(instant), berlin)).toBe(key);
  });

  it("agree with Temporal, and every instant lies in the period of its own week", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e9 }), (instant) => {
        const key = isoWeekAt(instant, berlin);
        const date = Temporal.Instant.fromEpochMilliseconds(instant * 1000).toZonedDateTimeISO("Europe/Berlin");
        expect(key).toBe(`${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, "0")}`);
        const { start, end } = isoWeekPeriod(key, berlin)!;
        expect(start <= instant && instant < end).toBe(true);
      }),
    );
  });

  it.each(["2025-W53", "2026-W00", "2026-W54", "2026-47", "W47", ""])("%j is no week", (key) => {
    expect([mondayOf(key), isoWeekPeriod(key, UTC)]).toEqual([null, null]);
  });

  it("2026-W53 exists, since the year has 53", () => {
    expect(mondayOf("2026-W53")).toBe(day("2026-12-28"));
  });
});
