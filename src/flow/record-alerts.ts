/** Alerts arrived: they open an incident that nobody has confirmed yet, or feed the one that is open; what is resolved joins its timeline. */
import { addNote } from "#src/analysis/add-note.ts";
import type { Analysis } from "#src/analysis/analysis.ts";
import { findMarker } from "#src/effect/marker.ts";
import { referenceTo, sameIssue, type IssueReference, type RepositoryName } from "#src/facts/issue-reference.ts";
import {
  type AlertGroup,
  componentsOfAlerts,
  incidentOfAlerts,
  isOfGroup,
  notesOfAlerts,
} from "#src/incident/alert-group.ts";
import { isOurs } from "#src/incident/recognise.ts";
import { ALERTMANAGER } from "#src/timeline/people-in.ts";
import { feedRecord } from "./feed-record.ts";
import { openAnalysis } from "./open-analysis.ts";
import { GitHubUnavailable, type Services } from "./services.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** Does it. The same message again, and messages out of order, end in the same state. @returns the incident; null when there is none to feed. */
export async function recordAlerts(
  services: Services,
  repository: RepositoryName,
  group: AlertGroup,
): Promise<IssueReference | null> {
  const view = await viewRepository(services, repository);
  if (!view || services.face.kind !== view.policy.config.writer) return null;
  const incident = openIncident(group, view) ?? (await openBy(services, view, group));
  if (!incident) return null;
  const known = analysisOf(incident, view);
  if (!known) await openAnalysis(services, { issue: incident, declaredBy: null });
  const next = known ? view : await viewRepository(services, repository);
  const analysis = next ? analysisOf(incident, next) : undefined;
  // Listings lag behind writes by some seconds: the queue comes back.
  if (!next || !analysis?.record)
    throw new GitHubUnavailable("records", "the analysis of the alert's incident is not listed yet");
  await feed(services, analysis, { view: next, group });
  return incident;
}

function analysisOf(incident: IssueReference, { records }: RepositoryView): Analysis | undefined {
  return records.analyses.find((analysis) => sameIssue(analysis.incident, incident));
}

/** The open incident that this group opened; else the latest open one on a component that the alerts name. */
function openIncident(group: AlertGroup, { records, tracked, policy }: RepositoryView): IssueReference | null {
  const open = records.incidents.filter((incident) => incident.open).toReversed();
  const own = open.find(({ issue }) => {
    const facts = tracked.tracked.find((one) => sameIssue(one.issue, issue))?.issue;
    return facts && isOurs(facts.author, policy.config) && isOfGroup(findMarker(facts.body, "alert"), group);
  });
  const named = componentsOfAlerts(group, policy.config);
  const other = open.find(({ components }) => components.some((name) => named.includes(name)));
  return own?.issue ?? other?.issue ?? null;
}

/** What is only resolved opens nothing; what somebody has closed stays closed while the same alert goes on. */
async function openBy(services: Services, view: RepositoryView, group: AlertGroup): Promise<IssueReference | null> {
  if (!group.alerts.some(({ firing }) => firing)) return null;
  const effect = incidentOfAlerts(group, { repository: view.repository, config: view.policy.config });
  const [performed] = await services.github.perform([effect]);
  if (!performed?.issue) {
    services.log.warn({ reason: performed?.reason }, "An alert could not open its incident");
    return null;
  }
  const issue = await services.github.readIssue(performed.issue);
  return issue?.state === "open" ? referenceTo(issue) : null;
}

async function feed(
  services: Services,
  analysis: Analysis,
  { view, group }: { readonly view: RepositoryView; readonly group: AlertGroup },
): Promise<void> {
  const record = notesOfAlerts(group).reduce((known, { source, ...note }) => {
    const change = known && addNote(known, note, { by: ALERTMANAGER, now: view.now, reason: null, source });
    return change?.kind === "changed" ? change.record : known;
  }, analysis.record);
  if (record !== null) await feedRecord(services, analysis, { view, record });
}
