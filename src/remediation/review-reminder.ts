/** When people are reminded of a review, and how: on the working day before it, when its day has passed, and when the owners should help. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { type BusinessHours, isWorkingDay, lastOpenAt } from "#src/calendar/business-time.ts";
import { type Day, dayAt, formatDay, parseDay, sayDay, startOfDay } from "#src/calendar/day.ts";
import { parseDuration } from "#src/calendar/duration.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import type { AnalysisNeed } from "#src/incident/criteria.ts";
import type { Incident } from "#src/incident/incident.ts";
import { ownersOf, QUIET, REMINDER_MARKER, stagedComments } from "./reminder-comment.ts";
import type { Reminder } from "./reminder.ts";

type Recorded = Pick<Analysis, "issue"> & { readonly record: AnalysisRecord };

/** What decides beside the analysis. */
export interface ReviewReminderTerms {
  readonly now: Instant;
  readonly hours: BusinessHours;
  readonly need: Pick<AnalysisNeed, "level">;
  readonly incident: Pick<Incident, "components">;
  readonly config: Pick<Config, "components" | "follow_up">;
}

/** What should have been said of a review by now. */
export interface ReviewReminder extends Pick<Reminder, "stage" | "round" | "key" | "weeks"> {
  readonly day: Day;
}

const WEEK = 7 * 86_400;

/**
 * The reminder that should stand: null once it is reviewed, when the analysis is optional or closed, without a day, and
 * before the first stage. Only the owners of a required one are asked for help. Time counts as of the last moment at which
 * people were at work.
 */
export function reviewReminderOf({ record, issue }: Recorded, terms: ReviewReminderTerms): ReviewReminder | null {
  const { hours, need, config } = terms;
  const day = record.session ? dayAt(record.session.at, hours.zone) : parseDay(record.reviewDue ?? "");
  if (!config.follow_up.reminders || day === null || issue.state === "closed") return null;
  if (record.reviewed !== null || need.level === "optional") return null;
  const at = lastOpenAt(terms.now, hours);
  const stage = stageAt(at, day, terms);
  if (stage === null) return null;
  const weeks = Math.max(0, Math.floor((at - startOfDay(day + 1, hours.zone)) / WEEK));
  const round = `${stage} ${formatDay(day)}`;
  return { stage, day, weeks, round, key: weeks === 0 ? round : `${round} +${weeks}w` };
}

function stageAt(at: Instant, day: Day, { hours, need, config }: ReviewReminderTerms): Reminder["stage"] | null {
  const end = startOfDay(day + 1, hours.zone);
  const patience = parseDuration(config.follow_up.escalate_after) ?? WEEK;
  if (need.level === "required" && at >= end + patience) return "escalated";
  if (at >= end) return "overdue";
  let before = day - 1;
  while (!isWorkingDay(before, hours)) before -= 1;
  return at >= startOfDay(before, hours.zone) ? "soon" : null;
}

/** What should be said now, and the key under which it is remembered; null when it was said already. */
export function reviewReminding(
  analysis: Recorded,
  terms: ReviewReminderTerms,
): { readonly key: string; readonly says: readonly EnsureComment[] } | null {
  const reminded = analysis.record.reviewReminded;
  const reminder = reviewReminderOf(analysis, terms);
  const key = reminder?.key ?? (reminded === null ? null : QUIET);
  if (key === null || key === reminded) return null;
  return { key, says: reminder ? said(analysis, reminder, terms) : [quiet(analysis)] };
}

function said({ issue, record }: Recorded, reminder: ReviewReminder, terms: ReviewReminderTerms): EnsureComment[] {
  const { incident, config } = terms;
  const lead = issue.assignees.map((login) => `@${login}`);
  return stagedComments({
    issue: referenceTo(issue),
    reminder,
    reminded: record.reviewReminded,
    people: reminder.stage === "escalated" ? ownersOf(incident.components, config.components) : lead,
    words: (people) => wordsOf(record, reminder, people),
    notice: NOTICE[reminder.stage],
  });
}

const NOTICE: Readonly<Record<Reminder["stage"], string>> = {
  soon: "the review is close; the reminder above has the day.",
  overdue: "the day of this review has passed. Another one is fine; the reminder above says how.",
  escalated:
    "this review could do with your help: an hour, a reader, or somebody else to lead it. The reminder above says how.",
};

function wordsOf(record: AnalysisRecord, reminder: ReviewReminder, people: readonly string[]): string {
  const { stage, day, weeks } = reminder;
  const ago = weeks === 0 ? "" : ` That is ${weeks === 1 ? "a week" : `${weeks} weeks`} ago.`;
  const set = record.session === null ? "due on" : "set for";
  const when = {
    soon: `The review of this analysis is ${set} **${sayDay(day)}**.`,
    overdue: `The review of this analysis was ${set} **${sayDay(day)}**.${ago}`,
    escalated: `The review of this analysis was ${set} **${sayDay(day)}**.${ago} The owners of its component have been asked to help.`,
  }[stage];
  const steps =
    record.held === null
      ? [
          `- ${stage === "soon" ? "read before: what is starred in *For the review*, ten minutes" : "it takes an hour; memories of what people saw fade first"}`,
          "- another time: `/pia review DATE TIME`",
          "- it took place? `/pia held attendees:@a,@b`",
        ]
      : [
          "- the session was held; what is left is one person other than the author who reads it and says `/pia reviewed`",
        ];
  return [people.length === 0 ? when : `${people.join(", ")}: ${when}`, steps.join("\n")].join("\n\n");
}

function quiet({ issue, record }: Recorded): EnsureComment {
  const words = record.reviewed === null ? "There is nothing to remind of just now." : "Reviewed. Thank you.";
  const body = [renderMarker(REMINDER_MARKER), words].join("\n");
  return { kind: "ensure-comment", issue: referenceTo(issue), marker: REMINDER_MARKER, body };
}
