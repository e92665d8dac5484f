/** `/pia accept-risk #n reason:"…"`: the risk is known and lived with. */
import { closeByDecision } from "#src/command/closing-decision.ts";
import type { Command } from "#src/command/command.ts";

/** Accepts the risk that an item would have removed. */
export const acceptRiskCommand: Command = {
  name: "accept-risk",
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary: "Decide to live with the risk that an item would remove",
  syntax: '/pia accept-risk #n reason:"…"',
  examples: ['/pia accept-risk #12 reason:"once in ten years, and a restart mends it"'],
  permission: "an owner of the component, or someone who may override; with a reason",
  options: { reason: { value: '"…"', meaning: "Why; it stays with the item" } },
  run: (context, input) => closeByDecision(context, input, "accepted-risk"),
};
