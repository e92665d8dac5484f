/** `/pia started|detected|acknowledged|declared|mitigated|resolved TIME`: when things happened. */
import { withLaterReview } from "#src/analysis/review-due.ts";
import { stateMoment } from "#src/analysis/state-moment.ts";
import { MOMENTS, type Moment } from "#src/incident/incident.ts";
import type { Command, CommandInput } from "#src/command/command.ts";
import type { CommandContext } from "#src/command/context.ts";
import { timeTerms } from "#src/command/incident-time.ts";
import { misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";
import { readTime } from "#src/command/when.ts";

const MEANING: Readonly<Record<Moment, string>> = {
  started: "State when the impact began",
  detected: "State when somebody or something first noticed",
  acknowledged: "State when a person took it on",
  declared: "State when it was declared an incident",
  mitigated: "State when the impact ended; the budget and the cost go by it",
  resolved: "State when the cause was fixed",
};

/** One command for each moment of an incident. */
export const momentCommands: readonly Command[] = MOMENTS.map((moment) => ({
  name: moment,
  where: ["incident", "pia"],
  group: "incident",
  summary: MEANING[moment],
  syntax: `/pia ${moment} TIME [reason:"…"]`,
  examples: [`/pia ${moment} 14:05`, `/pia ${moment} 2026-11-22T14:05+01:00 reason:"the graph shows it earlier"`],
  permission: "triage; a correction that makes the incident look shorter: an owner, with a reason",
  options: { reason: { value: '"…"', meaning: "Why an earlier statement is corrected" } },
  run: (context, input) => state(context, input, moment),
}));

function state(context: CommandContext, input: CommandInput, moment: Moment): CommandOutcome {
  const time = readTime(input.words.join(" "), timeTerms(context));
  if ("problem" in time) return misunderstood(time.problem);
  const lack = lacking({ right: "triage", components: [], act: "Stating when an incident happened" }, context);
  if (lack) return refused(lack);
  const recorded = recordAt(context);
  if ("outcome" in recorded) return recorded;
  const reason = input.options["reason"] ?? null;
  const statement = statementOf(context, reason);
  const stated = stateMoment(recorded.record, { moment, at: time.value }, statement);
  const { config, zone } = context;
  const change =
    stated.kind === "changed" && moment === "mitigated"
      ? { ...stated, record: withLaterReview(stated.record, { at: time.value, config, zone }, statement) }
      : stated;
  const loosening = `Correcting ${moment} so that the incident looks shorter`;
  return outcomeOf(recorded, { change, loosening, reason }, context);
}
