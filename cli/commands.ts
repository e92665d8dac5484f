/** The list of commands. To add one: a file in commands/ that exports `define`, and a line here. */
import type { CommandEntry } from "./command.ts";

/** The commands of `aftercare` in the order of the help; a command's code is loaded only when it is called. */
export const COMMANDS: readonly CommandEntry[] = [
  { name: "budget", summary: "error budgets from incidents, exactly", load: () => import("./commands/budget.ts") },
  { name: "digest", summary: "the weekly summary of a repository", load: () => import("./commands/digest.ts") },
  { name: "gate", summary: "what the decision table says of given inputs", load: () => import("./commands/gate.ts") },
];
