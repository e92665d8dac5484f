/** `/pia because REASON`: why you corrected what was published. */
import { explainCorrections } from "#src/analysis/publication.ts";
import { cleanText } from "#src/markdown/escape.ts";
import type { Command } from "#src/command/command.ts";
import { misunderstood } from "#src/command/outcome.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";

const LONGEST = 300;

/** Gives the reason. */
export const becauseCommand: Command = {
  name: "because",
  where: ["pia"],
  group: "analysis",
  summary: "Say why you corrected an analysis that is published",
  syntax: "/pia because REASON",
  examples: ["/pia because the first figure counted test accounts"],
  permission: "whoever made the correction",
  options: {},
  freeText: true,
  run: (context, { rest }) => {
    const reason = [...cleanText(rest).replaceAll(/\s+/g, " ")].slice(0, LONGEST).join("");
    if (reason === "") return misunderstood("Why?");
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const change = explainCorrections(recorded.record, statementOf(context, reason));
    return outcomeOf(recorded, { change, loosening: "Explaining a correction", reason }, context);
  },
};
