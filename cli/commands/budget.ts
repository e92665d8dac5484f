/** `aftercare budget`: answers questions about error budgets, and says which objective a history supports. */
import type { Command } from "commander";
import { evaluateCase, type AlertResult, type CaseAnswer } from "#src/budget/evaluate-case.ts";
import { suggestFor, type PlainSuggestion } from "#src/budget/suggest-case.ts";
import { readJson, UsageError, type Terminal } from "#cli/command.ts";

interface Options {
  readonly json?: true;
}

/** Adds the arguments and actions of `budget FILE` and `budget suggest FILE`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .enablePositionalOptions()
    .argument("<file>", "JSON: a list of { id, kind, input }; - for standard input")
    .option("--json", "answers as JSON: a list of { id, result } or { id, error }")
    .action(async (file: string, options: Options) => answer(await readJson(terminal, file), options, terminal));
  command
    .command("suggest")
    .summary("which objective the incident history supports")
    .description("Says which availability was kept over 28 and 90 days, and which objective that supports.")
    .argument("<file>", "JSON: { incidents, now } or a list of incidents; - for standard input")
    .option("--json", "suggestions as JSON, one a component")
    .action(async (file: string, options: Options) => suggest(await readJson(terminal, file), options, terminal));
}

function answer(data: unknown, { json }: Options, terminal: Terminal): void {
  const answers = casesIn(data).map(({ id, kind, input }) => ({ id, answer: evaluateCase(kind, input) }));
  const plain = answers.map(({ id, answer: one }) => ({ id, ...("error" in one ? one : { result: one.result }) }));
  terminal.out(json ? JSON.stringify(plain, null, 2) : answers.map(sayAnswer).join("\n"));
  const failed = plain.filter((one) => "error" in one).length;
  if (failed === 0) return;
  terminal.error(`${failed} of ${answers.length} could not be answered`);
  terminal.exit(1);
}

interface Case {
  readonly id: unknown;
  readonly kind: unknown;
  readonly input: unknown;
}

/** A list of cases, or an object that has one under `vectors`. */
function casesIn(data: unknown): readonly Case[] {
  const list = Array.isArray(data) ? data : (data as { readonly vectors?: unknown } | null)?.vectors;
  if (!Array.isArray(list)) throw new UsageError("expected a JSON list of { id, kind, input }");
  return list.map((entry: unknown, index) => {
    if (typeof entry !== "object" || entry === null) throw new UsageError(`entry ${index} is not { id, kind, input }`);
    const { id = null, kind, input } = entry as Partial<Case>;
    return { id, kind, input };
  });
}

function sayAnswer({ id, answer: one }: { readonly id: unknown; readonly answer: CaseAnswer }): string {
  const name = typeof id === "string" ? id : JSON.stringify(id);
  if ("error" in one) return `${name}: ${one.error}`;
  if (one.kind === "alerts") return `${name}: ${sayAlerts(one.result)}`;
  const { remainingPercent, frozen, burnRate } = one.result;
  const left = remainingPercent === null ? "a 100% target was missed" : `${remainingPercent}% of the budget is left`;
  const rate = burnRate === null ? "" : `, burn rate ${burnRate}`;
  const thaw = one.kind === "time" && one.result.thawAt !== null ? ` until ${one.result.thawAt}` : "";
  return `${name}: ${left}${rate}${frozen ? `, frozen${thaw}` : ""}`;
}

function sayAlerts(alerts: AlertResult): string {
  const firing = Object.keys(alerts).filter((name) => alerts[name]?.fires);
  return firing.length === 0 ? "no alert fires" : `fires: ${firing.join(", ")}`;
}

function suggest(data: unknown, { json }: Options, terminal: Terminal): void {
  const suggestions = suggestFor(data, terminal.now());
  if ("error" in suggestions) throw new UsageError(suggestions.error);
  terminal.out(json ? JSON.stringify(suggestions, null, 2) : suggestions.map(saySuggestion).join("\n"));
}

function saySuggestion({ component, objective, because }: PlainSuggestion): string {
  const name = component === null ? "" : `${component}: `;
  return `${name}${objective === null ? "no objective suggested" : `${objective}% over 28 days`}. ${because}`;
}
