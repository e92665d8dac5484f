/** When a person is reminded of an item, and of what: a stage that follows from the facts and the working days, so that a sweep may run at any time. */
import { parseDay, startOfDay } from "#src/calendar/day.ts";
import { lastOpenAt, type BusinessHours } from "#src/calendar/business-time.ts";
import { parseDuration } from "#src/calendar/duration.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import { dueOf, type Due } from "./due.ts";
import type { RemediationItem } from "./item.ts";
import { STATE_WORDS } from "./state-words.ts";

/** `soon` before the due day ends, `overdue` after it, `escalated` when the owners of the component should help. */
export type ReminderStage = "soon" | "overdue" | "escalated";

/** What should have been said by now. */
export interface Reminder {
  readonly stage: ReminderStage;
  readonly due: Due;
  /** Whole weeks since the due day ended. */
  readonly weeks: number;
  /** Names the stage for this due date and this snooze: as long as it is the same, nobody new has to be told. */
  readonly round: string;
  /** What the item's block keeps: `round`, and the weeks, with which the words change. */
  readonly key: string;
}

/** What decides beside the item. */
export interface ReminderTerms {
  readonly now: Instant;
  readonly hours: BusinessHours;
  readonly config: Pick<Config, "follow_up" | "policy">;
}

const WEEK = 7 * 86_400;

/**
 * The reminder that should stand: null for proposals, for what is settled, while it is snoozed, without a due date, and
 * before the first stage. Time counts as of the last moment at which people were at work, so that nothing is said at night,
 * at weekends or on holidays.
 */
export function reminderOf(item: RemediationItem, terms: ReminderTerms): Reminder | null {
  const { now, hours, config } = terms;
  if (!config.follow_up.reminders || !STATE_WORDS[item.state].gates || item.state === "missing") return null;
  const due = dueOf(item, { zone: hours.zone, slo: config.policy.due });
  const at = lastOpenAt(now, hours);
  if (!due || isSnoozed(item, at, hours)) return null;
  const stage = stageAt(at, due, terms);
  if (stage === null) return null;
  const weeks = Math.max(0, Math.floor((at - due.end) / WEEK));
  const snoozed = item.snooze === null ? "" : `, quiet until ${item.snooze.until}`;
  const round = `${stage} ${due.date}${snoozed}`;
  return { stage, due, weeks, round, key: weeks === 0 ? round : `${round} +${weeks}w` };
}

/** True when the last reminder already told the people of this stage. */
export function isSameRound(reminder: Pick<Reminder, "round">, reminded: string | null): boolean {
  return reminded !== null && reminded.replace(/ \+\d+w$/, "") === reminder.round;
}

function stageAt(at: Instant, due: Due, { hours, config }: ReminderTerms): ReminderStage | null {
  const terms = config.follow_up;
  if (at >= due.end + (parseDuration(terms.escalate_after) ?? WEEK)) return "escalated";
  if (at >= due.end) return "overdue";
  const days = Number.parseInt(terms.remind_before, 10);
  return at >= startOfDay(due.day - days, hours.zone) ? "soon" : null;
}

function isSnoozed({ snooze }: RemediationItem, at: Instant, { zone }: BusinessHours): boolean {
  const until = snooze === null ? null : parseDay(snooze.until);
  return until !== null && at < startOfDay(until, zone);
}
