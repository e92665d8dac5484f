/** What an issue waits for, and what waits for it. */
import { sees } from "#test/support/github/access.ts";
import { bodyOf, type Call, created, notFound, ok, type Reply, type Route } from "#test/support/github/call.ts";
import { addDependency, removeDependency } from "#test/support/github/dependencies.ts";
import { integerOf } from "#test/support/github/fields.ts";
import { readableIssue, writableIssue } from "#test/support/github/issue-access.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { IssueRow } from "#test/support/github/rows.ts";
import { issueAnswer } from "#test/support/github/shapes/issue.ts";
import { findIssueById, issuesBlockedBy, repositoryOf } from "#test/support/github/state.ts";

function shape(call: Call, issue: IssueRow): Record<string, unknown> {
  return issueAnswer(call.world, repositoryOf(call.world.state, issue.repositoryId), issue);
}

function listReply(call: Call, issues: readonly IssueRow[]): Reply {
  const visible = issues.filter((issue) => sees(call, repositoryOf(call.world.state, issue.repositoryId)));
  return pagedReply(call, visible, (issue) => shape(call, issue));
}

function blockedBy(call: Call): Reply {
  const { issue } = readableIssue(call);
  return listReply(
    call,
    issue.blockedBy.flatMap((id) => findIssueById(call.world.state, id) ?? []),
  );
}

function blocking(call: Call): Reply {
  return listReply(call, issuesBlockedBy(call.world.state, readableIssue(call).issue));
}

function other(call: Call, id: number): IssueRow {
  const issue = findIssueById(call.world.state, id);
  if (issue === undefined || !sees(call, repositoryOf(call.world.state, issue.repositoryId))) throw notFound();
  return issue;
}

function add(call: Call): Reply {
  const { issue: blocked, doer } = writableIssue(call, "triage");
  addDependency(call.world, {
    blocked,
    doer,
    blocking: other(call, integerOf(bodyOf(call), "issue_id", "IssueDependency")),
  });
  return created(shape(call, blocked));
}

function remove(call: Call): Reply {
  const { issue: blocked, doer } = writableIssue(call, "triage");
  removeDependency(call.world, { blocked, doer, blocking: other(call, Number(call.params["issue_id"])) });
  return ok(shape(call, blocked));
}

const DEPENDENCIES = "/repos/{owner}/{repo}/issues/{issue_number}/dependencies";

/** Dependencies. */
export const DEPENDENCY_ROUTES: readonly Route[] = [
  { method: "GET", template: `${DEPENDENCIES}/blocked_by`, handle: blockedBy },
  { method: "POST", template: `${DEPENDENCIES}/blocked_by`, handle: add },
  { method: "DELETE", template: `${DEPENDENCIES}/blocked_by/{issue_id}`, handle: remove },
  { method: "GET", template: `${DEPENDENCIES}/blocking`, handle: blocking },
];
