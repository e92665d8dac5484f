/** Pull requests and reviews as GitHub's JSON, for answers and webhooks. */
import { authorAssociation } from "#test/support/github/access.ts";
import type { World } from "#test/support/github/call.ts";
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import { mergeability } from "#test/support/github/merge-requirements.ts";
import { type PullIssue, pullCommits, pullFiles } from "#test/support/github/pull-diff.ts";
import type { ReviewRow } from "#test/support/github/pull-rows.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { commentsOf } from "#test/support/github/state.ts";
import { issueApi, issuePage, issueShape } from "./issue.ts";
import { nodeId } from "./node-id.ts";
import { repositoryApi, repositoryShape } from "./repository.ts";
import { teamShape, teamSimpleShape } from "./team.ts";
import { userShape, userShapeOrNull } from "./user.ts";

type Json = Record<string, unknown>;

/** The API address of a pull request. */
export function pullApi(world: World, repository: RepositoryRow, issue: PullIssue): string {
  return `${repositoryApi(world, repository)}/pulls/${issue.number}`;
}

/** A `pull-request-simple`: what listings hold, without counts and mergeability. */
export function pullSimpleShape(world: World, repository: RepositoryRow, issue: PullIssue): Json {
  const { pull } = issue;
  const seen = issueShape(world, repository, issue);
  const labels = (seen["labels"] as Json[]).map((label) => ({ ...label, description: label["description"] ?? "" }));
  return {
    ...pullLinks(world, repository, issue),
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: seen["user"],
    body: issue.body,
    labels,
    milestone: seen["milestone"],
    active_lock_reason: issue.lockReason,
    created_at: isoTime(issue.createdAt),
    updated_at: isoTime(issue.updatedAt),
    closed_at: isoTimeOrNull(issue.closedAt),
    merged_at: isoTimeOrNull(pull.mergedAt),
    merge_commit_sha: pull.mergeCommitSha,
    assignee: seen["assignee"],
    assignees: seen["assignees"],
    requested_reviewers: pull.requestedReviewers.map((login) => userShape(world, login)),
    requested_teams: pull.requestedTeams.flatMap((slug) => teamShape(world, repository.owner, slug) ?? []),
    head: headShape(world, issue),
    base: endShape(world, repository, { ref: pull.baseRef, sha: pull.baseSha, owner: repository.owner }),
    author_association: authorAssociation(world.state, repository, issue.user),
    auto_merge: null,
    draft: pull.draft,
  };
}

function pullLinks(world: World, repository: RepositoryRow, issue: PullIssue): Json {
  const url = pullApi(world, repository, issue);
  const api = repositoryApi(world, repository);
  const page = issuePage(world, repository, issue);
  const asIssue = issueApi(world, repository, issue);
  const statuses = `${api}/statuses/${issue.pull.headSha}`;
  const reviewComment = `${api}/pulls/comments{/number}`;
  const link = (href: string) => ({ href });
  return {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    issue_url: asIssue,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: reviewComment,
    comments_url: `${asIssue}/comments`,
    statuses_url: statuses,
    _links: {
      self: link(url),
      html: link(page),
      issue: link(asIssue),
      comments: link(`${asIssue}/comments`),
      review_comments: link(`${url}/comments`),
      review_comment: link(reviewComment),
      commits: link(`${url}/commits`),
      statuses: link(statuses),
    },
  };
}

/** `head`; `repo` is null once the fork is deleted. */
function headShape(world: World, issue: PullIssue): Json {
  const { pull } = issue;
  const repository = pull.headRepositoryId === null ? undefined : world.state.repositories.get(pull.headRepositoryId);
  const end = { ref: pull.headRef, sha: pull.headSha, owner: pull.headOwner };
  if (repository) return endShape(world, repository, end);
  const { ref, sha, owner } = end;
  return { label: `${owner}:${ref}`, ref, sha, user: userShapeOrNull(world, owner), repo: null };
}

function endShape(world: World, repository: RepositoryRow, end: { ref: string; sha: string; owner: string }): Json {
  return {
    label: `${end.owner}:${end.ref}`,
    ref: end.ref,
    sha: end.sha,
    user: userShape(world, repository.owner),
    repo: repositoryShape(world, repository),
  };
}

/** A `pull-request` with counts and, once known, mergeability. */
export function pullShape(world: World, repository: RepositoryRow, issue: PullIssue): Json {
  const { mergeable, state } = mergeability(world, repository, issue);
  return {
    ...pullSimpleShape(world, repository, issue),
    labels: issueShape(world, repository, issue)["labels"],
    requested_teams: issue.pull.requestedTeams.flatMap((slug) => teamSimpleShape(world, repository.owner, slug) ?? []),
    merged: issue.pull.mergedAt !== null,
    mergeable,
    rebaseable: mergeable,
    mergeable_state: state,
    merged_by: userShapeOrNull(world, issue.pull.mergedBy),
    comments: commentsOf(repository, issue).length,
    review_comments: 0,
    maintainer_can_modify: issue.pull.maintainerCanModify,
    ...counts(repository, issue),
  };
}

function counts(repository: RepositoryRow, issue: PullIssue): Json {
  const files = pullFiles(repository, issue);
  return {
    commits: pullCommits(repository, issue).length,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  };
}

/** Merge settings, which only webhooks carry in `head.repo` and `base.repo`. */
function mergeSettings(repository: RepositoryRow): Json {
  return {
    allow_squash_merge: repository.allowSquashMerge,
    allow_merge_commit: repository.allowMergeCommit,
    allow_rebase_merge: repository.allowRebaseMerge,
    allow_auto_merge: false,
    delete_branch_on_merge: repository.deleteBranchOnMerge,
    allow_update_branch: false,
    use_squash_pr_title_as_default: false,
    squash_merge_commit_message: "COMMIT_MESSAGES",
    squash_merge_commit_title: "COMMIT_OR_PR_TITLE",
    merge_commit_message: "PR_TITLE",
    merge_commit_title: "MERGE_MESSAGE",
  };
}

/** The `pull_request` of a webhook. */
export function webhookPullShape(world: World, repository: RepositoryRow, issue: PullIssue): Json {
  const shape = pullShape(world, repository, issue);
  const settled = (end: unknown, row: RepositoryRow | undefined) =>
    row ? { ...(end as Json), repo: { ...((end as Json)["repo"] as Json), ...mergeSettings(row) } } : end;
  const head = world.state.repositories.get(issue.pull.headRepositoryId ?? -1);
  return { ...shape, head: settled(shape["head"], head), base: settled(shape["base"], repository) };
}

/** A `pull-request-review`. */
export function reviewShape(
  world: World,
  repository: RepositoryRow,
  what: { issue: PullIssue; review: ReviewRow },
): Json {
  const { issue, review } = what;
  const page = `${issuePage(world, repository, issue)}#pullrequestreview-${review.id}`;
  const pull = pullApi(world, repository, issue);
  return {
    id: review.id,
    node_id: nodeId("PRR", review.id),
    user: userShape(world, review.user),
    body: review.body,
    state: review.state,
    html_url: page,
    pull_request_url: pull,
    author_association: authorAssociation(world.state, repository, review.user),
    _links: { html: { href: page }, pull_request: { href: pull } },
    ...(review.submittedAt === null ? {} : { submitted_at: isoTime(review.submittedAt) }),
    commit_id: review.commitId,
  };
}
