/** An analysis or an incident was deleted, or moved to another repository: what was stated is stated again, and what the incident held back stays held. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { withLogEntry } from "#src/analysis/record.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { RepositoryEvent } from "#src/facts/event.ts";
import { type IssueReference, referenceTo, sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { withKeptIncident } from "#src/remediation/kept-item.ts";
import { openAnalysis } from "./open-analysis.ts";
import { recheckRepository } from "./recheck.ts";
import { recallRecords } from "./remember.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { view, viewRepository, viewWithAnalyses } from "./view-repository.ts";

/** What is known of an analysis that is gone. */
export interface LostAnalysis {
  readonly issue: IssueReference;
  readonly incident: IssueReference;
  readonly record: AnalysisRecord;
  readonly by: string;
}

/** A confirmed incident that is gone. */
export interface LostIncident {
  readonly incident: Incident;
  readonly analysis: IssueReference;
  readonly by: string;
}

/** What this event takes away, as it is remembered: to be asked before it is forgotten. Null = nothing of ours, or nobody remembers it. */
export async function lostByEvent(
  services: Services,
  event: RepositoryEvent,
): Promise<LostAnalysis | LostIncident | null> {
  const { projection, face } = services;
  if (!projection || event.kind !== "issue" || (event.action !== "deleted" && event.action !== "transferred"))
    return null;
  const known = await recallRecords(projection, event.issue);
  if (!known || known.policy.config.writer !== face.kind) return null;
  const by = event.sender?.login ?? "ghost";
  const { analyses, incidents } = view({ ...known, now: services.github.now() }).records;
  const own = analyses.find(({ issue }) => sameIssue(issue, event.issue));
  if (own?.record) return { issue: event.issue, incident: own.incident, record: own.record, by };
  const analysis = analyses.find((one) => sameIssue(one.incident, event.issue));
  const incident = incidents.find(({ issue }) => sameIssue(issue, event.issue));
  return analysis && incident?.confirmed ? { incident, analysis: referenceTo(analysis.issue), by } : null;
}

/** Comes before the verdicts, so that none is judged without it. */
export function restore(services: Services, lost: LostAnalysis | LostIncident): Promise<void> {
  return "record" in lost ? restoreAnalysis(services, lost) : keepIncident(services, lost);
}

/** Its budget and its freeze cannot be told any more: an owner says why that does not matter, as for an item. */
async function keepIncident(services: Services, { incident, analysis: issue, by }: LostIncident): Promise<void> {
  const present = await viewRepository(services, issue);
  const analysis = present?.records.analyses.find((one) => sameIssue(one.issue, issue));
  if (!present || !analysis?.record) return;
  const kept = withKeptIncident(analysis.record, incident);
  if (kept === analysis.record) return;
  const what = `the issue of this incident was deleted or moved away`;
  const placed = { ...analysis, record: withLogEntry(kept, { at: present.now, by, what }) };
  const analyses = present.records.analyses.map((one) => (one === analysis ? placed : one));
  await followAnalysis(services, placed, viewWithAnalyses(present, analyses));
}

/** Nothing is done when the incident is none any more. */
async function restoreAnalysis(services: Services, lost: LostAnalysis): Promise<void> {
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
