/** Runs one parsed command: does it belong here, can its words be read, and what comes of it. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import type { Command, CommandInput } from "./command.ts";
import { analysisAt, placeOf, type CommandContext, type Place } from "./context.ts";
import { COMMANDS } from "./list.ts";
import { misunderstood, refused, type CommandOutcome } from "./outcome.ts";
import type { ParsedCommand } from "./parse.ts";
import { inCode, sayList } from "./say.ts";
import { splitWords, type Words } from "./words.ts";

const PLACES: Readonly<Record<Place, string>> = {
  incident: "an incident",
  pia: "its analysis",
  item: "a remediation item",
  "pull-request": "a pull request",
  issue: "an issue that is not declared yet",
};

/** The outcome of one line. A line that is not understood is answered with the form and an example, and changes nothing. */
export function runCommand(parsed: ParsedCommand, context: CommandContext): CommandOutcome {
  const command = COMMANDS.find(({ name }) => name === parsed.name);
  if (!command) return unknown(parsed);
  const place = placeOf(context);
  if (!command.where.includes(place)) return refused(elsewhere(command, place, context));
  const { words, options, problems } = inputOf(command, parsed);
  const input: CommandInput = { line: parsed.line, words, options, rest: parsed.rest };
  const outcome = problems.length > 0 ? misunderstood(sentences(problems)) : command.run(context, input);
  return outcome.outcome === "misunderstood" ? withForm(command, input, outcome) : outcome;
}

function unknown({ word, suggestion }: ParsedCommand): CommandOutcome {
  const meant =
    suggestion === null
      ? "`/pia help` lists what I know."
      : `Did you mean \`/pia ${suggestion}\`? \`/pia help\` lists all.`;
  return misunderstood(`I know no command ${inCode(word)}; nothing was changed. ${meant}`);
}

function elsewhere(command: Command, place: Place, context: CommandContext): string {
  const where = sayList(
    command.where.map((one) => PLACES[one]),
    "or",
  );
  const analysis = analysisAt(context);
  const here =
    analysis && command.where.includes("pia") && place !== "pia"
      ? ` The analysis is ${sayIssue(analysis.issue, context.target)}.`
      : "";
  return `\`/pia ${command.name}\` is said on ${where}; this is ${PLACES[place]}.${here} Nothing was changed.`;
}

function inputOf(command: Command, { rest }: ParsedCommand): Words {
  if (command.freeText) return { words: [], options: {}, problems: [] };
  const canonical = new Map(
    Object.entries(command.options).flatMap(([key, { aliases = [] }]) => [key, ...aliases].map((word) => [word, key])),
  );
  const { words, options, problems } = splitWords(rest, [...canonical.keys()]);
  const named = Object.entries(options).map(([key, value]) => [canonical.get(key)!, value]);
  return { words, options: Object.fromEntries(named), problems };
}

/** What is wrong, how the line was read, and how it would be right. */
function withForm(command: Command, { words, options }: CommandInput, outcome: CommandOutcome): CommandOutcome {
  const read = [...words, ...Object.entries(options).map(([key, value]) => `${key}:${value}`)].map(inCode);
  const understood = read.length < 2 ? "" : ` I read ${sayList(read, "and")}.`;
  const form = [`The form is \`${command.syntax}\`, for example:`, "```", command.examples[0], "```"].join("\n");
  return { ...outcome, reply: `${outcome.reply ?? ""} Nothing was changed.${understood}\n\n${form}` };
}

function sentences(problems: readonly string[]): string {
  return problems
    .map((problem) => problem.charAt(0).toUpperCase() + problem.slice(1))
    .map((problem) => (/[.?!]$/.test(problem) ? problem : `${problem}.`))
    .join(" ");
}
