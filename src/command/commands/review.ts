/** `/pia review DATE TIME`: when the review takes place; the calendar links follow. */
import { appointReview } from "#src/analysis/review-session.ts";
import { parseDay } from "#src/calendar/day.ts";
import { sayInstant, type Instant } from "#src/calendar/instant.ts";
import type { Command } from "#src/command/command.ts";
import type { CommandContext } from "#src/command/context.ts";
import { misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";
import { readDate, readTime, type Reading } from "#src/command/when.ts";

/** Sets or moves the review. */
export const reviewCommand: Command = {
  name: "review",
  where: ["pia", "incident"],
  group: "analysis",
  summary: "Say when the review takes place; invitation and reminder follow",
  syntax: "/pia review DATE TIME",
  examples: ["/pia review 2026-11-24 14:00", "/pia review 2026-11-24T14:00+01:00"],
  permission: "triage",
  options: {},
  run: (context, { words }) => {
    const time = readSessionTime(context, words);
    if ("problem" in time) return misunderstood(time.problem);
    if (time.value < context.now)
      return misunderstood(
        `${sayInstant(time.value)} has passed. If the review took place, say who was there: \`/pia held attendees:@a,@b\`.`,
      );
    const lack = lacking({ right: "triage", components: [], act: "Setting the review" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const change = appointReview(recorded.record, time.value, statementOf(context, null));
    return outcomeOf(recorded, { change, loosening: "Setting the review", reason: null }, context);
  },
};

/** A date and a clock of the team's zone, or one moment with its offset. */
function readSessionTime({ zone, now }: CommandContext, [first = "", second]: readonly string[]): Reading<Instant> {
  if (second === undefined && /T\d/i.test(first)) return readTime(first, { zone, day: 0, now });
  const date = readDate(first, { zone, now });
  if ("problem" in date) return date;
  if (second === undefined) return { problem: "At what time?" };
  return readTime(second, { zone, day: parseDay(date.value)!, now });
}
