/** What a slash command is: one object in one file of `commands/`, and one line in `list.ts`. */
import type { CommandContext, Place } from "./context.ts";
import type { CommandOutcome } from "./outcome.ts";

/** What follows the command's name, split into words and options. */
export interface CommandInput {
  /** 1-based line in the comment. */
  readonly line: number;
  readonly words: readonly string[];
  /** By canonical key. */
  readonly options: Readonly<Record<string, string>>;
  /** Everything after the name, as written. */
  readonly rest: string;
}

/** One option, as help and the reference show it. */
export interface OptionHelp {
  /** `DATE`, `@login`, `"…"`. */
  readonly value: string;
  readonly meaning: string;
  /** Other spellings that are understood. */
  readonly aliases?: readonly string[];
}

/** One slash command. `run` is pure: facts in, changes as data out. */
export interface Command {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Where it may be said. */
  readonly where: readonly Place[];
  readonly group: "incident" | "analysis" | "item" | "gate" | "any";
  /** One sentence without a full stop, beginning with a verb. */
  readonly summary: string;
  readonly syntax: string;
  /** The first one is shown when the command was not understood. */
  readonly examples: readonly [string, ...string[]];
  /** Who may, in a few words. */
  readonly permission: string;
  readonly options: Readonly<Record<string, OptionHelp>>;
  /** True when what follows is a sentence: it is not split, and quotation marks in it mean nothing. */
  readonly freeText?: boolean;
  readonly run: (context: CommandContext, input: CommandInput) => CommandOutcome;
}
