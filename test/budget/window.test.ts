/** Windows as the configuration and an import write them, and where they begin and end. */
import { expect, test } from "vitest";
import { boundsOf, parseWindow } from "#src/budget/window.ts";
import { formatInstant, parseInstant } from "#src/calendar/instant.ts";
import { openZone } from "#src/calendar/zone.ts";

const BERLIN = openZone("Europe/Berlin")!;
const NOW = parseInstant("2026-11-01T02:00Z")!;

test.each([
  ["28d", "2026-10-04T02:00:00Z", "2026-11-01T02:00:00Z"],
  ["12h", "2026-10-31T14:00:00Z", "2026-11-01T02:00:00Z"],
  ["calendar-month", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"],
  ["calendar-month@Europe/Berlin", "2026-10-31T23:00:00Z", "2026-11-30T23:00:00Z"],
  // There it is still October.
  ["calendar-month@America/New_York", "2026-10-01T04:00:00Z", "2026-11-01T04:00:00Z"],
  ["calendar-year@UTC", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"],
])("%s", (text, start, end) => {
  const bounds = boundsOf(parseWindow(text, BERLIN)!, NOW);
  expect([formatInstant(bounds.start), formatInstant(bounds.end)]).toEqual([start, end]);
});

test.each(["0d", "month", "calendar-fortnight", "calendar-month@Mars/Base", "calendar-month@", "28 days", ""])(
  "%j is no window",
  (text) => {
    expect(parseWindow(text, BERLIN)).toBeNull();
  },
);
