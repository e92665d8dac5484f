/** Reads everything under the umbrella label: by one GraphQL query, or by two REST listings where GraphQL does not serve. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { TrackedIssue, TrackedIssues, TrackedIssuesQuery } from "#src/facts/issue.ts";
import { GitHubUnavailable } from "#src/flow/services.ts";
import type { Client } from "./client.ts";
import { trackedByGraphql } from "./tracked-by-graphql.ts";
import { trackedByRest } from "./tracked-by-rest.ts";

/**
 * All issues with the label that are open, and the closed ones updated since; equal facts whichever way they were read.
 * Costs one request per 100 issues by GraphQL; by REST one per 100 of each listing (together) and one per analysis.
 * @throws GitHubUnavailable when neither way serves, also when the repository is out of sight: no facts are not "nothing open".
 */
export async function readTrackedIssues(
  client: Client,
  repository: RepositoryName,
  query: TrackedIssuesQuery,
): Promise<TrackedIssues> {
  const quick = await quickWay(client, repository, query);
  const { tracked, asOf } = quick ?? (await trackedByRest(client, repository, query));
  return { tracked: newestOfEach(tracked), asOf };
}

/** Null = GraphQL does not serve here. A secondary limit covers REST as well, so then there is no other way. */
async function quickWay(
  client: Client,
  repository: RepositoryName,
  query: TrackedIssuesQuery,
): Promise<TrackedIssues | null> {
  try {
    return await trackedByGraphql(client, repository, query);
  } catch (error) {
    if (error instanceof GitHubUnavailable && error.retryAt === null) return null;
    throw error;
  }
}

/** An issue that was closed or reopened while we read stands in both listings: the later face counts. */
export function newestOfEach(tracked: readonly TrackedIssue[]): TrackedIssue[] {
  const newest = new Map<number, TrackedIssue>();
  for (const one of tracked) {
    const other = newest.get(one.issue.number);
    if (!other || other.issue.updatedAt < one.issue.updatedAt) newest.set(one.issue.number, one);
  }
  return [...newest.values()].toSorted((a, b) => a.issue.number - b.issue.number);
}
