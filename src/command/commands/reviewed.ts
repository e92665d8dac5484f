/** `/pia reviewed`: somebody other than the author read the analysis and stands by it. */
import { review } from "#src/analysis/attest.ts";
import type { Command } from "#src/command/command.ts";
import { refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";

/** Records the review. */
export const reviewedCommand: Command = {
  name: "reviewed",
  where: ["pia"],
  group: "analysis",
  summary: "Record that you, who did not lead the analysis, have reviewed it",
  syntax: "/pia reviewed",
  examples: ["/pia reviewed"],
  permission: "write, and not the one who leads the analysis",
  options: {},
  run: (context) => {
    const lack = lacking({ right: "write", components: [], act: "Reviewing an analysis" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const authors = recorded.analysis.issue.assignees;
    const terms = { authors, singleMaintainer: context.config.single_maintainer };
    const change = review(recorded.record, terms, statementOf(context, null));
    return outcomeOf(recorded, { change, loosening: "Reviewing", reason: null }, context);
  },
};
