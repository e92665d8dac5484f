/** Which components a piece of work or an incident belongs to, when names are missing or unknown. */
import { type IssueIndex, indexByIssue } from "#src/facts/issue-index.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";

/** Finds incidents by their analyses, items and incidents by their issues, and components by what is known. */
export interface Placement {
  readonly items: IssueIndex<RemediationItem>;
  readonly incidents: IssueIndex<Incident>;
  /** The incident of an analysis; undefined when either is out of sight. */
  readonly incidentOf: (analysis: IssueReference) => Incident | undefined;
  /** Components of every item of the records. An item that names none belongs where its incident does, so that taking a label off opens nothing. */
  readonly ofItems: ReadonlyMap<RemediationItem, readonly string[]>;
  readonly ofIncident: (incident: Incident) => readonly string[];
}

/** Places everything in the records on the components that exist. */
export function placeRecords(records: RepositoryRecords, names: readonly string[]): Placement {
  const items = indexByIssue(records.items, (item) => item.issue);
  const incidents = indexByIssue(records.incidents, (incident) => incident.issue);
  const analyses = indexByIssue(records.analyses, (analysis) => analysis.issue);
  const known = new Set(names);
  const incidentOf = (issue: IssueReference) => {
    const [analysis] = analyses.of(issue);
    return analysis && incidents.of(analysis.incident)[0];
  };
  const place = (named: readonly string[]) => placeOn(named, names, known);
  const ofItems = records.items.map((item): readonly [RemediationItem, readonly string[]] => {
    if (item.components.length > 0) return [item, place(item.components)];
    const incident = item.analysis === null ? undefined : incidentOf(item.analysis);
    return [item, place(incident?.components ?? [])];
  });
  const ofIncident = (incident: Incident) => place(incident.components);
  return { items, incidents, incidentOf, ofItems: new Map(ofItems), ofIncident };
}

/** The components that exist among the names; without any name, the only component there is. */
function placeOn(named: readonly string[], all: readonly string[], known: ReadonlySet<string>): readonly string[] {
  if (named.length === 0) return all.length === 1 ? all : [];
  return named.filter((name) => known.has(name));
}
