/** Instants as text: only with an offset, only real ones. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatInstant, parseInstant, sayInstant } from "#src/calendar/instant.ts";

describe("reading an instant", () => {
  it.each([
    ["2026-11-10T08:00:00Z", "2026-11-10T08:00:00Z"],
    ["2026-11-10T13:30:00+05:30", "2026-11-10T08:00:00Z"],
    ["2026-11-10T03:00:00-0500", "2026-11-10T08:00:00Z"],
    ["2026-11-10 08:00z", "2026-11-10T08:00:00Z"],
    ["2026-11-10T08:00:00.999Z", "2026-11-10T08:00:00Z"],
    ["2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z"],
  ])("%s is %s", (text, written) => {
    expect(formatInstant(parseInstant(text)!)).toBe(written);
  });

  it.each([
    "2026-11-10T08:00:00",
    "2026-02-30T08:00:00Z",
    "2027-02-29T08:00:00Z",
    "2026-13-01T08:00:00Z",
    "2026-11-10T24:00:00Z",
    "2026-11-10T08:60:00Z",
    "2026-11-10T08:00:60Z",
    "2026-11-10T08:00:00+19:00",
    "2026-11-10T08:00:00+01:60",
    "2026-11-10",
    "soon",
    "",
  ])("%j is refused", (text) => {
    expect(parseInstant(text)).toBeNull();
  });

  it("reads what it writes", () => {
    fc.assert(
      fc.property(fc.integer({ min: -6e10, max: 2e11 }), (instant) => {
        expect(parseInstant(formatInstant(instant))).toBe(instant);
      }),
    );
  });

  it("is said in UTC", () => {
    expect(sayInstant(parseInstant("2026-11-02T05:03:59Z")!)).toBe("2 Nov 2026 05:03Z");
  });
});
