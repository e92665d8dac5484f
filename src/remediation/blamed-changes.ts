/** What an analysis names as a cause: pull requests and files. A fix that is among them brought the next incident. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { readFindings } from "#src/analysis/read-findings.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import { type Incident, startOf } from "#src/incident/incident.ts";
import { isDelivered } from "./fail-verification.ts";
import type { RemediationItem } from "./item.ts";
import type { RepositoryRecords } from "./records.ts";

/** Named in the causes, by number or by path. */
export interface NamedChanges {
  /** Pull requests, and issues, which look the same. */
  readonly references: readonly IssueReference[];
  readonly paths: readonly string[];
}

const PATH = /(?<![\w./:-])(?:[\w.-]+\/)+[\w.-]*\w\.\w{1,8}(?![\w/])/g;

/** What the causes of an analysis name. */
export function namedChanges({ issue }: Pick<Analysis, "issue">): NamedChanges {
  const { causes } = readFindings(issue.body);
  const references = causes.flatMap((cause) =>
    cause.references.map(({ owner, repo, number }) => ({
      owner: owner ?? issue.owner,
      repo: repo ?? issue.repo,
      number,
    })),
  );
  const paths = causes.flatMap(({ text }) => text.match(PATH) ?? []);
  return { references, paths: [...new Set(paths)] };
}

/** A fix may be long forgotten by the time that something else goes wrong in its file. */
const STILL_NEW = 30 * 86_400;

/** Fixes that were young when the incident began, on one of its components, and that it has not disproved yet. */
export function youngFixes(
  incident: Incident,
  { items }: Pick<RepositoryRecords, "items">,
): readonly RemediationItem[] {
  const began = startOf(incident).at;
  return items.filter(
    (item) =>
      isDelivered(item) &&
      item.closedAt !== null &&
      item.closedAt <= began &&
      item.closedAt > began - STILL_NEW &&
      item.components.some((name) => incident.components.includes(name)) &&
      !item.failures.some(({ by }) => "number" in by && sameIssue(by, incident.issue)),
  );
}

/** The merged pull requests of an item. */
export function deliveriesOf({ pullRequests }: Pick<RemediationItem, "pullRequests">): readonly IssueReference[] {
  return pullRequests.flatMap(({ reference, state }) => (state === "merged" ? [reference] : []));
}
