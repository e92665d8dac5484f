/** Which components a piece of work or an incident belongs to, when names are missing or unknown. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { type IssueReference, issueKey } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";

/** Finds incidents by their analyses, and components by what is known. */
export interface Placement {
  /** The incident of an analysis; undefined when either is out of sight. */
  readonly incidentOf: (analysis: IssueReference) => Incident | undefined;
  /** Components of every item of the records. An item that names none belongs where its incident does, so that taking a label off opens nothing. */
  readonly ofItems: ReadonlyMap<RemediationItem, readonly string[]>;
  readonly ofIncident: (incident: Incident) => readonly string[];
}

/** Places everything in the records on the components that exist. */
export function placeRecords(records: RepositoryRecords, names: readonly string[]): Placement {
  const incidents = new Map(records.incidents.map((incident) => [issueKey(incident.issue), incident]));
  const analyses = new Map(records.analyses.map((analysis: Analysis) => [issueKey(analysis.issue), analysis.incident]));
  const known = new Set(names);
  const incidentOf = (analysis: IssueReference) => {
    const incident = analyses.get(issueKey(analysis));
    return incident && incidents.get(issueKey(incident));
  };
  const place = (named: readonly string[]) => placeOn(named, names, known);
  const ofItems = records.items.map((item): readonly [RemediationItem, readonly string[]] => {
    if (item.components.length > 0) return [item, place(item.components)];
    const incident = item.analysis === null ? undefined : incidentOf(item.analysis);
    return [item, place(incident?.components ?? [])];
  });
  return { incidentOf, ofItems: new Map(ofItems), ofIncident: (incident) => place(incident.components) };
}

/** The components that exist among the names; without any name, the only component there is. */
function placeOn(named: readonly string[], all: readonly string[], known: ReadonlySet<string>): readonly string[] {
  if (named.length === 0) return all.length === 1 ? all : [];
  return named.filter((name) => known.has(name));
}
