/** `analyze`: the reports that a team keeps in the repository, read like a linter reads code. It needs no network, and never fails the job. */
import { globSync, readFileSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";
import { analyzeReport } from "#src/analysis/analyze-report.ts";
import { type ReportRemark, reportRemarks } from "#src/analysis/report-remarks.ts";
import { escapeCell, escapeText } from "#src/markdown/escape.ts";
import type { ActionInputs } from "./inputs.ts";
import { type ExitCode, reportIdle } from "./report.ts";
import { addSummary, annotationCommand, escapeLog, setOutput } from "./workflow-commands.ts";

/** GitHub shows so many warnings and so many notices of one step; more would be dropped without a word. */
const SHOWN_OF_A_LEVEL = 10;
const MOST_ROWS = 500;

interface Finding extends ReportRemark {
  readonly file: string;
}

/** Analyses every file that the patterns of the input name, below the workspace. */
export function analyzeReports(inputs: ActionInputs): ExitCode {
  const { workspace, analyze } = inputs;
  if (workspace === undefined) throw new Error("GITHUB_WORKSPACE is missing: the runner of a workflow sets it");
  const files = reportsIn(workspace, analyze);
  if (files.length === 0) {
    const patterns = analyze.map((pattern) => `\`${pattern}\``).join(", ");
    return reportIdle(`No file matches ${patterns}. Is \`actions/checkout\` a step before this one?`, inputs);
  }
  const findings = files.flatMap((file) => findingsOf(workspace, file));
  addSummary(inputs.summaryPath, summaryOf(files, findings));
  process.stdout.write(escapeLog(logOf(files, findings)));
  annotate(findings);
  setOutput(inputs.outputPath, "verdict", findings.some(isWarning) ? "warn" : "pass");
  setOutput(inputs.outputPath, "rule", "");
  setOutput(inputs.outputPath, "reasons", JSON.stringify(findings.filter(isWarning).map(({ message }) => message)));
  return 0;
}

/** In the order of their names. What links out of the workspace is not ours to read. */
function reportsIn(workspace: string, patterns: readonly string[]): readonly string[] {
  const home = realpathSync(workspace);
  const wanted = patterns.filter((pattern) => !pattern.startsWith("!"));
  const exclude = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => pattern.slice(1));
  const found = globSync(wanted, { cwd: home, exclude: [".git/**", ...exclude], withFileTypes: true });
  const paths = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const inside = paths.filter((path) => realpathSync(path).startsWith(home + sep));
  return [...new Set(inside.map((path) => path.slice(home.length + 1).replaceAll(sep, "/")))].toSorted();
}

function findingsOf(workspace: string, file: string): readonly Finding[] {
  const text = readFileSync(join(workspace, file), "utf8");
  return reportRemarks(analyzeReport(file, text)).map((remark) => ({ ...remark, file }));
}

function isWarning({ severity }: ReportRemark): boolean {
  return severity === "warning";
}

function titleOf(files: readonly string[], findings: readonly Finding[]): string {
  const warnings = findings.filter(isWarning).length;
  return `${count(warnings, "warning")}, ${count(findings.length - warnings, "hint")} in ${count(files.length, "report")}`;
}

function summaryOf(files: readonly string[], findings: readonly Finding[]): string {
  const title = `## ${titleOf(files, findings)}`;
  if (findings.length === 0) return `${title}\n\nNothing to remark.`;
  const ordered = warningsFirst(findings);
  const rows = ordered
    .slice(0, MOST_ROWS)
    .map(
      ({ file, line, severity, message }) => `| ${escapeCell(file)}:${line} | ${severity} | ${escapeCell(message)} |`,
    );
  const more = ordered.length - rows.length;
  const table = ["| Where | | What |", "| --- | --- | --- |", ...rows].join("\n");
  return `${title}\n\n${table}${more > 0 ? `\n\nand ${escapeText(String(more))} more.` : ""}`;
}

function logOf(files: readonly string[], findings: readonly Finding[]): string {
  const lines = findings.map(
    ({ file, line, severity, about, message }) => `${file}:${line}: ${severity} [${about}] ${message}`,
  );
  return [...lines, titleOf(files, findings), ""].join("\n");
}

function annotate(findings: readonly Finding[]): void {
  const shown = [findings.filter(isWarning), findings.filter((finding) => !isWarning(finding))];
  for (const { file, line, severity, about, message } of shown.flatMap((level) => level.slice(0, SHOWN_OF_A_LEVEL))) {
    const level = severity === "warning" ? "warning" : "notice";
    process.stdout.write(`${annotationCommand({ level, file, line, title: about, message })}\n`);
  }
}

function warningsFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted((a, b) => Number(isWarning(b)) - Number(isWarning(a)));
}

function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
