/** What `/pia help` says, made from the list of commands. */
import type { Command } from "./command.ts";

/** All commands in one table, or one command in full. An unknown word gets the table. */
export function helpText(commands: readonly Command[], word: string | undefined): string {
  const wanted = word?.toLowerCase();
  const command = commands.find(({ name, aliases }) => name === wanted || aliases?.includes(wanted ?? ""));
  if (command) return commandHelp(command);
  const rows = commands.map(({ syntax, summary }) => `| \`${syntax.replaceAll("|", "\\|")}\` | ${summary} |`);
  return [
    "One command a line, at the start of the line. Options stand in any order; put values with spaces in double quotes.",
    ["| say | to |", "| :-- | :-- |", ...rows].join("\n"),
    "`/pia help add` tells more about one of them.",
  ].join("\n\n");
}

/** One command: what it does, its form, examples, options and who may. */
export function commandHelp(command: Command): string {
  const options = Object.entries(command.options).map(
    ([key, { value, meaning }]) => `- \`${key}:${value}\` ${meaning}`,
  );
  return [
    `${command.summary}.`,
    ["```", command.syntax, "", ...command.examples, "```"].join("\n"),
    ...(options.length > 0 ? [options.join("\n")] : []),
    `Who may: ${command.permission}.`,
  ].join("\n\n");
}
