/** `/pia decided TEXT`: something was agreed, and it stays visible who said so and when. */
import { decide } from "#src/analysis/review-session.ts";
import type { Command } from "#src/command/command.ts";
import { refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";

/** Records a decision. */
export const decidedCommand: Command = {
  name: "decided",
  where: ["pia", "incident"],
  group: "analysis",
  summary: "Record what was decided in the review",
  syntax: "/pia decided TEXT",
  examples: ["/pia decided We accept an hour a year without the provider; a second one costs more than that"],
  permission: "triage",
  options: {},
  freeText: true,
  run: (context, { rest }) => {
    const lack = lacking({ right: "triage", components: [], act: "Recording a decision" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const change = decide(recorded.record, rest, statementOf(context, null));
    return outcomeOf(recorded, { change, loosening: "Recording a decision", reason: null }, context);
  },
};
