/** What a time without a date means in a comment on this incident. */
import { dayAt } from "#src/calendar/day.ts";
import { startOf } from "#src/incident/incident.ts";
import { incidentAt, type CommandContext } from "./context.ts";
import type { TimeTerms } from "./when.ts";

/** `HH:MM` is on the day on which the incident started (until that is stated: on which its issue was made); `now` is when the comment was written. */
export function timeTerms(context: CommandContext): TimeTerms {
  const incident = incidentAt(context);
  const start = incident ? startOf(incident).at : context.target.createdAt;
  return { zone: context.zone, day: dayAt(start, context.zone), now: context.comment.createdAt };
}
