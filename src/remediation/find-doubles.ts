/** Issues of ours that a race made twice. */
import type { Config } from "#src/config/schema.ts";
import { findMarker } from "#src/effect/marker.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { isOurs } from "#src/incident/recognise.ts";
import { readAnalysisName, type Reader } from "./issue-mention.ts";
import { parseItemBlock } from "./item-table.ts";

/** An open issue, and the lowest number of what is the same. */
export interface Double {
  readonly issue: IssueFacts;
  readonly of: number;
  /** The analysis under which it belongs; null for what belongs under none. */
  readonly under: IssueReference | null;
}

/** The open ones among these issues that are a second analysis of one incident, or a second item of one line of a comment. Markers of others are text. */
export function findDoubles(
  issues: readonly IssueFacts[],
  { config, repository }: { readonly config: Pick<Config, "app">; readonly repository: Reader },
): readonly Double[] {
  const first = new Map<string, number>();
  const ours = issues.filter(({ author, isPullRequest }) => !isPullRequest && isOurs(author, config));
  return ours
    .toSorted((a, b) => a.number - b.number)
    .flatMap((issue) => {
      const key = keyOf(issue);
      const of = key === null ? undefined : first.get(key);
      if (key !== null && of === undefined) first.set(key, issue.number);
      return of !== undefined && issue.state === "open" ? [{ issue, of, under: parentOf(issue, repository) }] : [];
    });
}

function parentOf({ body }: IssueFacts, repository: Reader): IssueReference | null {
  const identity = parseItemBlock(body)?.identity;
  return identity ? readAnalysisName(identity.pia, repository) : null;
}

function keyOf({ body, owner, repo }: IssueFacts): string | null {
  const incident = findMarker(body, "pia")?.keys["incident"];
  if (incident !== undefined) return `${owner}/${repo} pia ${incident}`;
  const source = parseItemBlock(body)?.identity.source;
  return source ? `${owner}/${repo} item ${source}` : null;
}
