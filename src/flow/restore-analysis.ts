/** An analysis was deleted, or moved to another repository, and its record with it: another one takes its place, with everything that was stated. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { readAnalysis } from "#src/analysis/read-analysis.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { RepositoryEvent } from "#src/facts/event.ts";
import { type IssueReference, sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { openAnalysis } from "./open-analysis.ts";
import { recheckRepository } from "./recheck.ts";
import { recallRecords } from "./remember.ts";
import type { Services } from "./services.ts";

/** What is known of an analysis that is gone. */
export interface LostAnalysis {
  readonly issue: IssueReference;
  readonly incident: IssueReference;
  readonly record: AnalysisRecord;
  readonly by: string;
}

/** The analysis that this event takes away, as it is remembered: to be asked before it is forgotten. Null = none, or nobody remembers it. */
export async function lostAnalysis(services: Services, event: RepositoryEvent): Promise<LostAnalysis | null> {
  const { projection, face } = services;
  if (!projection || event.kind !== "issue" || (event.action !== "deleted" && event.action !== "transferred"))
    return null;
  const known = await recallRecords(projection, event.issue);
  const tracked = known?.tracked.tracked.find(({ issue }) => sameIssue(issue, event.issue));
  if (!known || !tracked || known.policy.config.writer !== face.kind) return null;
  const analysis = readAnalysis(tracked, { repository: known.repository, config: known.policy.config });
  if (!analysis?.record) return null;
  return {
    issue: event.issue,
    incident: analysis.incident,
    record: analysis.record,
    by: event.sender?.login ?? "ghost",
  };
}

/** Comes before the verdicts: what the incident holds back stays held. Nothing is done when the incident is none any more. */
export async function restoreAnalysis(services: Services, lost: LostAnalysis): Promise<void> {
  const made = await openAnalysis(services, { issue: lost.incident, declaredBy: null, record: lost.record });
  if (!made || sameIssue(made, lost.issue)) return;
  const marker = { kind: "put-back", keys: { analysis: String(lost.issue.number) } };
  const body = [
    renderMarker(marker),
    `${sayIssue(lost.issue, made)}, the analysis of this incident, was deleted or moved away by ${escapeText(`@${lost.by}`)}. The gate goes by what was stated on it, so that stands here now; what people wrote into its description does not.`,
  ].join("\n\n");
  await services.github.perform([{ kind: "ensure-comment", issue: made, marker, body }]);
  await recheckRepository(services, made);
}
