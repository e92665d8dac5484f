/** `/pia external reason:"…"`: the cause lies outside, so that no error budget is burnt. */
import { markExternal } from "#src/analysis/attest.ts";
import type { Command } from "#src/command/command.ts";
import { misunderstood } from "#src/command/outcome.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";

/** Marks an incident as caused from outside. */
export const externalCommand: Command = {
  name: "external",
  where: ["pia", "incident"],
  group: "analysis",
  summary: "State that the cause lies outside: the incident is shown, and burns no error budget",
  syntax: '/pia external reason:"…"',
  examples: ['/pia external reason:"the cloud provider lost a region, see their report"'],
  permission: "an owner of the components, or someone who may override; with a reason",
  options: { reason: { value: '"…"', meaning: "What failed outside, and where that can be seen" } },
  run: (context, { options }) => {
    const reason = options["reason"] ?? "";
    if (reason === "") return misunderstood("Why does the cause lie outside?");
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const change = markExternal(recorded.record, statementOf(context, reason));
    return outcomeOf(recorded, { change, loosening: "Marking an incident as external", reason }, context);
  },
};
