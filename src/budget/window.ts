/** The stretch of time over which an objective is promised: the last N days, or a calendar period in a zone. */
import { parseDuration } from "#src/calendar/duration.ts";
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import { PERIOD_UNITS, periodAt, type Period, type PeriodUnit } from "#src/calendar/period.ts";
import { openZone, type Zone } from "#src/calendar/zone.ts";

/** Rolling: `[now − seconds, now)`, whatever the clocks do. Calendar: the whole period that contains now, at its real length. */
export type BudgetWindow =
  | { readonly type: "rolling"; readonly seconds: Seconds }
  | { readonly type: "calendar"; readonly unit: PeriodUnit; readonly zone: Zone };

/**
 * Reads a window as the configuration has it: `28d`, or `calendar-month` (day, week, month, quarter, year) in the zone; an imported
 * one may name a zone of its own, `calendar-month@Europe/Berlin`.
 * @returns null for anything else, and for a length of 0.
 */
export function parseWindow(text: string, zone: Zone): BudgetWindow | null {
  const [period = "", named] = text.split("@");
  const unit = PERIOD_UNITS.find((name) => period === `calendar-${name}`);
  const own = named === undefined || named === zone.name ? zone : openZone(named);
  if (unit) return own && { type: "calendar", unit, zone: own };
  const seconds = parseDuration(text);
  return seconds === null || seconds === 0 ? null : { type: "rolling", seconds };
}

/** The bounds of the window as of now. A calendar window ends in the future: its budget is that of the whole period. */
export function boundsOf(window: BudgetWindow, now: Instant): Period {
  if (window.type === "rolling") return { start: now - window.seconds, end: now };
  return periodAt(now, window.unit, window.zone);
}
