/** Due dates: what is read, what is refused and why, and when a day has passed. */
import { describe, expect, it } from "vitest";
import { parseDay } from "#src/calendar/day.ts";
import { endOfDueDay, readDueDate } from "#src/calendar/due-date.ts";
import { formatInstant } from "#src/calendar/instant.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";

const berlin = openZone("Europe/Berlin")!;
const day = (text: string) => parseDay(text)!;

describe("due dates", () => {
  it.each([
    ["2026-12-01", "2026-12-01"],
    [" 2026-12-01 ", "2026-12-01"],
    ["14d", "2026-12-06"],
    ["0d", "2026-11-22"],
    ["2W", "2026-12-06"],
    ["2026-11-01", "2026-11-01"],
  ])("%s from 22 November is %s", (text, date) => {
    expect(readDueDate(text, day("2026-11-22"))).toEqual({ ok: true, date, day: day(date) });
  });

  it.each([
    ["2026-02-30", "2026-02-30 does not exist in the calendar"],
    ["2027-02-29", "2027-02-29 does not exist in the calendar"],
    ["2026-13-01", "2026-13-01 does not exist in the calendar"],
    ["next week", '"next week" is not a date: write YYYY-MM-DD, e.g. 2026-12-06, or 14d'],
    ["", '"" is not a date: write YYYY-MM-DD, e.g. 2026-12-06, or 14d'],
    ["-3d", '"-3d" is not a date: write YYYY-MM-DD, e.g. 2026-12-06, or 14d'],
    ["22262-11-22", '"22262-11-22" is not a date: write YYYY-MM-DD, e.g. 2026-12-06, or 14d'],
    ["2226-11-22", "2226-11-22 is more than ten years ahead"],
    ["99999d", "99999d is more than ten years ahead"],
  ])("%j is refused: %s", (text, reason) => {
    expect(readDueDate(text, day("2026-11-22"))).toEqual({ ok: false, reason });
  });

  it("a day has passed at the first instant of the next one, where the team lives", () => {
    expect(formatInstant(endOfDueDay(day("2026-11-22"), berlin))).toBe("2026-11-22T23:00:00Z");
    expect(formatInstant(endOfDueDay(day("2026-11-22"), UTC))).toBe("2026-11-23T00:00:00Z");
    expect(formatInstant(endOfDueDay(day("2026-10-25"), berlin))).toBe("2026-10-25T23:00:00Z");
  });
});
