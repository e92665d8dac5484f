/** Joins the two listings into what we know of a repository: incidents, analyses, items and pauses. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { readAnalysis, withoutDoubles } from "#src/analysis/read-analysis.ts";
import type { Config } from "#src/config/schema.ts";
import type { IssueFacts, TrackedIssue, TrackedIssues } from "#src/facts/issue.ts";
import { referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import type { Incident } from "#src/incident/incident.ts";
import { joinIncident } from "#src/incident/join-incident.ts";
import { recogniseIncident } from "#src/incident/recognise.ts";
import { parseItemBlock } from "./item-table.ts";
import type { RemediationItem } from "./item.ts";
import { unseenItems } from "./kept-item.ts";
import { readPause } from "./pause.ts";
import { readItem } from "./read-item.ts";
import type { RepositoryRecords } from "./records.ts";

/** Where the listings come from. */
export interface RecordsPlace {
  readonly config: Config;
  readonly repository: RepositoryFacts;
}

/** Everything that the listings say. Doubles that a race made count once: the lowest number. All lists are in order of their numbers. */
export function assembleRecords({ tracked, asOf }: TrackedIssues, place: RecordsPlace): RepositoryRecords {
  const inOrder = tracked.toSorted((a, b) => a.issue.number - b.issue.number);
  const read = inOrder.flatMap((one) => readAnalysis(one, place) ?? []);
  const { kept: analyses, doubles } = withoutDoubles(read);
  const others = inOrder.filter(({ issue }) => !read.some((analysis) => sameIssue(analysis.issue, issue)));
  const issues = others.map(({ issue }) => issue);
  const seen = readItems(issues, { ...place, analyses });
  // A double that a race made is seen, and counts no more.
  const isDouble = ({ issue }: RemediationItem) =>
    issues.some((one) => sameIssue(one, issue) && readItem(one, { ...place, analyses }) !== null);
  const unseen = unseenItems({ ...place, analyses }, seen).filter((item) => !isDouble(item));
  const items = [...seen, ...unseen].map((item) => {
    const double = doubles.find(({ analysis }) => item.analysis && sameIssue(analysis.issue, item.analysis));
    return double ? { ...item, analysis: referenceTo(double.of.issue) } : item;
  });
  const incidents = others.flatMap((one) => readIncident(one, analyses, place) ?? []);
  const pauses = others.flatMap((one) => readPause(one, place.config) ?? []);
  return { incidents, analyses, items, pauses, asOf };
}

/** An issue is an incident while it carries one of the labels. */
function readIncident(
  { issue }: TrackedIssue,
  analyses: readonly Analysis[],
  { config }: RecordsPlace,
): Incident | null {
  if (issue.isPullRequest || recogniseIncident(issue.labels, config) !== "incident") return null;
  const record = analyses.find((one) => sameIssue(one.incident, issue))?.record ?? null;
  return joinIncident(issue, record, config);
}

/** The items among these issues. Of two that one line of a comment made, because it was delivered twice at one moment, only the lowest number counts. */
export function readItems(
  issues: readonly IssueFacts[],
  place: RecordsPlace & { readonly analyses: readonly Analysis[] },
): RemediationItem[] {
  const sources = new Set<string>();
  return issues
    .toSorted((a, b) => a.number - b.number)
    .flatMap((issue) => {
      const item = readItem(issue, place);
      const source = item && !item.adopted ? parseItemBlock(issue.body)?.identity.source : undefined;
      const isDouble = source !== undefined && source !== "" && sources.has(source);
      if (source) sources.add(source);
      return item && !isDouble ? [item] : [];
    });
}
