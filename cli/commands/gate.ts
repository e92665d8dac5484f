/** `aftercare gate FILE`: what the decision table says of given inputs. */
import type { Command } from "commander";
import { decide } from "#src/gate/decide.ts";
import { readDecisionCase } from "#src/gate/decision-case.ts";
import { readJson, UsageError, type Terminal } from "#cli/command.ts";

/** Adds the arguments and the action of `gate`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .argument("<file>", "JSON: a list of { id, policy, input }; - for standard input")
    .option("--json", "answers as JSON: a list of { id, verdict, rule }")
    .action(async (file: string, options: { readonly json?: true }) => {
      const answers = casesIn(await readJson(terminal, file)).map(answer);
      terminal.out(options.json ? JSON.stringify(answers, null, 2) : answers.map(sayAnswer).join("\n"));
      const failed = answers.filter((entry) => "error" in entry).length;
      if (failed === 0) return;
      terminal.error(`${failed} of ${answers.length} could not be decided`);
      terminal.exit(1);
    });
}

type Answer =
  | { readonly id: unknown; readonly verdict: string; readonly rule: string }
  | { readonly id: unknown; readonly error: string };

function answer(entry: { readonly id: unknown; readonly policy: unknown; readonly input: unknown }): Answer {
  const read = readDecisionCase(entry);
  if (!read.ok) return { id: entry.id, error: read.problem };
  const { verdict, rule } = decide(read.input, read.policy);
  return { id: entry.id, verdict, rule };
}

/** A list of cases, or an object that has one under `vectors`. */
function casesIn(data: unknown) {
  const list = Array.isArray(data) ? data : (data as { readonly vectors?: unknown } | null)?.vectors;
  if (!Array.isArray(list)) throw new UsageError("expected a JSON list of { id, policy, input }");
  return list.map((entry: unknown, index) => {
    if (typeof entry !== "object" || entry === null)
      throw new UsageError(`entry ${index} is not { id, policy, input }`);
    return { id: null, policy: undefined, input: undefined, ...entry };
  });
}

function sayAnswer(entry: Answer): string {
  const id = typeof entry.id === "string" ? entry.id : JSON.stringify(entry.id);
  return "error" in entry ? `${id}: ${entry.error}` : `${id}: ${entry.verdict} (${entry.rule})`;
}
