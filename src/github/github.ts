/** GitHub for the flows: the port's methods over one octokit, stateless but for GitHub's clock. */
import type { GitHub } from "#src/flow/services.ts";
import { connectClient, type ClientOptions } from "./client.ts";
import { listMergeGroupMembers } from "./list-merge-group-members.ts";
import { readChangedFiles, readPushedFiles } from "./read-changed-files.ts";
import { readClosingIssues } from "./read-closing-issues.ts";
import { readComments, readSaidComment, readUnanswered } from "./read-comments.ts";
import { readGateStart, readOpenPulls } from "./read-gate-start.ts";
import { readFile } from "./read-file.ts";
import { findIssue, readIssue } from "./read-issue.ts";
import { readLabelSetters, readTeamMembers } from "./read-people.ts";
import { readPermission } from "./read-permission.ts";
import { readPolicyFile } from "./read-policy-file.ts";
import { isProtectedBranch, readPolicyHistory } from "./read-policy-history.ts";
import { readPublishedVerdict } from "./read-published-verdict.ts";
import {
  listOpenPullRequests,
  listPullRequestsForCommit,
  listPullRequestsSharingHead,
  readPullRequest,
} from "./read-pull-requests.ts";
import { readRepository } from "./read-repository.ts";
import { lacksSubIssues, readParent, readSubIssues } from "./read-sub-issues.ts";
import { readTrackedIssues } from "./read-tracked-issues.ts";

/**
 * GitHub as one octokit sees it: the App passes the octokit of one installation, the Action one with the workflow's token.
 * Every method throws GitHubUnavailable when GitHub cannot be reached, limits us or refuses a read.
 */
export function connectGitHub(options: ClientOptions): GitHub {
  const client = connectClient(options);
  // Proofs, histories and writing load with their first use: a plain verdict needs none of them, and its start-up time counts.
  return {
    self: client.self,
    now: client.now,
    lacksSubIssues: () => lacksSubIssues(client),
    readRepository: (repository) => readRepository(client, repository),
    readPolicyFile: (repository, ref) => readPolicyFile(client, repository, ref),
    readFile: (repository, path, ref) => readFile(client, repository, { path, ref }),
    readPolicyHistory: (repository, ref) => readPolicyHistory(client, repository, ref),
    isProtectedBranch: (repository, branch) => isProtectedBranch(client, repository, branch),
    readTrackedIssues: (repository, query) => readTrackedIssues(client, repository, query),
    readIssue: (issue) => readIssue(client, issue),
    findIssue: (issue) => findIssue(client, issue),
    readComments: (issue) => readComments(client, issue),
    readUnanswered: (issue, since) => readUnanswered(client, issue, since),
    readComment: (repository, commentId) => readSaidComment(client, repository, commentId),
    readActivity: async (issue) => (await import("./read-activity.ts")).readActivity(client, issue),
    readParent: (issue) => readParent(client, issue),
    readSubIssues: (issue) => readSubIssues(client, issue),
    readPullRequest: (pull) => readPullRequest(client, pull),
    readGateStart: (pull, query) => readGateStart(client, pull, query),
    readOpenPulls: (repository, query) => readOpenPulls(client, repository, query),
    listOpenPullRequests: (repository) => listOpenPullRequests(client, repository),
    listPullRequestsForCommit: (repository, sha) => listPullRequestsForCommit(client, repository, sha),
    listPullRequestsSharingHead: (pull) => listPullRequestsSharingHead(client, pull),
    readChangedFiles: (pull) => readChangedFiles(client, pull),
    readClosingIssues: (pull) => readClosingIssues(client, pull),
    readPermission: (repository, login) => readPermission(client, repository, login),
    readPublishedVerdict: (repository, sha, name) => readPublishedVerdict(client, { repository, sha, name }),
    readMergedVerdicts: async (repository, query) =>
      (await import("./read-merged-verdicts.ts")).readMergedVerdicts(client, repository, query),
    readTeamMembers: (team) => readTeamMembers(client, team),
    readPatchId: async (pull) => (await import("./read-diff.ts")).readPatchId(client, pull),
    readLabelSetters: (issue) => readLabelSetters(client, issue),
    readRevertEvidence: async (pull) => (await import("./read-diff.ts")).readRevertEvidence(client, pull),
    readUndone: async (change, merged) => (await import("./read-diff.ts")).readUndone(client, change, merged),
    readRemains: async (pull, ref) => (await import("./read-diff.ts")).readRemains(client, pull, ref),
    contains: async (repository, commit, ref) =>
      (await import("./read-diff.ts")).contains(client, repository, { commit, ref }),
    readPushedFiles: (push) => readPushedFiles(client, push),
    readBroughtAlerts: async (repository, since) =>
      (await import("./read-brought-alerts.ts")).readBroughtAlerts(client, repository, since),
    readSecurityEvidence: async (pull) =>
      (await import("./read-security-evidence.ts")).readSecurityEvidence(client, pull),
    listMergeGroupMembers: (group) => listMergeGroupMembers(client, group),
    perform: async (effects) => (await import("./perform/perform.ts")).perform(client, effects),
  };
}
