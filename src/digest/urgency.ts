/** In which order work is read: what is past its date first, then by priority, date and number. */
import type { WeekItem } from "./digest-facts.ts";

/** For `toSorted`. No priority counts as P1, as for the gate; no date comes last. */
export function mostUrgentFirst(a: WeekItem, b: WeekItem): number {
  return (
    Number(b.overdue) - Number(a.overdue) ||
    (a.item.priority ?? "P1").localeCompare(b.item.priority ?? "P1") ||
    (a.due?.end ?? Number.MAX_SAFE_INTEGER) - (b.due?.end ?? Number.MAX_SAFE_INTEGER) ||
    a.item.issue.number - b.item.issue.number
  );
}
