/** Repositories in GraphQL, with the listings of issues and pull requests. */
import { roleOf } from "#test/support/github/access.ts";
import { loginOf } from "#test/support/github/actor.ts";
import { isoTime } from "#test/support/github/clock.ts";
import { findLabel } from "#test/support/github/issue-labels.ts";
import { asPull } from "#test/support/github/pull-diff.ts";
import type { IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { labelsOf } from "#test/support/github/shapes/issue.ts";
import { nodeId } from "#test/support/github/shapes/node-id.ts";
import { commentsOf, fullName } from "#test/support/github/state.ts";
import { actorNode } from "./actor.ts";
import { expressionNode, refNode } from "./commit.ts";
import { allowField, type Connection, connectionOf, type Graph, graphqlError, type PageArguments } from "./context.ts";
import { issueNode, labelNode } from "./issue.ts";
import { pullNode } from "./pull-request.ts";

interface ListArguments extends PageArguments {
  readonly labels?: readonly string[] | null;
  readonly states?: readonly string[] | null;
  readonly orderBy?: { readonly field: string; readonly direction: string } | null;
}

interface IssueArguments extends ListArguments {
  readonly filterBy?: {
    readonly since?: string | null;
    readonly labels?: readonly string[] | null;
    readonly states?: readonly string[] | null;
    readonly createdBy?: string | null;
    readonly assignee?: string | null;
  } | null;
}

interface PullArguments extends ListArguments {
  readonly headRefName?: string | null;
  readonly baseRefName?: string | null;
}

/** A `Repository`. */
export function repositoryNode(call: Graph, repository: RepositoryRow): object {
  const url = `${call.world.url}/${fullName(repository)}`;
  return {
    __typename: "Repository",
    id: nodeId("Repository", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: fullName(repository),
    owner: () => actorNode(call, repository.owner),
    description: repository.description,
    url,
    resourcePath: `/${fullName(repository)}`,
    isPrivate: repository.private,
    isArchived: repository.archived,
    isFork: repository.fork,
    visibility: repository.private ? "PRIVATE" : "PUBLIC",
    hasIssuesEnabled: repository.hasIssues,
    createdAt: isoTime(repository.createdAt),
    updatedAt: isoTime(repository.updatedAt),
    pushedAt: isoTime(repository.pushedAt),
    viewerPermission: () =>
      call.actor.kind === "user"
        ? (roleOf(call.world.state, repository, loginOf(call.actor))?.toUpperCase() ?? "READ")
        : null,
    ...conversations(call, repository),
    ...code(call, repository),
  };
}

function conversations(call: Graph, repository: RepositoryRow): object {
  const readIssues = () => allowField(call, repository, { needs: [["issues", "read"]] });
  const readPulls = () => allowField(call, repository, { needs: [["pull_requests", "read"]] });
  return {
    issues: (args: IssueArguments) => {
      readIssues();
      return issues(call, repository, args);
    },
    label: ({ name }: { name: string }) => {
      readIssues();
      const label = findLabel(repository, name);
      return label ? labelNode(call, repository, label) : null;
    },
    issue: ({ number }: { number: number }) => {
      readIssues();
      const issue = repository.issues.get(number);
      if (!issue || issue.pull)
        throw graphqlError("NOT_FOUND", `Could not resolve to an Issue with the number of ${number}.`);
      return issueNode(call, repository, issue);
    },
    pullRequests: (args: PullArguments) => {
      readPulls();
      return pulls(call, repository, args);
    },
    pullRequest: ({ number }: { number: number }) => {
      readPulls();
      const issue = asPull(repository.issues.get(number));
      if (!issue) throw graphqlError("NOT_FOUND", `Could not resolve to a PullRequest with the number of ${number}.`);
      return pullNode(call, repository, issue);
    },
    issueOrPullRequest: ({ number }: { number: number }) => {
      const issue = repository.issues.get(number);
      const pull = asPull(issue);
      if (pull) readPulls();
      else readIssues();
      if (!issue)
        throw graphqlError("NOT_FOUND", `Could not resolve to an issue or pull request with the number of ${number}.`);
      return pull ? pullNode(call, repository, pull) : issueNode(call, repository, issue);
    },
  };
}

function code(call: Graph, repository: RepositoryRow): object {
  const readCode = () => allowField(call, repository, { needs: [["contents", "read"]] });
  return {
    object: ({ expression, oid }: { expression?: string | null; oid?: string | null }) => {
      readCode();
      return expressionNode(call, repository, expression ?? oid ?? "");
    },
    ref: ({ qualifiedName }: { qualifiedName: string }) => {
      readCode();
      return refNode(call, repository, qualifiedName);
    },
    defaultBranchRef: () => {
      readCode();
      return refNode(call, repository, repository.defaultBranch);
    },
  };
}

/** Several labels mean any of them here, unlike in REST. */
function issues(call: Graph, repository: RepositoryRow, args: IssueArguments): Connection {
  const filter = args.filterBy ?? {};
  const states = args.states ?? filter.states;
  const since = filter.since ? Math.floor(Date.parse(filter.since) / 1000) : Number.NEGATIVE_INFINITY;
  const rows = call.world.listed(repository);
  const found = [...rows.issues.values()]
    .filter((row) => row.pull === null && row.updatedAt >= since)
    .filter((row) => !states || states.includes(row.state.toUpperCase()))
    .filter((row) => hasLabel(repository, row, args.labels) && hasLabel(repository, row, filter.labels))
    .filter((row) => !filter.createdBy || row.user.replace(/\[bot\]$/, "") === filter.createdBy)
    .filter((row) => !filter.assignee || row.assignees.includes(filter.assignee));
  return connectionOf(order(rows, found, args), { ...args, name: "issues" }, (row) => issueNode(call, repository, row));
}

function pulls(call: Graph, repository: RepositoryRow, args: PullArguments): Connection {
  const stateOf = (row: IssueRow) => (row.pull?.mergedAt === null ? row.state.toUpperCase() : "MERGED");
  const rows = call.world.listed(repository);
  const found = [...rows.issues.values()]
    .flatMap((row) => asPull(row) ?? [])
    .filter((row) => !args.states || args.states.includes(stateOf(row)))
    .filter((row) => !args.headRefName || row.pull.headRef === args.headRefName)
    .filter((row) => !args.baseRefName || row.pull.baseRef === args.baseRefName)
    .filter((row) => hasLabel(repository, row, args.labels));
  return connectionOf(order(rows, found, args), { ...args, name: "pullRequests" }, (row) =>
    pullNode(call, repository, row),
  );
}

function hasLabel(repository: RepositoryRow, row: IssueRow, wanted: readonly string[] | null | undefined): boolean {
  if (!wanted || wanted.length === 0) return true;
  const names = new Set(wanted.map((name) => name.toLowerCase()));
  return labelsOf(repository, row).some((label) => names.has(label.name.toLowerCase()));
}

/** Oldest first unless asked otherwise. */
function order<T extends IssueRow>(
  rows: Pick<RepositoryRow, "comments">,
  found: readonly T[],
  args: ListArguments,
): readonly T[] {
  const keys: Readonly<Record<string, (row: T) => number>> = {
    CREATED_AT: (row) => row.createdAt,
    UPDATED_AT: (row) => row.updatedAt,
    COMMENTS: (row) => commentsOf(rows, row).length,
  };
  const key = keys[args.orderBy?.field ?? "CREATED_AT"] ?? ((row: T) => row.createdAt);
  const sign = args.orderBy?.direction === "DESC" ? -1 : 1;
  return found.toSorted((a, b) => sign * (key(a) - key(b) || a.number - b.number));
}
