/** `/pia reject #n reason:"…"`: this will not be done. */
import { closeByDecision } from "#src/command/closing-decision.ts";
import type { Command } from "#src/command/command.ts";

/** Rejects an item. */
export const rejectCommand: Command = {
  name: "reject",
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary: "Decide that an item will not be done",
  syntax: '/pia reject #n reason:"…"',
  examples: ['/pia reject #12 reason:"the service is switched off in March"'],
  permission: "an owner of the component, or someone who may override; a mere proposal: write. With a reason",
  options: { reason: { value: '"…"', meaning: "Why; it stays with the item" } },
  run: (context, input) => closeByDecision(context, input, "rejected"),
};
