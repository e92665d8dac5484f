/** The runner's own protocol: outputs, the job summary, annotations. The toolkit would bring 400 kB for these lines (docs/decisions/0004). */
import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/** An annotation on a file of the pull request, or on the run when it names none. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly message: string;
  readonly title?: string;
  readonly file?: string;
  readonly line?: number;
}

/** The command line that makes the runner show an annotation; newlines and separators are escaped as the runner undoes them. */
export function annotationCommand(annotation: Annotation): string {
  const { level, message, title, file, line } = annotation;
  const properties = Object.entries({ title, file, line })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${level}${properties.length > 0 ? ` ${properties.join(",")}` : ""}::${escapeData(message)}`;
}

/** Sets an output. The delimiter is random, so that no value can end it early. Nothing is written outside a runner. */
export function setOutput(path: string | undefined, name: string, value: string): void {
  if (path === undefined) return;
  const delimiter = `ghadelimiter_${randomUUID()}`;
  appendFileSync(path, `${name}<<${delimiter}\n${value}\n${delimiter}\n`);
}

/** The runner drops the whole step summary above this. */
const MAX_SUMMARY_BYTES = 1024 * 1024;

/** Appends to the job summary, cut short with a note when it would be dropped as too large. */
export function addSummary(path: string | undefined, markdown: string): void {
  if (path === undefined) return;
  const bytes = Buffer.from(markdown);
  const fits = bytes.length < MAX_SUMMARY_BYTES;
  appendFileSync(
    path,
    fits
      ? `${markdown}\n`
      : `${bytes.subarray(0, MAX_SUMMARY_BYTES - 200).toString("utf8")}\n\n… cut: GitHub shows 1 MB at most.\n`,
  );
}

/**
 * Text for the log in which nothing is a command: `::name` counts at the start of a line, the older `##[name]` anywhere in it.
 * What people wrote (reasons, titles) would else mask words or switch off the annotations that follow.
 */
export function escapeLog(text: string): string {
  return text.replaceAll(/^(\s*)::/gm, "$1: :").replaceAll("##[", "# #[");
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
