/** Pull requests in GraphQL. */
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import type { FileDiff } from "#test/support/github/git/diff.ts";
import { queueOf } from "#test/support/github/branch-rules.ts";
import { queueEntry } from "#test/support/github/merge-queue.ts";
import { decidingReviews, mergeability } from "#test/support/github/merge-requirements.ts";
import { LISTED_FILES, type PullIssue, pullCommits, pullFiles } from "#test/support/github/pull-diff.ts";
import type { ReviewRow } from "#test/support/github/pull-rows.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { nodeId } from "#test/support/github/shapes/node-id.ts";
import { actorNode } from "./actor.ts";
import { commitNode } from "./commit.ts";
import { connectionOf, type Graph, type PageArguments } from "./context.ts";
import { conversation, issueConnection } from "./issue.ts";

/** A `PullRequest`. */
export function pullNode(call: Graph, repository: RepositoryRow, issue: PullIssue): object {
  const { pull } = issue;
  const head = call.world.state.repositories.get(pull.headRepositoryId ?? -1);
  return {
    __typename: "PullRequest",
    ...conversation(call, repository, issue),
    id: nodeId("PullRequest", pull.id),
    databaseId: pull.id,
    fullDatabaseId: String(pull.id),
    state: pull.mergedAt === null ? issue.state.toUpperCase() : "MERGED",
    isDraft: pull.draft,
    isCrossRepository: pull.headRepositoryId !== repository.id,
    merged: pull.mergedAt !== null,
    mergedAt: isoTimeOrNull(pull.mergedAt),
    mergedBy: () => actorNode(call, pull.mergedBy),
    mergeCommit: () =>
      pull.mergedAt === null || pull.mergeCommitSha === null ? null : commitNode(call, repository, pull.mergeCommitSha),
    maintainerCanModify: pull.maintainerCanModify,
    baseRefName: pull.baseRef,
    baseRefOid: pull.baseSha,
    baseRepository: () => call.nodes.repository(call, repository),
    headRefName: pull.headRef,
    headRefOid: pull.headSha,
    headRepository: () => (head ? call.nodes.repository(call, head) : null),
    headRepositoryOwner: () => actorNode(call, pull.headOwner),
    ...changes(call, repository, issue),
    ...judgement(call, repository, issue),
  };
}

/** What it brings. */
function changes(call: Graph, repository: RepositoryRow, issue: PullIssue): object {
  const sum = (count: (file: FileDiff) => number) =>
    pullFiles(repository, issue).reduce((total, file) => total + count(file), 0);
  return {
    changedFiles: () => pullFiles(repository, issue).length,
    additions: () => sum((file) => file.additions),
    deletions: () => sum((file) => file.deletions),
    files: (page: PageArguments) =>
      connectionOf(pullFiles(repository, issue).slice(0, LISTED_FILES), { ...page, name: "files" }, fileNode),
    commits: (page: PageArguments) =>
      connectionOf(pullCommits(repository, issue), { ...page, name: "commits" }, (commit) => ({
        __typename: "PullRequestCommit",
        id: `PRC_${commit.sha}`,
        commit: () => commitNode(call, repository, commit.sha),
      })),
    closingIssuesReferences: (page: PageArguments & { userLinkedOnly?: boolean }) => {
      const all = call.world.reactions.closingIssues(call.world, repository, issue);
      const shown = page.userLinkedOnly === true ? all.filter((one) => issue.pull.connected.includes(one.id)) : all;
      return issueConnection(call, shown, { ...page, name: "closingIssuesReferences" });
    },
  };
}

/** GraphQL gives the new path of a rename only. */
function fileNode(file: FileDiff): object {
  const types = {
    added: "ADDED",
    removed: "DELETED",
    modified: "MODIFIED",
    renamed: "RENAMED",
    changed: "CHANGED",
  } as const;
  return {
    path: file.path,
    changeType: types[file.status],
    additions: file.additions,
    deletions: file.deletions,
    viewerViewedState: "UNVIEWED",
  };
}

/** Whether it may be merged. */
function judgement(call: Graph, repository: RepositoryRow, issue: PullIssue): object {
  const { world } = call;
  const merge = () => mergeability(world, repository, issue);
  return {
    mergeable: () => {
      const { mergeable } = merge();
      if (mergeable === null) return "UNKNOWN";
      return mergeable ? "MERGEABLE" : "CONFLICTING";
    },
    mergeStateStatus: () => merge().state.toUpperCase(),
    reviewDecision: () => reviewDecision(issue),
    reviews: (page: PageArguments) =>
      connectionOf(issue.pull.reviews, { ...page, name: "reviews" }, (review) => reviewNode(call, issue, review)),
    statusCheckRollup: () => {
      const commit = commitNode(call, repository, issue.pull.headSha);
      return commit === null ? null : (commit as { statusCheckRollup: () => unknown }).statusCheckRollup();
    },
    isMergeQueueEnabled: () => queueOf(world.state, repository, issue.pull.baseRef) !== null,
    isInMergeQueue: () => queueEntry(repository, issue) !== null,
    mergeQueueEntry: () => queueEntryNode(call, repository, issue),
    autoMergeRequest: null,
  };
}

function reviewDecision(issue: PullIssue): string | null {
  const states = new Set(decidingReviews(issue).map((review) => review.state));
  if (states.has("CHANGES_REQUESTED")) return "CHANGES_REQUESTED";
  return states.has("APPROVED") ? "APPROVED" : null;
}

function reviewNode(call: Graph, issue: PullIssue, review: ReviewRow): object {
  return {
    __typename: "PullRequestReview",
    id: nodeId("PRR", review.id),
    databaseId: review.id,
    fullDatabaseId: String(review.id),
    author: () => actorNode(call, review.user),
    body: review.body,
    state: review.state,
    submittedAt: isoTimeOrNull(review.submittedAt),
    createdAt: isoTime(review.submittedAt ?? issue.createdAt),
    updatedAt: isoTime(review.submittedAt ?? issue.createdAt),
  };
}

/** A `MergeQueueEntry`; null outside the queue. */
export function queueEntryNode(call: Graph, repository: RepositoryRow, issue: PullIssue): object | null {
  const found = queueEntry(repository, issue);
  if (found === null) return null;
  const { entry, position } = found;
  return {
    __typename: "MergeQueueEntry",
    id: nodeId("MergeQueueEntry", entry.id),
    position,
    state: entry.group === null ? "QUEUED" : "AWAITING_CHECKS",
    enqueuedAt: isoTime(entry.enqueuedAt),
    enqueuer: () => actorNode(call, entry.enqueuer),
    estimatedTimeToMerge: null,
    jump: false,
    solo: false,
    headCommit: () => (entry.group === null ? null : commitNode(call, repository, entry.group.sha)),
    baseCommit: () => (entry.group === null ? null : commitNode(call, repository, entry.group.baseSha)),
    pullRequest: () => pullNode(call, repository, issue),
  };
}
