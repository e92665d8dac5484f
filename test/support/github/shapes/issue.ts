/** Issues (and pull requests seen as issues) as GitHub's JSON, for answers and webhooks alike. */
import { authorAssociation } from "#test/support/github/access.ts";
import type { World } from "#test/support/github/call.ts";
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import type { IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { commentsOf, findIssueById, issuesBlockedBy, repositoryOf } from "#test/support/github/state.ts";
import { appShapeOrNull } from "./app.ts";
import { labelShape, milestoneShape } from "./label.ts";
import { nodeId } from "./node-id.ts";
import { reactionRollup } from "./reactions.ts";
import { repositoryApi, repositoryPage } from "./repository.ts";
import { userShape, userShapeOrNull } from "./user.ts";

/** The API address of an issue. */
export function issueApi(world: World, repository: RepositoryRow, issue: IssueRow): string {
  return `${repositoryApi(world, repository)}/issues/${issue.number}`;
}

/** The address of an issue's or pull request's page. */
export function issuePage(world: World, repository: RepositoryRow, issue: IssueRow): string {
  return `${repositoryPage(world, repository)}/${issue.pull === null ? "issues" : "pull"}/${issue.number}`;
}

/** An `issue` as the issue endpoints answer it: with `closed_by` and `parent_issue_url`, which webhooks lack. */
export function issueAnswer(world: World, repository: RepositoryRow, issue: IssueRow): Record<string, unknown> {
  const parent = issue.parent === null ? undefined : findIssueById(world.state, issue.parent);
  return {
    ...issueShape(world, repository, issue),
    closed_by: userShapeOrNull(world, issue.closedBy),
    ...(parent === undefined
      ? {}
      : { parent_issue_url: issueApi(world, repositoryOf(world.state, parent.repositoryId), parent) }),
  };
}

/** An `issue` as it stands in webhooks and inside other objects. */
export function issueShape(world: World, repository: RepositoryRow, issue: IssueRow): Record<string, unknown> {
  const api = issueApi(world, repository, issue);
  return {
    ...addresses(world, repository, issue),
    id: issue.id,
    node_id: nodeId(issue.pull === null ? "Issue" : "PullRequest", issue.pull?.id ?? issue.id),
    number: issue.number,
    title: issue.title,
    user: userShape(world, issue.user),
    labels: labelsOf(repository, issue).map((label) => labelShape(world, repository, label)),
    state: issue.state,
    locked: issue.locked,
    assignee: userShapeOrNull(world, issue.assignees[0] ?? null),
    assignees: issue.assignees.map((login) => userShape(world, login)),
    milestone: milestoneOf(world, repository, issue),
    comments: commentsOf(repository, issue).length,
    created_at: isoTime(issue.createdAt),
    updated_at: isoTime(issue.updatedAt),
    closed_at: isoTimeOrNull(issue.closedAt),
    author_association: authorAssociation(world.state, repository, issue.user),
    active_lock_reason: issue.lockReason,
    body: issue.body,
    reactions: reactionRollup(api, issue.reactions),
    performed_via_github_app: appShapeOrNull(world, issue.appId),
    state_reason: issue.stateReason,
    ...(issue.pull === null ? relations(world, issue) : pullLinks(world, repository, issue)),
  };
}

function addresses(world: World, repository: RepositoryRow, issue: IssueRow): Record<string, unknown> {
  const api = issueApi(world, repository, issue);
  return {
    url: api,
    repository_url: repositoryApi(world, repository),
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: issuePage(world, repository, issue),
    timeline_url: `${api}/timeline`,
  };
}

/** The label rows of an issue, in the order in which they were added. */
export function labelsOf(repository: RepositoryRow, issue: IssueRow): RepositoryRow["labels"] {
  return issue.labels.flatMap((id) => repository.labels.filter((label) => label.id === id));
}

function milestoneOf(world: World, repository: RepositoryRow, issue: IssueRow): Record<string, unknown> | null {
  const milestone = repository.milestones.find((row) => row.number === issue.milestone);
  return milestone === undefined ? null : milestoneShape(world, repository, milestone);
}

function relations(world: World, issue: IssueRow): Record<string, unknown> {
  const { state } = world;
  const children = issue.subIssues.map((id) => findIssueById(state, id));
  const completed = children.filter((child) => child?.state === "closed").length;
  const blockers = issue.blockedBy.map((id) => findIssueById(state, id));
  const blocked = issuesBlockedBy(state, issue);
  return {
    sub_issues_summary: {
      total: children.length,
      completed,
      percent_completed: children.length === 0 ? 0 : Math.floor((completed * 100) / children.length),
    },
    issue_dependencies_summary: {
      blocked_by: blockers.filter((one) => one?.state === "open").length,
      total_blocked_by: blockers.length,
      blocking: issue.state === "open" ? blocked.length : 0,
      total_blocking: blocked.length,
    },
  };
}

function pullLinks(world: World, repository: RepositoryRow, issue: IssueRow): Record<string, unknown> {
  const page = issuePage(world, repository, issue);
  return {
    draft: issue.pull?.draft ?? false,
    pull_request: {
      url: `${repositoryApi(world, repository)}/pulls/${issue.number}`,
      html_url: page,
      diff_url: `${page}.diff`,
      patch_url: `${page}.patch`,
      merged_at: isoTimeOrNull(issue.pull?.mergedAt ?? null),
    },
  };
}
