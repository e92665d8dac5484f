/** Reads analyses out of the tracked issues: by our marker in an issue that we wrote, never by title or label alone. */
import type { Config } from "#src/config/schema.ts";
import { findMarker } from "#src/effect/marker.ts";
import type { Actor, TrackedIssue } from "#src/facts/issue.ts";
import { type IssueReference, sameRepository } from "#src/facts/issue-reference.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { isByApp, isOurs } from "#src/incident/recognise.ts";
import type { Analysis, AnalysisRecord, LinkedItemRecord } from "./analysis.ts";
import { readRecord } from "./read-record.ts";

/** What tells ours from a text that only looks so. */
export interface AnalysisContext {
  readonly repository: Pick<RepositoryFacts, "id">;
  readonly config: Pick<Config, "app">;
}

/**
 * The analysis that this issue is; null when it is none of ours.
 * The incident's owner and name are those of the issue itself while the marker's repository is this one, so that a renamed
 * repository keeps its analyses; else they come from the record.
 */
export function readAnalysis(tracked: TrackedIssue, context: AnalysisContext): Analysis | null {
  const { issue, recordComment } = tracked;
  if (!isOurs(issue.author, context.config)) return null;
  const key = parseKey(findMarker(issue.body, "pia")?.keys.incident);
  if (!key) return null;
  const here: IssueReference = { owner: issue.owner, repo: issue.repo, number: key.number };
  const comment =
    recordComment && isBelieved(recordComment.author, issue.author, context.config) ? recordComment : null;
  const reading = comment ? readRecord(comment.body, here) : null;
  const incident = key.repositoryId === context.repository.id || !reading ? here : reading.record.incident;
  return {
    issue,
    incident,
    record: reading ? { ...inRepository(reading.record, incident), incident } : null,
    recordCommentId: comment?.id ?? null,
    problems: reading?.problems ?? ["The record comment is missing or has none of its tables, so nothing is known."],
  };
}

/** Any workflow can speak as `github-actions[bot]`: of an analysis by the App only the App keeps the record. */
function isBelieved(author: Actor, ofAnalysis: Actor, config: Pick<Config, "app">): boolean {
  return isByApp(ofAnalysis, config) ? isByApp(author, config) : isOurs(author, config);
}

/** Rows that name issues of the incident's repository, under the name that it has now. */
function inRepository(record: AnalysisRecord, { owner, repo }: IssueReference): AnalysisRecord {
  const renamed = (row: LinkedItemRecord): LinkedItemRecord =>
    sameRepository(row.issue, record.incident) ? { ...row, issue: { ...row.issue, owner, repo } } : row;
  if (sameRepository(record.incident, { owner, repo })) return record;
  return { ...record, linked: record.linked.map(renamed), kept: record.kept.map(renamed) };
}

function parseKey(text: string | undefined): { repositoryId: number; number: number } | null {
  const match = /^(\d{1,15}):(\d{1,9})$/.exec(text ?? "");
  return match ? { repositoryId: Number(match[1]), number: Number(match[2]) } : null;
}

/**
 * One analysis for each incident: where creation raced and there are two, the lowest number counts.
 * @returns in ascending order of their numbers; `doubles` are the others, to be closed with a link
 */
export function withoutDoubles(analyses: readonly Analysis[]): {
  readonly kept: readonly Analysis[];
  readonly doubles: readonly { readonly analysis: Analysis; readonly of: Analysis }[];
} {
  const first = new Map<string, Analysis>();
  const doubles: { analysis: Analysis; of: Analysis }[] = [];
  for (const analysis of analyses.toSorted((a, b) => a.issue.number - b.issue.number)) {
    const key = findMarker(analysis.issue.body, "pia")?.keys.incident ?? "";
    const of = first.get(key);
    if (of) doubles.push({ analysis, of });
    else first.set(key, analysis);
  }
  return { kept: [...first.values()], doubles };
}
