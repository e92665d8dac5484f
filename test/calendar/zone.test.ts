/** Zones, days and periods, checked against Temporal's own reading of the zone data. */
import * as fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { dayAt, formatDay, parseDay, sayDay, startOfDay, weekdayOf } from "#src/calendar/day.ts";
import { formatInstant, parseInstant } from "#src/calendar/instant.ts";
import { periodAt, type PeriodUnit } from "#src/calendar/period.ts";
import { firstInstantAt, instantsOf, openZone, UTC } from "#src/calendar/zone.ts";

const NAMES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "America/St_Johns",
  "America/Santiago",
  "America/Havana",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Pacific/Apia",
  "Africa/Casablanca",
  "Africa/Cairo",
];
const zones = new Map(NAMES.map((name) => [name, openZone(name)!]));
const name = fc.constantFrom(...NAMES);
const instant = fc.integer({ min: Date.UTC(1990, 0) / 1000, max: Date.UTC(2037, 11) / 1000 });

const zoned = (at: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at * 1000).toZonedDateTimeISO(timeZone);
const secondsOf = (value: { readonly epochMilliseconds: number }) => value.epochMilliseconds / 1000;

describe("agrees with Temporal", () => {
  it("on the offset at any instant", () => {
    fc.assert(
      fc.property(instant, name, (at, timeZone) => {
        expect(zones.get(timeZone)!.offsetAt(at)).toBe(zoned(at, timeZone).offsetNanoseconds / 1e9);
      }),
      { numRuns: 400 },
    );
  });

  it("on the first instant of any day", () => {
    fc.assert(
      fc.property(instant, name, (at, timeZone) => {
        const zone = zones.get(timeZone)!;
        const expected = secondsOf(zoned(at, timeZone).startOfDay());
        expect(startOfDay(dayAt(at, zone), zone)).toBe(expected);
      }),
      { numRuns: 400 },
    );
  });

  it("on the bounds of any period", () => {
    const unit = fc.constantFrom<PeriodUnit>("day", "week", "month", "quarter", "year");
    fc.assert(
      fc.property(instant, name, unit, (at, timeZone, asked) => {
        const date = zoned(at, timeZone).toPlainDate();
        const quarter = date.with({ day: 1, month: date.month - ((date.month - 1) % 3) });
        const [first, length]: readonly [Temporal.PlainDate, Temporal.DurationLike] = {
          day: [date, { days: 1 }] as const,
          week: [date.subtract({ days: date.dayOfWeek - 1 }), { weeks: 1 }] as const,
          month: [date.with({ day: 1 }), { months: 1 }] as const,
          quarter: [quarter, { months: 3 }] as const,
          year: [date.with({ day: 1, month: 1 }), { years: 1 }] as const,
        }[asked];
        expect(periodAt(at, asked, zones.get(timeZone)!)).toEqual({
          start: secondsOf(first.toZonedDateTime(timeZone)),
          end: secondsOf(first.add(length).toZonedDateTime(timeZone)),
        });
      }),
      { numRuns: 400 },
    );
  });

  it("on the instants that a clock reading names", () => {
    fc.assert(
      fc.property(instant, name, (at, timeZone) => {
        const wall = new Date(at * 1000).toISOString().slice(0, 19);
        const read = (disambiguation: "earlier" | "later") =>
          secondsOf(Temporal.PlainDateTime.from(wall).toZonedDateTime(timeZone, { disambiguation }));
        const [earlier, later] = [read("earlier"), read("later")];
        const shown = (value: number) => value + zoned(value, timeZone).offsetNanoseconds / 1e9 === at;
        expect(instantsOf(at, zones.get(timeZone)!)).toEqual([...new Set([earlier, later])].filter(shown));
      }),
      { numRuns: 400 },
    );
  });
});

describe("days and periods of unusual length", () => {
  const hours = (at: string, unit: PeriodUnit, zone: string) => {
    const { start, end } = periodAt(parseInstant(at)!, unit, openZone(zone)!);
    return (end - start) / 3600;
  };

  it.each<[string, PeriodUnit, string, number]>([
    ["2026-03-29T12:00:00Z", "day", "Europe/Berlin", 23],
    ["2026-10-25T12:00:00Z", "day", "Europe/Berlin", 25],
    ["2026-04-05T00:00:00Z", "day", "Australia/Lord_Howe", 24.5],
    ["2026-03-20T00:00:00Z", "month", "America/New_York", 743],
    ["2026-10-25T12:00:00Z", "week", "Europe/Berlin", 169],
    ["2028-02-29T12:00:00Z", "month", "UTC", 29 * 24],
    ["2028-07-01T00:00:00Z", "year", "UTC", 366 * 24],
    ["2026-02-10T00:00:00Z", "quarter", "UTC", 90 * 24],
  ])("%s: %s in %s has %d hours", (...[at, unit, zone, expected]) => {
    expect(hours(at, unit, zone)).toBe(expected);
  });

  it("a day without a midnight begins when the clocks jump over it", () => {
    const santiago = openZone("America/Santiago")!;
    expect(formatInstant(startOfDay(parseDay("2026-09-06")!, santiago))).toBe("2026-09-06T04:00:00Z");
  });

  it("a day that never was (Apia, 30 December 2011) begins with the next one", () => {
    const apia = openZone("Pacific/Apia")!;
    const start = (day: string) => startOfDay(parseDay(day)!, apia);
    expect(start("2011-12-30")).toBe(start("2011-12-31"));
  });

  it("a jump that begins before midnight (Toronto 1919, 23:30) starts the day at the jump", () => {
    const toronto = openZone("America/Toronto")!;
    const day = parseDay("1919-03-31")!;
    const start = startOfDay(day, toronto);
    expect([dayAt(start - 1, toronto), dayAt(start, toronto)]).toEqual([day - 1, day]);
  });

  it("a reading within a gap is first passed at the moment of the change", () => {
    const berlin = openZone("Europe/Berlin")!;
    const wall = parseInstant("2026-03-29T02:30:00Z")!;
    expect(instantsOf(wall, berlin)).toEqual([]);
    expect(formatInstant(firstInstantAt(wall, berlin))).toBe("2026-03-29T01:00:00Z");
  });
});

describe("opening a zone", () => {
  it.each(["Europe/Nowhere", "", "+02:00", "-05:00", " ", "Mars/Olympus", "UTC+1"])("refuses %j", (text) => {
    expect(openZone(text)).toBeNull();
  });

  it("takes any case, and knows UTC by its names", () => {
    expect(openZone("europe/berlin")?.name).toBe("Europe/Berlin");
    expect([openZone("utc"), openZone("Etc/UTC"), openZone("GMT")]).toEqual([UTC, UTC, UTC]);
  });
});

describe("days as text", () => {
  it.each(["2026-02-30", "2025-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "tomorrow", ""])(
    "%j is no day",
    (text) => {
      expect(parseDay(text)).toBeNull();
    },
  );

  it("what is read is written again, with the weekday that Temporal gives", () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (day) => {
        const text = formatDay(day);
        expect(parseDay(text)).toBe(day);
        expect(weekdayOf(day)).toBe(Temporal.PlainDate.from(text).dayOfWeek);
      }),
    );
  });

  it("is said in words", () => {
    expect(sayDay(parseDay("2026-11-04")!)).toBe("4 Nov 2026");
  });
});
