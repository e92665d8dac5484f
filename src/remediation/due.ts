/** When an item is due: the stated date, else what its priority promises. */
import { dayAt, formatDay, parseDay, startOfDay, type Day } from "#src/calendar/day.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Zone } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";
import type { RemediationItem } from "./item.ts";

/** The last day on which the item is in time, and where that comes from. */
export interface Due {
  readonly day: Day;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** The first instant after that day in the zone: from here on the item is overdue. */
  readonly end: Instant;
  /** False: from the policy's days for the priority. */
  readonly stated: boolean;
}

/** What decides beside the item. */
export interface DueTerms {
  readonly zone: Zone;
  /** `policy.due`: days by priority, such as `{ P0: "7d" }`. */
  readonly slo: Config["policy"]["due"];
}

/**
 * The stated date counts to the end of that day in the zone. Without one it is so many calendar days after acceptance
 * (before that, after creation) as the policy gives the priority; no priority counts as P1.
 * @returns null when nothing is stated and the policy has no days for the priority.
 */
export function dueOf(
  item: Pick<RemediationItem, "dueDate" | "priority" | "accepted" | "createdAt">,
  { zone, slo }: DueTerms,
): Due | null {
  const stated = item.dueDate === null ? null : parseDay(item.dueDate);
  if (stated !== null)
    return { day: stated, date: item.dueDate!.trim(), end: startOfDay(stated + 1, zone), stated: true };
  const days = Number.parseInt(slo[item.priority ?? "P1"] ?? "", 10);
  if (Number.isNaN(days)) return null;
  const day = dayAt(item.accepted?.at ?? item.createdAt, zone) + days;
  return { day, date: formatDay(day), end: startOfDay(day + 1, zone), stated: false };
}

/** True from the end of the due day on; false for an item that is never due. */
export function isOverdue(due: Due | null, now: Instant): boolean {
  return due !== null && now >= due.end;
}
