/** `/pia confirm`: this is an incident; from now on it counts. */
import { confirm } from "#src/analysis/attest.ts";
import type { Command } from "#src/command/command.ts";
import { refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { outcomeOf, recordAt, statementOf } from "#src/command/record-change.ts";

/** Confirms an incident that a form, an alert or a visitor declared. */
export const confirmCommand: Command = {
  name: "confirm",
  where: ["incident", "pia"],
  group: "incident",
  summary: "Confirm that this is an incident: from now on it burns error budget, and its items can hold merges back",
  syntax: "/pia confirm",
  examples: ["/pia confirm"],
  permission: "triage",
  options: {},
  run: (context) => {
    const lack = lacking({ right: "triage", components: [], act: "Confirming an incident" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const change = confirm(recorded.record, statementOf(context, null));
    return outcomeOf(recorded, { change, loosening: "Confirming", reason: null }, context);
  },
};
