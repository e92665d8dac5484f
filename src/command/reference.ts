/** The text of `docs/commands.md`, made from the list of commands. */
import type { Command } from "./command.ts";
import { COMMANDS } from "./list.ts";

const GROUPS: readonly (readonly [Command["group"], string])[] = [
  ["incident", "On an incident"],
  ["analysis", "On an analysis"],
  ["item", "Remediation items"],
  ["gate", "On a pull request, and for the gate"],
  ["any", "Anywhere"],
];

const PLACES: Readonly<Record<Command["where"][number], string>> = {
  incident: "the incident",
  pia: "its analysis",
  item: "an item",
  "pull-request": "a pull request",
  issue: "any other issue",
};

/** The whole page. Generated: a test compares it with the file. */
export function commandsReference(): string {
  const sections = GROUPS.flatMap(([group, title]) => [
    `## ${title}`,
    ...COMMANDS.filter((command) => command.group === group).map(section),
  ]);
  return `${[...INTRODUCTION, ...sections].join("\n\n")}\n`;
}

const INTRODUCTION: readonly string[] = [
  "<!-- Generated from src/command/list.ts by `npm run generate`; change it there. -->",
  "# Commands",
  "Say these in a comment: one command a line, `/pia` at the start of the line. Lines in code, quotes and hidden comments do not count. A comment that is edited is read again, and only the lines that are new are acted on.",
  [
    '- Options are `key:value` in any order; a value with spaces stands in double quotes (`\\"` for a quotation mark in it).',
    "- TIME is `14:05` in the configured time zone on the incident's day, an ISO 8601 time with its offset (`2026-11-22T14:05+01:00`), or `now`.",
    "- DATE is `2026-12-01`, or `14d` for so many days from today.",
    "- `#n` may also be `owner/repo#n` or the issue's address; on an item itself it may be left out.",
    "- The answer is a reaction (👍 done, 👎 not allowed or not now, 😕 not understood) and, where something is to be said, one reply. What is not understood changes nothing.",
  ].join("\n"),
];

function section(command: Command): string {
  const options = Object.entries(command.options);
  const table = [
    "| option | value | meaning |",
    "| :-- | :-- | :-- |",
    ...options.map(([key, { value, meaning }]) => `| \`${key}:\` | ${cell(value)} | ${meaning} |`),
  ];
  return [
    `### \`/pia ${command.name}\``,
    `${command.summary}.`,
    ["```", command.syntax, "```"].join("\n"),
    `For example:\n\n${["```", ...command.examples, "```"].join("\n")}`,
    ...(options.length > 0 ? [table.join("\n")] : []),
    `Said on ${command.where.map((place) => PLACES[place]).join(", ")}. Who may: ${command.permission}.`,
  ].join("\n\n");
}

function cell(value: string): string {
  return `\`${value.replaceAll("|", "\\|")}\``;
}
