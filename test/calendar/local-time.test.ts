/** Clock times on a day in a zone, also when the clocks change. */
import { describe, expect, it } from "vitest";
import { parseDay } from "#src/calendar/day.ts";
import { parseInstant } from "#src/calendar/instant.ts";
import { instantOfTime } from "#src/calendar/local-time.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";

const berlin = openZone("Europe/Berlin")!;
const day = (text: string) => parseDay(text)!;
const at = (text: string) => parseInstant(text)!;

describe("clock times", () => {
  it("are read in the zone", () => {
    expect(instantOfTime("14:05", day("2026-11-22"), berlin)).toEqual({
      ok: true,
      at: at("2026-11-22T13:05:00Z"),
      note: null,
    });
    expect(instantOfTime("9:05:30", day("2026-11-22"), UTC)).toEqual({
      ok: true,
      at: at("2026-11-22T09:05:30Z"),
      note: null,
    });
  });

  it("that the clocks skipped are taken as the moment of the change, and this is said", () => {
    expect(instantOfTime("02:30", day("2026-03-29"), berlin)).toEqual({
      ok: true,
      at: at("2026-03-29T01:00:00Z"),
      note: "02:30 on 2026-03-29 in Europe/Berlin did not exist (clocks went forward): taken as 29 Mar 2026 01:00Z",
    });
  });

  it("that came twice are taken as the first, and this is said", () => {
    expect(instantOfTime("02:30", day("2026-10-25"), berlin)).toEqual({
      ok: true,
      at: at("2026-10-25T00:30:00Z"),
      note: "02:30 on 2026-10-25 in Europe/Berlin came twice (clocks went back, 25 Oct 2026 00:30Z and 25 Oct 2026 01:30Z): taken as the first",
    });
  });

  it.each(["24:00", "12:60", "12:00:60", "noon", "1400", "", "12:5"])("%j is refused", (text) => {
    expect(instantOfTime(text, day("2026-11-22"), UTC)).toEqual({
      ok: false,
      reason: `"${text}" is not a time: write HH:MM, e.g. 14:05`,
    });
  });
});
