/** Due dates: read from what people write, and the instant at which they have passed. */
import { formatDay, parseDay, startOfDay, type Day } from "./day.ts";
import type { Instant } from "./instant.ts";
import type { Zone } from "./zone.ts";

/** The day on which something is due, or why the text names none. */
export type DueDate =
  | { readonly ok: true; readonly day: Day; readonly date: string }
  | { readonly ok: false; readonly reason: string };

const LONGEST_DAYS = 3660;

/**
 * Reads `YYYY-MM-DD`, or `14d` / `2w` counted from a day (0d = that day). Days that do not exist and more than ten years
 * ahead are refused with a reason. A day in the past is read: whether it makes sense is for the caller.
 */
export function readDueDate(text: string, from: Day): DueDate {
  const trimmed = text.trim();
  const relative = /^(\d{1,5})([dw])$/i.exec(trimmed);
  if (relative) return within(from + Number(relative[1]) * (relative[2]!.toLowerCase() === "w" ? 7 : 1), from, trimmed);
  const day = parseDay(trimmed);
  if (day !== null) return within(day, from, trimmed);
  const reason = /^\d{4}-\d{2}-\d{2}$/.test(trimmed)
    ? `${trimmed} does not exist in the calendar`
    : `"${trimmed.slice(0, 40)}" is not a date: write YYYY-MM-DD, e.g. ${formatDay(from + 14)}, or 14d`;
  return { ok: false, reason };
}

function within(day: Day, from: Day, text: string): DueDate {
  if (day - from > LONGEST_DAYS) return { ok: false, reason: `${text} is more than ten years ahead` };
  return { ok: true, day, date: formatDay(day) };
}

/** The end of a due day in a zone, exclusive: the first instant of the next day. Overdue = now is at or after it. */
export function endOfDueDay(day: Day, zone: Zone): Instant {
  return startOfDay(day + 1, zone);
}
