/** The list of commands. To add one: a file in commands/ that exports `define`, and a line here. */
import type { CommandEntry } from "./command.ts";

/** The commands of `aftercare` in the order of the help; a command's code is loaded only when it is called. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "analyze",
    summary: "timeline, metrics, whys, action items and language of reports",
    load: () => import("./commands/analyze.ts"),
  },
  { name: "budget", summary: "error budgets from incidents, exactly", load: () => import("./commands/budget.ts") },
  { name: "cost", summary: "what an incident cost, with its assumptions", load: () => import("./commands/cost.ts") },
  { name: "digest", summary: "the weekly summary of a repository", load: () => import("./commands/digest.ts") },
  {
    name: "doctor",
    summary: "whether a repository is set up, and how to mend it",
    load: () => import("./commands/doctor.ts"),
  },
  { name: "explain", summary: "why a pull request is judged as it is", load: () => import("./commands/explain.ts") },
  { name: "gate", summary: "what the decision table says of given inputs", load: () => import("./commands/gate.ts") },
  {
    name: "rebuild",
    summary: "what the App remembers, read anew and compared",
    load: () => import("./commands/rebuild.ts"),
  },
  { name: "work", summary: "work of the App that needs a person", load: () => import("./commands/work.ts") },
];
