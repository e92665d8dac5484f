/** `/pia help [COMMAND]`: what can be said. */
import type { Command } from "#src/command/command.ts";
import { helpText } from "#src/command/help.ts";
import { done } from "#src/command/outcome.ts";

/** The help command for these commands and itself. */
export function helpCommand(others: readonly Command[]): Command {
  const command: Command = {
    name: "help",
    where: ["incident", "pia", "item", "pull-request", "issue"],
    group: "any",
    summary: "Say which commands there are, or tell about one",
    syntax: "/pia help [COMMAND]",
    examples: ["/pia help", "/pia help add"],
    permission: "anyone who may comment",
    options: {},
    run: (_, { words }) => done([], helpText([...others, command], words[0])),
  };
  return command;
}
