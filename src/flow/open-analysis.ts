/** An issue was declared an incident (or a near miss): its analysis is opened, once, and tied to it both ways. */
import type { Analysis, AnalysisRecord, Attestation } from "#src/analysis/analysis.ts";
import { evaluateChecklist, checklistMissing } from "#src/analysis/checklist.ts";
import { emptyRecord } from "#src/analysis/record.ts";
import { reviewDueAfter } from "#src/analysis/review-due.ts";
import { analysisDocument } from "#src/analysis/template.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { permits } from "#src/facts/issue.ts";
import { referenceTo, sameIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import { measureBudgets } from "#src/gate/measure-budgets.ts";
import { itemsOf, needOf } from "#src/gate/stand-analyses.ts";
import { declareIncident, linkAnalysis } from "#src/incident/declare.ts";
import { declaredByLabel } from "#src/incident/declared-by-label.ts";
import { type Incident, mitigationOf } from "#src/incident/incident.ts";
import { joinIncident } from "#src/incident/join-incident.ts";
import { componentsOf, recogniseIncident } from "#src/incident/recognise.ts";
import { draftTimeline } from "#src/timeline/draft-timeline.ts";
import {
  type AnalysisScene,
  presentAnalysis,
  showingOf,
  recordBody,
  recordSeen,
  recurrenceOf,
} from "./present-analysis.ts";
import { readTimeline } from "./read-timeline.ts";
import { GitHubUnavailable, type Services } from "./services.ts";
import { isRecordLost } from "./until-recorded.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** What is asked for. */
export interface OpenAnalysisRequest {
  readonly issue: IssueReference;
  /** Who set the label or gave the command; null when it was a bot. It confirms the incident when they have triage permission. */
  readonly declaredBy: string | null;
  /** What was stated on an earlier analysis of it that is gone. */
  readonly record?: AnalysisRecord;
}

/** Opens the analysis, or completes what is missing of one. Repeating it changes nothing. @returns the analysis; null when the issue is none (any more). */
export async function openAnalysis(services: Services, request: OpenAnalysisRequest): Promise<IssueReference | null> {
  const [view, issue] = await Promise.all([
    viewRepository(services, request.issue),
    services.github.readIssue(request.issue),
  ]);
  if (!view || !issue || issue.isPullRequest) return null;
  const kind = recogniseIncident(issue.labels, view.policy.config);
  if (kind === "neither") return null;
  const existing = view.records.analyses.find((analysis) => sameIssue(analysis.incident, issue)) ?? null;
  const stated = request.record ?? null;
  const known = existing?.record?.confirmed ?? stated?.confirmed;
  const confirmed = known ?? (await confirmationBy(services, request, view));
  const scene: Scene = { services, view, issue, nearMiss: kind === "near-miss", existing, stated, confirmed };
  return existing?.record ? completeAnalysis(scene, existing) : createAnalysis(scene);
}

interface Scene {
  readonly services: Services;
  readonly view: RepositoryView;
  readonly issue: IssueFacts;
  readonly nearMiss: boolean;
  readonly existing: Analysis | null;
  readonly stated: AnalysisRecord | null;
  readonly confirmed: Attestation | null;
}

async function confirmationBy(
  services: Services,
  { declaredBy, issue }: OpenAnalysisRequest,
  view: RepositoryView,
): Promise<Attestation | null> {
  if (declaredBy === null) return null;
  const permission = await services.github.readPermission(issue, declaredBy);
  return permits(permission, "triage") ? { by: declaredBy, at: view.now, reason: null } : null;
}

/** The analysis is there: its incident may have been confirmed meanwhile. */
async function completeAnalysis(scene: Scene, existing: Analysis): Promise<IssueReference> {
  const record = existing.record && { ...existing.record, confirmed: scene.confirmed };
  const analysis = { ...existing, record };
  const view = withIncident(scene, analysis);
  const timeline = await readTimeline(scene.services, scene.issue, { config: view.policy.config, record });
  await scene.services.github.perform([
    ...linkEffects(scene, analysis, { view, timeline }),
    ...presentAnalysis(analysis, { view, timeline, ...showingOf(scene.services) }),
  ]);
  return referenceTo(existing.issue);
}

async function createAnalysis(scene: Scene): Promise<IssueReference | null> {
  const { services, view, issue } = scene;
  const { config } = view.policy;
  const activity = await services.github.readActivity(issue);
  const reviewDue = reviewDueOf(joinIncident(issue, null, config), view, scene.nearMiss);
  const declared = scene.nearMiss
    ? null
    : declaredByLabel({ activity, issue, confirmedBy: scene.confirmed?.by ?? null, config });
  const moments = declared === null ? {} : { declared };
  const fresh = { ...emptyRecord(referenceTo(issue)), confirmed: scene.confirmed, reviewDue, moments };
  const record: AnalysisRecord = scene.stated ?? fresh;
  const timeline = draftTimeline({ activity, moments, notes: [], config, issue });
  const incident = joinIncident(issue, record, config);
  const participants = [issue.author, ...activity.flatMap(({ actor }) => actor ?? [])].filter(
    ({ type }) => type === "User",
  );
  const lead = issue.assignees[0] ?? scene.confirmed?.by ?? null;
  const document = analysisDocument({
    incident,
    nearMiss: scene.nearMiss,
    repository: view.repository,
    config,
    need: needIn(incident, view),
    timeline,
    participants: [...new Set(participants.map(({ login }) => login))],
    lead,
    reviewDue,
  });
  const effect = declareIncident({
    incident,
    nearMiss: scene.nearMiss,
    repository: view.repository,
    config,
    document,
    lead: lead === null ? [] : [lead],
  });
  const [performed] = await services.github.perform([effect]);
  if (!performed?.issue) {
    services.log.warn({ issue: issue.number, reason: performed?.reason }, "The analysis could not be opened");
    return null;
  }
  const made = await services.github.readIssue(performed.issue);
  if (!made) return null;
  const analysis: Analysis = { issue: made, incident: referenceTo(issue), record, recordCommentId: null, problems: [] };
  await showNew(scene, analysis, { timeline, isLinked: performed.linked === true });
  return referenceTo(made);
}

interface NewScene {
  readonly timeline: AnalysisScene["timeline"];
  /** The analysis was made under its incident. */
  readonly isLinked: boolean;
}

/** The record goes first: where one stands that the listings do not show yet, nothing is written over it. */
async function showNew(scene: Scene, analysis: Analysis, { timeline, isLinked }: NewScene): Promise<void> {
  const { services } = scene;
  const { owner, repo, number } = analysis.issue;
  const view = withIncident(scene, analysis);
  const links = linkEffects(scene, analysis, { view, timeline, isLinked });
  if (isRecordLost(await services.github.perform(links))) {
    const where = `the record on ${owner}/${repo}#${number}`;
    throw new GitHubUnavailable(where, `${where}: GitHub's listings do not show it yet`);
  }
  await services.github.perform(presentAnalysis(analysis, { view, timeline, ...showingOf(services) }));
}

/** The view with this incident and this analysis in it, which the listings may not show yet. */
function withIncident({ view, issue, nearMiss }: Scene, analysis: Analysis): RepositoryView {
  const { records } = view;
  const incident = joinIncident(issue, analysis.record, view.policy.config);
  const incidents = records.incidents.filter((one) => !sameIssue(one.issue, issue));
  const analyses = records.analyses.filter((one) => !sameIssue(one.issue, analysis.issue));
  return {
    ...view,
    records: {
      ...records,
      incidents: nearMiss ? incidents : [...incidents, incident],
      analyses: [...analyses, analysis],
    },
  };
}

function linkEffects(scene: Scene, analysis: Analysis, { view, timeline, isLinked = false }: LinkScene) {
  const { config } = view.policy;
  const incident = joinIncident(scene.issue, analysis.record, config);
  const items = itemsOf(analysis, view.records);
  const missing = scene.nearMiss ? [] : checklistMissing(evaluateChecklist({ analysis, incident, items, config }));
  return linkAnalysis({
    incident,
    nearMiss: scene.nearMiss,
    analysis: referenceTo(analysis.issue),
    config,
    unknownComponents: componentsOf(scene.issue.labels, config).unknown,
    need: needIn(incident, view),
    reviewDue: analysis.record?.reviewDue ?? null,
    before: recurrenceOf(incident, view),
    recordBody: recordBody(analysis, incident, { view, timeline, missing, nearMiss: scene.nearMiss }),
    recordSeen: recordSeen(incident, view),
    isLinked,
  });
}

/** `isLinked`: the analysis was made under its incident. */
type LinkScene = AnalysisScene & { readonly isLinked?: boolean };

function needIn(incident: Incident, { policy, repository, records, now }: RepositoryView) {
  return needOf(incident, { records, budgets: measureBudgets({ config: policy.config, repository, records, now }) });
}

/** Within the configured time after the impact ended (after now, while it lasts), on a working day; a near miss has no deadline. */
function reviewDueOf(incident: Incident, { policy, now }: RepositoryView, nearMiss: boolean): string | null {
  const zone = openZone(policy.config.timezone) ?? UTC;
  return nearMiss ? null : reviewDueAfter(mitigationOf(incident)?.at ?? now, policy.config, zone);
}
