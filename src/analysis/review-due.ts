/** By when an analysis is reviewed: so long after the impact ended, in the team's working time. */
import { dueWithin, readBusinessHours } from "#src/calendar/business-time.ts";
import { dayAt, formatDay } from "#src/calendar/day.ts";
import { parseDuration } from "#src/calendar/duration.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Zone } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { setReviewDue } from "./attest.ts";
import type { Statement } from "./record.ts";

/** `YYYY-MM-DD` in the zone; null when the configured hours or length cannot be read. */
export function reviewDueAfter(ended: Instant, { review }: Pick<Config, "review">, zone: Zone): string | null {
  const hours = readBusinessHours(review.hours, review.holidays, zone);
  const within = parseDuration(review.within);
  return hours && within !== null ? formatDay(dayAt(dueWithin(ended, within, hours), zone)) : null;
}

/** What moves the day of a review when the end of the impact is stated. */
export interface EndOfImpact {
  readonly at: Instant;
  readonly config: Pick<Config, "review">;
  readonly zone: Zone;
}

/** The impact lasted longer than was thought when the analysis was opened: the review is due later, and it stays visible why. Never earlier, and not once a time is set. */
export function withLaterReview(record: AnalysisRecord, end: EndOfImpact, statement: Statement): AnalysisRecord {
  const due = reviewDueAfter(end.at, end.config, end.zone);
  const isSettled = record.session !== null || record.held !== null || record.reviewDue === null;
  if (isSettled || due === null || due <= record.reviewDue) return record;
  const moved = setReviewDue(record, due, {
    ...statement,
    reason: `${end.config.review.within} after the impact ended`,
  });
  return moved.kind === "changed" ? moved.record : record;
}
