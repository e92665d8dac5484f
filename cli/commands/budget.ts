/** `aftercare budget FILE`: answers questions about error budgets. */
import type { Command } from "commander";
import { evaluateCase, type CaseAnswer } from "#src/budget/evaluate-case.ts";
import { readJson, UsageError, type Terminal } from "#cli/command.ts";

/** Adds the arguments and the action of `budget`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .argument("<file>", "JSON: a list of { id, kind, input }; - for standard input")
    .option("--json", "answers as JSON: a list of { id, result } or { id, error }")
    .action(async (file: string, options: { readonly json?: true }) => {
      const answers = casesIn(await readJson(terminal, file)).map(({ id, kind, input }) => ({
        id,
        ...evaluateCase(kind, input),
      }));
      terminal.out(options.json ? JSON.stringify(answers, null, 2) : answers.map(sayAnswer).join("\n"));
      const failed = answers.filter((answer) => "error" in answer).length;
      if (failed === 0) return;
      terminal.error(`${failed} of ${answers.length} could not be answered`);
      terminal.exit(1);
    });
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
    return { id: null, kind: undefined, input: undefined, ...entry };
  });
}

function sayAnswer(answer: { readonly id: unknown } & CaseAnswer): string {
  if ("error" in answer) return `${answer.id}: ${answer.error}`;
  const { remainingPercent, frozen, thawAt, burnRate } = answer.result as Record<string, unknown>;
  if (frozen === undefined) return `${answer.id}: ${JSON.stringify(answer.result)}`;
  const left = remainingPercent === null ? "no share can be given" : `${remainingPercent}% left`;
  const thaw = typeof thawAt === "string" ? `, thaws ${thawAt}` : "";
  return `${answer.id}: ${left}, burn rate ${burnRate}${frozen === true ? `, frozen${thaw}` : ""}`;
}
