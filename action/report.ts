/** What a run leaves behind: outputs, the job summary, annotations, the log, the exit code. */
import { checkRunText } from "#src/gate/check-run-text.ts";
import { plainText } from "#src/gate/plain-text.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import type { ActionInputs } from "./inputs.ts";
import { addSummary, annotationCommand, escapeLog, setOutput } from "./workflow-commands.ts";

/** 0 pass or warn (and report mode), 1 block, 2 an error of the Action's own. */
export type ExitCode = 0 | 1 | 2;

/** Tells the verdict in the same words as the App's check run. */
export function reportVerdict(verdict: Verdict, inputs: ActionInputs): ExitCode {
  const { title, summary, text } = checkRunText(verdict);
  addSummary(inputs.summaryPath, [`## ${title}`, summary, text].filter((part) => part !== "").join("\n\n"));
  const { outputPath } = inputs;
  setOutput(outputPath, "verdict", verdict.verdict);
  setOutput(outputPath, "rule", verdict.rule);
  setOutput(
    outputPath,
    "reasons",
    JSON.stringify([verdict.reason, ...verdict.components.map(({ reason }) => reason)].filter(isFirst)),
  );
  process.stdout.write(escapeLog(plainText(verdict)));
  if (inputs.annotations) annotate(verdict);
  if (verdict.fails)
    process.stdout.write(`${annotationCommand({ level: "error", title: "aftercare/gate", message: title })}\n`);
  return verdict.fails ? 1 : 0;
}

/** Tells that there was nothing to judge. */
export function reportIdle(message: string, inputs: ActionInputs): ExitCode {
  addSummary(inputs.summaryPath, message);
  setOutput(inputs.outputPath, "verdict", "pass");
  setOutput(inputs.outputPath, "rule", "G0");
  setOutput(inputs.outputPath, "reasons", JSON.stringify([message]));
  process.stdout.write(escapeLog(`${message}\n`));
  return 0;
}

/** Tells what went wrong with the Action itself, and what to do; never a stack, never a token. Never throws: an output file that cannot be written must not hide the reason. */
export function reportError(error: unknown, env: Readonly<Record<string, string | undefined>>): ExitCode {
  const message = withoutToken(error instanceof Error ? error.message : "unknown failure", env);
  process.stdout.write(`${annotationCommand({ level: "error", title: "Aftercare could not run", message })}\n`);
  try {
    setOutput(env["GITHUB_OUTPUT"] || undefined, "verdict", "error");
    setOutput(env["GITHUB_OUTPUT"] || undefined, "rule", "");
    setOutput(env["GITHUB_OUTPUT"] || undefined, "reasons", JSON.stringify([message]));
  } catch {
    process.stdout.write("The outputs could not be written.\n");
  }
  return 2;
}

function withoutToken(message: string, env: Readonly<Record<string, string | undefined>>): string {
  const token = env["INPUT_GITHUB-TOKEN"];
  return token ? message.replaceAll(token, "[token]") : message;
}

const MOST_ANNOTATIONS = 10;

function annotate(verdict: Verdict): void {
  const level = verdict.fails ? "error" : verdict.verdict === "pass" ? "notice" : "warning";
  const marked = verdict.components.flatMap(({ name, paths, reason }) => paths.map((file) => ({ name, file, reason })));
  for (const { name, file, reason } of marked.slice(0, MOST_ANNOTATIONS)) {
    process.stdout.write(`${annotationCommand({ level, file, line: 1, title: `Touches ${name}`, message: reason })}\n`);
  }
}

function isFirst(value: string, index: number, all: readonly string[]): boolean {
  return all.indexOf(value) === index;
}
