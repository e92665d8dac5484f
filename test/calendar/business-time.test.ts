/** When a review is due, within working hours. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dueWithin, readBusinessHours } from "#src/calendar/business-time.ts";
import { dayAt, weekdayOf } from "#src/calendar/day.ts";
import { parseDuration } from "#src/calendar/duration.ts";
import { formatInstant, parseInstant } from "#src/calendar/instant.ts";
import { openZone, UTC, wallAt } from "#src/calendar/zone.ts";

const berlin = openZone("Europe/Berlin")!;
const at = (text: string) => parseInstant(text)!;

describe("business time", () => {
  const hours = readBusinessHours("09:00-17:00", ["2026-12-25"], berlin)!;
  const due = (from: string, within: string) => formatInstant(dueWithin(at(from), parseDuration(within)!, hours));

  it.each([
    ["on a Thursday morning, 48 h are Monday at the same time", "2026-11-19T09:00:00Z", "48h", "2026-11-23T09:00:00Z"],
    ["on a Monday, 24 h are Tuesday at the same time", "2026-11-23T09:00:00Z", "24h", "2026-11-24T09:00:00Z"],
    ["at night, the next opening", "2026-11-22T23:30:00Z", "24h", "2026-11-24T08:00:00Z"],
    ["in the evening, the opening after", "2026-11-23T20:00:00Z", "24h", "2026-11-25T08:00:00Z"],
    ["at the weekend, the count begins on Monday", "2026-11-21T10:00:00Z", "24h", "2026-11-24T08:00:00Z"],
    ["a holiday does not count", "2026-12-24T09:00:00Z", "24h", "2026-12-28T09:00:00Z"],
    ["at closing time exactly, the next opening", "2026-11-23T16:00:00Z", "24h", "2026-11-25T08:00:00Z"],
    [
      "over the change of the clocks, the same time on the clock",
      "2026-10-23T08:00:00Z",
      "24h",
      "2026-10-26T09:00:00Z",
    ],
    ["days are working days", "2026-11-20T10:00:00Z", "2d", "2026-11-24T10:00:00Z"],
    ["nothing to wait for within hours is now", "2026-11-23T10:00:00Z", "0h", "2026-11-23T10:00:00Z"],
  ])("%s", (...[, from, within, expected]) => {
    expect(due(from, within)).toBe(expected);
  });

  it("is never before the time has passed, never outside working hours, and never earlier for a later incident", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1.75e9, max: 1.85e9 }), fc.nat(96), fc.nat(200_000), (from, count, later) => {
        const moment = dueWithin(from, count * 3600, hours);
        const wall = ((wallAt(moment, berlin) % 86_400) + 86_400) % 86_400;
        expect(weekdayOf(dayAt(moment, berlin))).toBeLessThanOrEqual(5);
        expect(wall >= 9 * 3600 && wall < 17 * 3600).toBe(true);
        expect(moment).toBeGreaterThanOrEqual(from + count * 3600 - 3600);
        expect(dueWithin(from + later, count * 3600, hours)).toBeGreaterThanOrEqual(moment - 3600);
      }),
    );
  });

  it.each(["17:00-09:00", "09:00", "09:00-09:00", "9-17", "09:00-17:00-18:00", "09:00-25:00"])(
    "%j are no hours",
    (text) => {
      expect(readBusinessHours(text, [], UTC)).toBeNull();
    },
  );

  it("may last until midnight", () => {
    expect(readBusinessHours("00:00-24:00", [], UTC)).toMatchObject({ open: 0, close: 86_400 });
  });
});
