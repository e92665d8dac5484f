/** The lines that commands add to the logs of analyses: a later try, which finds a part of it done already, must neither lose nor repeat them. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import type { CommandChange, RecordUpdate } from "./outcome.ts";

type Line = AnalysisRecord["log"][number];

/** Lines for the log of one analysis. */
export interface LogLines {
  readonly analysis: IssueReference;
  readonly lines: readonly Line[];
}

/** What these changes add to the logs as they are. */
export function logLinesOf(changes: readonly CommandChange[], records: RepositoryRecords): readonly LogLines[] {
  return changes
    .filter((change) => change.kind === "record")
    .map(({ analysis, next }) => ({
      analysis,
      lines: next.log.slice(recordOf(analysis, records)?.log.length ?? next.log.length),
    }))
    .filter(({ lines }) => lines.length > 0);
}

/** The changes of a later try, with exactly those lines of the first one that do not stand yet. */
export function withLogLines(
  changes: readonly CommandChange[],
  first: readonly LogLines[],
  records: RepositoryRecords,
): readonly CommandChange[] {
  return first.reduce((known, { analysis, lines }) => withLines(known, { analysis, lines }, records), changes);
}

function withLines(
  changes: readonly CommandChange[],
  { analysis, lines }: LogLines,
  records: RepositoryRecords,
): readonly CommandChange[] {
  const standing = recordOf(analysis, records);
  if (!standing) return changes;
  const isOurs = (change: CommandChange): change is RecordUpdate =>
    change.kind === "record" && sameIssue(change.analysis, analysis);
  const wanted = changes.find(isOurs);
  const added = wanted?.next.log.slice(standing.log.length) ?? [];
  const missing = lines.filter((line) => ![...standing.log, ...added].some((other) => isLater(other, line)));
  const news = added.filter(
    (line) => !lines.some((one) => standing.log.some((other) => isLater(other, one)) && isSame(one, line)),
  );
  if (missing.length === 0 && news.length === added.length) return changes;
  const next = { ...(wanted?.next ?? standing), log: [...standing.log, ...missing, ...news] };
  return [...changes.filter((change) => !isOurs(change)), { kind: "record", analysis, next }];
}

function recordOf(analysis: IssueReference, { analyses }: RepositoryRecords): AnalysisRecord | null {
  return analyses.find(({ issue }) => sameIssue(issue, analysis))?.record ?? null;
}

/** The same words of the same person, not older than the line. */
function isLater(other: Line, line: Line): boolean {
  return isSame(other, line) && other.at >= line.at;
}

function isSame(a: Line, b: Line): boolean {
  return a.by === b.by && a.what === b.what;
}
