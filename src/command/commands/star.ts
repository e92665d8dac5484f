/** `/pia star TIME`: this moment of the timeline mattered; it is read first before the review. `/pia unstar` takes it back. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import type { RecordChange, Statement } from "#src/analysis/record.ts";
import { star, unstar } from "#src/analysis/starred.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Command, CommandInput } from "#src/command/command.ts";
import type { CommandContext } from "#src/command/context.ts";
import { timeTerms } from "#src/command/incident-time.ts";
import { misunderstood, type CommandOutcome } from "#src/command/outcome.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";
import { readTime } from "#src/command/when.ts";

/** Stars moments. */
export const starCommand: Command = {
  name: "star",
  where: ["incident", "pia"],
  group: "analysis",
  summary: "Star what mattered in the timeline: it is read first before the review",
  syntax: "/pia star TIME [TIME …]",
  examples: ["/pia star 14:05", "/pia star 14:05 14:12 2026-11-22T00:20Z"],
  permission: "anyone who may comment",
  options: {},
  run: (context, input) => changeStars(context, input, star),
};

/** Takes stars away. */
export const unstarCommand: Command = {
  name: "unstar",
  where: ["incident", "pia"],
  group: "analysis",
  summary: "Take a star away",
  syntax: "/pia unstar TIME [TIME …]",
  examples: ["/pia unstar 14:05"],
  permission: "anyone who may comment",
  options: {},
  run: (context, input) => changeStars(context, input, unstar),
};

type Change = (record: AnalysisRecord, moments: readonly Instant[], statement: Statement) => RecordChange;

function changeStars(context: CommandContext, { words }: CommandInput, change: Change): CommandOutcome {
  if (words.length === 0) return misunderstood("Which moment?");
  const moments: Instant[] = [];
  for (const word of words) {
    const time = readTime(word, timeTerms(context));
    if ("problem" in time) return misunderstood(time.problem);
    moments.push(time.value);
  }
  const recorded = recordAt(context);
  if ("outcome" in recorded) return recorded;
  const changed = change(recorded.record, moments, statementOf(context, null));
  return outcomeOf(recorded, { change: changed, loosening: "Starring", reason: null }, context);
}
