/** What happened again: work that was to prevent it is open again, each item once for an incident. */
import { sameIssue } from "#src/facts/issue-reference.ts";
import { type Incident, startOf } from "#src/incident/incident.ts";
import { failureComment, failVerification, sayFailure } from "#src/remediation/fail-verification.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { disprovenItems } from "#src/remediation/recurrence.ts";
import { similarIncidents } from "#src/remediation/similar-incidents.ts";
import { followedItem, type WantedChange } from "./change-items.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Incidents this young are compared with what was done about earlier ones. */
export const RECENT = 14 * 86_400;

/** The changes that recent confirmed incidents ask for; each item once, by the earliest incident that disproves it. */
export function disprovenByRecurrence(view: RepositoryView): readonly WantedChange[] {
  const recent = view.records.incidents
    .filter((incident) => incident.confirmed && !incident.external && startOf(incident).at >= view.now - RECENT)
    .toSorted((a, b) => startOf(a).at - startOf(b).at);
  const wanted = recent.flatMap((incident) => {
    const similar = similarIncidents(incident, view.records, view.policy.config);
    return disprovenItems(incident, similar).flatMap((item) => disproved(item, incident, view) ?? []);
  });
  return wanted.filter(({ item }, index) => wanted.findIndex((one) => sameIssue(one.item.issue, item.issue)) === index);
}

function disproved(item: RemediationItem, incident: Incident, view: RepositoryView): WantedChange | null {
  const followed = followedItem(item, view);
  const failure = { kind: "recurrence", by: incident.issue, at: view.now } as const;
  const change = followed && failVerification(followed, failure);
  if (!change) return null;
  const log = `${sayFailure(failure, item.analysis ?? item.issue)} and is open again`;
  return { item, change, says: [failureComment(item, failure)], log };
}
