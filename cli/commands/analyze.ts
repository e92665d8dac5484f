/** `aftercare analyze FILE…`: what a report tells, what it contradicts, and what it lacks, like a good linter. */
import type { Command } from "commander";
import { analyzeReport, type ReportAnalysis } from "#src/analysis/analyze-report.ts";
import { type ReportRemark, reportRemarks } from "#src/analysis/report-remarks.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import { cleanText } from "#src/markdown/escape.ts";
import type { Terminal } from "#cli/command.ts";

/** Adds the arguments and the action of `analyze`. */
export function define(command: Command, terminal: Terminal): void {
  command
    .argument("<files...>", "Markdown files; - for standard input")
    .option("--json", "everything as JSON: one object a file")
    .action(async (files: readonly string[], options: { readonly json?: true }) => {
      const texts = await Promise.all(files.map((file) => terminal.readText(file)));
      const analyses = files.map((file, index) => analyzeReport(file, texts[index]!));
      const remarks = analyses.map((analysis) => reportRemarks(analysis));
      terminal.out(options.json ? JSON.stringify(analyses, null, 2) : sayAll(analyses, remarks, paint(terminal)));
      if (remarks.flat().some(({ severity }) => severity === "warning")) terminal.exit(1);
    });
}

type Colour = "bold" | "dim" | "warning" | "info";
type Paint = (colour: Colour, text: string) => string;

const CODES: Readonly<Record<Colour, number>> = { bold: 1, dim: 2, warning: 33, info: 36 };

function paint({ colours }: Terminal): Paint {
  return colours ? (colour, text) => `\u001b[${CODES[colour]}m${text}\u001b[0m` : (_colour, text) => text;
}

function sayAll(analyses: readonly ReportAnalysis[], remarks: readonly ReportRemark[][], painted: Paint): string {
  const blocks = analyses.map((analysis, index) => say(analysis, remarks[index]!, painted));
  const all = remarks.flat();
  const warnings = all.filter(({ severity }) => severity === "warning").length;
  const total = `${count(warnings, "warning")}, ${count(all.length - warnings, "hint")} in ${count(analyses.length, "file")}`;
  return [...blocks, painted("bold", total)].join("\n\n");
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function say(analysis: ReportAnalysis, remarks: readonly ReportRemark[], painted: Paint): string {
  const lines = remarks.map(({ line, severity, about, message }) => {
    const place = painted("dim", `${analysis.file}:${line}:`);
    // What people wrote may hold codes that would steer the terminal.
    return `${place} ${painted(severity, severity)} ${painted("dim", `[${about}]`)} ${cleanText(message)}`;
  });
  return [painted("bold", summary(analysis)), ...lines].join("\n");
}

function summary({ file, timeline, actions, metrics }: ReportAnalysis): string {
  const known = timeline.flatMap(({ at }) => (at === null ? [] : [at]));
  const span = known.length > 1 ? ` (${sayAt(known[0]!)} to ${sayAt(known.at(-1)!)})` : "";
  const open = actions.filter(({ done }) => done !== true).length;
  const entries = `${timeline.length} timeline ${timeline.length === 1 ? "entry" : "entries"}`;
  // The duration of the impact is the time to mitigate by another name.
  const told = metrics.computed.filter(({ key }) => key !== "impact");
  const measured = told.map(({ title, seconds }) => `${title.toLowerCase()} ${sayDuration(seconds)}`);
  return [`${file}: ${entries}${span}`, `${count(actions.length, "action item")}, ${open} open`, ...measured].join(
    "; ",
  );
}

function sayAt(at: string): string {
  return at.replace("T", " ");
}
