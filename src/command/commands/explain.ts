/** `/pia explain`: why is this blocked, what would unblock it, and when. */
import type { Command } from "#src/command/command.ts";
import { done, refused } from "#src/command/outcome.ts";

/** Replies with the gate's own explanation. */
export const explainCommand: Command = {
  name: "explain",
  where: ["pull-request"],
  group: "gate",
  summary: "Explain what the gate says of this pull request, what would change it, and when",
  syntax: "/pia explain",
  examples: ["/pia explain"],
  permission: "anyone who may comment",
  options: {},
  run: ({ explanation }) =>
    explanation === null
      ? refused(
          "The gate cannot read everything that it needs right now, so there is nothing sure to say. The check shows its last verdict; `/pia recheck` looks again.",
        )
      : done([], explanation),
};
