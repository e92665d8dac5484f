/** Issues and their comments in GraphQL. */
import { authorAssociation, sees } from "#test/support/github/access.ts";
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import { asPull } from "#test/support/github/pull-diff.ts";
import type { CommentRow, IssueRow, LabelRow, RepositoryRow } from "#test/support/github/rows.ts";
import { issuePage, labelsOf } from "#test/support/github/shapes/issue.ts";
import { labelShape } from "#test/support/github/shapes/label.ts";
import { nodeId } from "#test/support/github/shapes/node-id.ts";
import { commentsOf, findIssueById, fullName, repositoryOf } from "#test/support/github/state.ts";
import { actorNode } from "./actor.ts";
import { type Connection, connectionOf, type Graph, type PageArguments, seesIssues } from "./context.ts";

/** What issues and pull requests share. */
export function conversation(
  call: Graph,
  repository: RepositoryRow,
  issue: IssueRow,
): Readonly<Record<string, unknown>> {
  const url = issuePage(call.world, repository, issue);
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? "",
    closed: issue.state === "closed",
    closedAt: isoTimeOrNull(issue.closedAt),
    createdAt: isoTime(issue.createdAt),
    updatedAt: isoTime(issue.updatedAt),
    publishedAt: isoTime(issue.createdAt),
    locked: issue.locked,
    activeLockReason: issue.lockReason?.toUpperCase().replace(/[ -]/g, "_") ?? null,
    url,
    resourcePath: new URL(url).pathname,
    author: () => actorNode(call, issue.user),
    authorAssociation: authorAssociation(call.world.state, repository, issue.user),
    repository: () => call.nodes.repository(call, repository),
    labels: (page: PageArguments) =>
      connectionOf(labelsOf(repository, issue), { ...page, name: "labels" }, (label) =>
        labelNode(call, repository, label),
      ),
    assignees: (page: PageArguments) =>
      connectionOf(issue.assignees, { ...page, name: "assignees" }, (login) => actorNode(call, login)),
    comments: (page: PageArguments) =>
      connectionOf(commentsOf(call.world.listed(repository), issue), { ...page, name: "comments" }, (row) =>
        commentNode(call, { repository, issue, row }),
      ),
  };
}

/** An `Issue`. */
export function issueNode(call: Graph, repository: RepositoryRow, issue: IssueRow): object {
  const { state } = call.world;
  const children = issue.subIssues.flatMap((id) => findIssueById(state, id) ?? []);
  const completed = children.filter((child) => child.state === "closed").length;
  return {
    __typename: "Issue",
    ...conversation(call, repository, issue),
    id: nodeId("Issue", issue.id),
    databaseId: issue.id,
    fullDatabaseId: String(issue.id),
    state: issue.state.toUpperCase(),
    stateReason: ({ enableDuplicate }: { enableDuplicate?: boolean }) => stateReason(issue, enableDuplicate ?? false),
    parent: () => visibleIssue(call, issue.parent),
    subIssues: (page: PageArguments) => issueConnection(call, children, { ...page, name: "subIssues" }),
    subIssuesSummary: {
      total: children.length,
      completed,
      percentCompleted: children.length === 0 ? 0 : Math.floor((completed * 100) / children.length),
    },
    closedByPullRequestsReferences: (page: PageArguments & { includeClosedPrs?: boolean }) =>
      closedBy(call, issue, page),
  };
}

/** Without the caller's word that it knows duplicates, GitHub calls them not planned. */
function stateReason(issue: IssueRow, enableDuplicate: boolean): string | null {
  const known = issue.stateReason === "duplicate" && !enableDuplicate ? "not_planned" : issue.stateReason;
  return known?.toUpperCase() ?? null;
}

function visibleIssue(call: Graph, id: number | null): object | null {
  const issue = id === null ? undefined : findIssueById(call.world.state, id);
  if (issue === undefined) return null;
  const repository = repositoryOf(call.world.state, issue.repositoryId);
  return seesIssues(call, repository) ? issueNode(call, repository, issue) : null;
}

/** Issues of any repositories; those out of the caller's sight are left out. */
export function issueConnection(
  call: Graph,
  issues: readonly IssueRow[],
  page: PageArguments & { readonly name: string },
): Connection {
  const { state } = call.world;
  const visible = issues.filter((issue) => seesIssues(call, repositoryOf(state, issue.repositoryId)));
  return connectionOf(visible, page, (issue) => issueNode(call, repositoryOf(state, issue.repositoryId), issue));
}

/** Pull requests whose body or sidebar closes the issue; closed ones only when asked for. */
function closedBy(call: Graph, issue: IssueRow, page: PageArguments & { includeClosedPrs?: boolean }): Connection {
  const found = [...call.world.state.repositories.values()]
    .filter((repository) => sees(call, repository))
    .flatMap((repository) =>
      [...repository.issues.values()].flatMap((row) => asPull(row) ?? []).map((pull) => ({ repository, pull })),
    )
    .filter(({ pull }) => page.includeClosedPrs === true || pull.state === "open")
    .filter(({ repository, pull }) => call.world.reactions.closingIssues(call.world, repository, pull).includes(issue));
  return connectionOf(found, { ...page, name: "closedByPullRequestsReferences" }, ({ repository, pull }) =>
    call.nodes.pull(call, repository, pull),
  );
}

/** A `Label`. */
export function labelNode(call: Graph, repository: RepositoryRow, label: LabelRow): object {
  const shape = labelShape(call.world, repository, label);
  return {
    __typename: "Label",
    id: nodeId("Label", label.id),
    name: label.name,
    color: label.color,
    description: label.description,
    isDefault: shape["default"],
    url: `${call.world.url}/${fullName(repository)}/labels/${encodeURIComponent(label.name)}`,
    resourcePath: `/${fullName(repository)}/labels/${encodeURIComponent(label.name)}`,
  };
}

/** An `IssueComment`. */
export function commentNode(
  call: Graph,
  what: { readonly repository: RepositoryRow; readonly issue: IssueRow; readonly row: CommentRow },
): object {
  const { repository, issue, row } = what;
  const url = `${issuePage(call.world, repository, issue)}#issuecomment-${row.id}`;
  return {
    __typename: "IssueComment",
    id: nodeId("IssueComment", row.id),
    databaseId: row.id,
    fullDatabaseId: String(row.id),
    body: row.body,
    author: () => actorNode(call, row.user),
    authorAssociation: authorAssociation(call.world.state, repository, row.user),
    createdAt: isoTime(row.createdAt),
    publishedAt: isoTime(row.createdAt),
    updatedAt: isoTime(row.updatedAt),
    lastEditedAt: row.edited === null ? null : isoTime(row.edited.at),
    editor: () => (row.edited === null ? null : actorNode(call, row.edited.by)),
    includesCreatedEdit: row.edited !== null,
    isMinimized: false,
    minimizedReason: null,
    url,
    resourcePath: url.slice(call.world.url.length),
    issue: () => issueNode(call, repository, issue),
    repository: () => call.nodes.repository(call, repository),
  };
}
