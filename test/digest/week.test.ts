/** Which week is told of when, and how it is said. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isoWeekAt } from "#src/calendar/iso-week.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { openZone, UTC, type Zone } from "#src/calendar/zone.ts";
import { isWithin, sayWeek, weekByKey, weekDueAt, weeksUpTo } from "#src/digest/week.ts";

const at = (text: string) => parseInstant(text)!;
const zone = (name: string): Zone => openZone(name)!;
const DAY = 86_400;

describe("the week that is due", () => {
  test.each([
    ["on Monday morning: the one that ended last night", "2026-11-23T00:00:00Z", "UTC", "monday", "2026-W47"],
    ["a second before that: the one before", "2026-11-22T23:59:59Z", "UTC", "monday", "2026-W46"],
    ["on Sunday evening in UTC, Monday in Auckland", "2026-11-22T12:00:00Z", "Pacific/Auckland", "monday", "2026-W47"],
    [
      "on Monday in UTC, still Sunday in Los Angeles",
      "2026-11-23T05:00:00Z",
      "America/Los_Angeles",
      "monday",
      "2026-W46",
    ],
    ["on Thursday, when Friday is asked for: the one before", "2026-11-26T12:00:00Z", "UTC", "friday", "2026-W46"],
    ["on Friday, when Friday is asked for", "2026-11-27T00:00:00Z", "UTC", "friday", "2026-W47"],
    ["on Saturday, when Sunday is asked for: the one before", "2026-11-28T12:00:00Z", "UTC", "sunday", "2026-W46"],
    ["in January: week 53 of a long year", "2027-01-04T09:00:00Z", "UTC", "monday", "2026-W53"],
  ] as const)("%s", (...[, now, name, weekday, key]) => {
    expect(weekDueAt(at(now), zone(name), weekday).key).toBe(key);
  });

  test("has always ended, and began at most 14 days and the wait before", () => {
    const moments = fc.integer({ min: at("2020-01-01T00:00:00Z"), max: at("2040-01-01T00:00:00Z") });
    const zones = fc.constantFrom(UTC, zone("Europe/Berlin"), zone("Pacific/Apia"), zone("America/St_Johns"));
    const days = fc.constantFrom("monday", "wednesday", "sunday" as const);
    fc.assert(
      fc.property(moments, zones, days, (now, place, weekday) => {
        const { period, key } = weekDueAt(now, place, weekday);
        expect(period.end).toBeLessThanOrEqual(now);
        expect(now - period.end).toBeLessThan(14 * DAY);
        expect(isoWeekAt(period.start, place)).toBe(key);
        expect(isoWeekAt(period.end - 1, place)).toBe(key);
        expect(isoWeekAt(period.end, place)).not.toBe(key);
      }),
      { numRuns: 200 },
    );
  });
});

test.each([
  ["within a month", "2026-W47", "16–22 Nov"],
  ["over two months", "2026-W49", "30 Nov – 6 Dec"],
  ["over two years", "2026-W53", "28 Dec 2026 – 3 Jan 2027"],
])("a week %s is said shortly", (_name, key, said) => {
  expect(sayWeek(weekByKey(key, UTC)!)).toBe(said);
});

test("there is no week 54, and no week without a year", () => {
  expect(["2026-W54", "W47", "2025-W53", ""].map((key) => weekByKey(key, UTC))).toEqual([null, null, null, null]);
});

test("eight weeks end with the one given, over the turn of the year", () => {
  const keys = weeksUpTo(weekByKey("2027-W02", UTC)!, 4, UTC).map(({ key }) => key);
  expect(keys).toEqual(["2026-W52", "2026-W53", "2027-W01", "2027-W02"]);
});

test("a week has its first second and not the one after its last", () => {
  const week = weekByKey("2026-W47", zone("Europe/Berlin"))!;
  const seconds = ["2026-11-15T22:59:59Z", "2026-11-15T23:00:00Z", "2026-11-22T22:59:59Z", "2026-11-22T23:00:00Z"];
  expect(seconds.map((text) => isWithin(at(text), week))).toEqual([false, true, true, false]);
  expect(isWithin(null, week)).toBe(false);
});
