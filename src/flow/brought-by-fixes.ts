/** A fix can bring something of its own: an alert of code scanning, or an incident whose causes name it. Then it has not held. */
import { sameChange, type ChangeReference } from "#src/facts/change-reference.ts";
import { type IssueReference, sameIssue, sameRepository } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { startOf } from "#src/incident/incident.ts";
import { deliveriesOf, namedChanges, youngFixes } from "#src/remediation/blamed-changes.ts";
import { isEvidenceDue } from "#src/remediation/evidence.ts";
import { failureComment, failVerification, isDelivered, sayFailure } from "#src/remediation/fail-verification.ts";
import type { RemediationItem, VerificationFailure } from "#src/remediation/item.ts";
import type { ReminderTerms } from "#src/remediation/reminder.ts";
import { followedItem, type WantedChange } from "./change-items.ts";
import { RECENT } from "./disproven-by-recurrence.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Tools look at a merge within hours; after that once more, before we ask whether it works. */
const WATCHED = 3 * 86_400;

/** What alerts ask for, and whether they could be looked at. */
export interface AlertsLooked {
  readonly wanted: readonly WantedChange[];
  readonly refused: boolean;
}

/** Looks at alerts while a fix is young and when its evidence is due; a repository without one costs nothing. */
export async function broughtAlerts(
  services: Services,
  view: RepositoryView,
  terms: ReminderTerms,
): Promise<AlertsLooked> {
  const watched = view.records.items.filter((item) => isWatched(item, view, terms));
  if (watched.length === 0) return { wanted: [], refused: false };
  const since = Math.min(...watched.map(({ createdAt }) => createdAt));
  const alerts = await services.github.readBroughtAlerts(view.repository, since);
  if (alerts === null) {
    services.log.info(
      { permission: "security_events: read" },
      "Code scanning may not be read: alerts that a fix brings are not seen",
    );
    return { wanted: [], refused: true };
  }
  const wanted = watched.flatMap((item) => {
    const found = alerts.find(({ by, alert }) => !isKnown(item, alert) && delivers(item, by));
    return found ? (failedBy({ kind: "new-alert", by: found.alert, at: view.now }, item, view) ?? []) : [];
  });
  return { wanted, refused: false };
}

function isWatched(item: RemediationItem, { now, repository }: RepositoryView, terms: ReminderTerms): boolean {
  const isYoung = item.closedAt !== null && now - item.closedAt <= WATCHED;
  const isHere = deliveriesOf(item).some((pull) => sameRepository(pull, repository));
  return isDelivered(item) && isHere && (isYoung || isEvidenceDue(item, terms));
}

function delivers(item: RemediationItem, pulls: readonly IssueReference[]): boolean {
  return deliveriesOf(item).some((pull) => pulls.some((one) => sameIssue(one, pull)));
}

function isKnown({ failures }: RemediationItem, change: ChangeReference): boolean {
  return failures.some(({ by }) => sameChange(by, change));
}

/** Files of so many fixes are read for one incident. */
const MOST_READ = 5;

/** What recent confirmed incidents ask for whose causes name a young fix, or a file that it changed. Read only when a file is named. */
export async function broughtIncidents(services: Services, view: RepositoryView): Promise<readonly WantedChange[]> {
  const { incidents } = view.records;
  const recent = incidents.filter(
    (incident) => incident.confirmed && !incident.external && startOf(incident).at >= view.now - RECENT,
  );
  const wanted: WantedChange[] = [];
  for (const incident of recent) {
    for (const item of await blamedItems(services, incident, view)) {
      const change = failedBy({ kind: "new-incident", by: incident.issue, at: view.now }, item, view);
      if (change && !wanted.some((one) => sameIssue(one.item.issue, item.issue))) wanted.push(change);
    }
  }
  return wanted;
}

async function blamedItems(
  services: Services,
  incident: Incident,
  { records }: RepositoryView,
): Promise<readonly RemediationItem[]> {
  const analysis = records.analyses.find((one) => sameIssue(one.incident, incident.issue));
  const named = analysis && namedChanges(analysis);
  if (!named || named.references.length + named.paths.length === 0) return [];
  const young = youngFixes(incident, records);
  const byNumber = young.filter((item) => delivers(item, named.references));
  const others = young.filter((item) => !byNumber.includes(item)).slice(0, MOST_READ);
  const byPath = named.paths.length === 0 ? [] : others;
  const touches = await Promise.all(byPath.map((item) => changedOneOf(services, item, named.paths)));
  return [...byNumber, ...byPath.filter((_, index) => touches[index])];
}

async function changedOneOf({ github }: Services, item: RemediationItem, paths: readonly string[]): Promise<boolean> {
  for (const reference of deliveriesOf(item)) {
    const pull = await github.readPullRequest(reference);
    const changed = pull ? (await github.readChangedFiles(pull)).files : [];
    if (changed.some(({ path }) => paths.includes(path))) return true;
  }
  return false;
}

function failedBy(failure: VerificationFailure, item: RemediationItem, view: RepositoryView): WantedChange | null {
  const followed = followedItem(item, view);
  const change = followed && failVerification(followed, failure);
  if (!change) return null;
  const log = `${sayFailure(failure, item.analysis ?? item.issue)} and is open again`;
  return { item, change, says: [failureComment(item, failure)], log };
}
