/** Sub-issues of an issue, and its parent. */
import { sees } from "#test/support/github/access.ts";
import { bodyOf, type Call, created, notFound, ok, type Reply, type Route } from "#test/support/github/call.ts";
import { integerOf } from "#test/support/github/fields.ts";
import { readableIssue, writableIssue } from "#test/support/github/issue-access.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { IssueRow } from "#test/support/github/rows.ts";
import { issueAnswer } from "#test/support/github/shapes/issue.ts";
import { findIssueById, repositoryOf } from "#test/support/github/state.ts";
import { addSubIssue, moveSubIssue, removeSubIssue } from "#test/support/github/sub-issues.ts";

/** An issue by its id (never its number), where the caller can see it. */
function visibleIssue(call: Call, id: number): IssueRow {
  const issue = findIssueById(call.world.state, id);
  if (issue === undefined || !sees(call, repositoryOf(call.world.state, issue.repositoryId))) throw notFound();
  return issue;
}

function shape(call: Call, issue: IssueRow): Record<string, unknown> {
  return issueAnswer(call.world, repositoryOf(call.world.state, issue.repositoryId), issue);
}

function list(call: Call): Reply {
  const { issue } = readableIssue(call);
  const children = issue.subIssues.flatMap((id) => findIssueById(call.world.state, id) ?? []);
  const visible = children.filter((child) => sees(call, repositoryOf(call.world.state, child.repositoryId)));
  return pagedReply(call, visible, (child) => shape(call, child));
}

function add(call: Call): Reply {
  const { issue: parent, doer } = writableIssue(call, "triage");
  const body = bodyOf(call);
  const child = visibleIssue(call, integerOf(body, "sub_issue_id", "SubIssue"));
  addSubIssue(call.world, { parent, child, doer, replaceParent: body["replace_parent"] === true });
  return created(shape(call, parent));
}

function remove(call: Call): Reply {
  const { issue: parent, doer } = writableIssue(call, "triage");
  const child = visibleIssue(call, integerOf(bodyOf(call), "sub_issue_id", "SubIssue"));
  removeSubIssue(call.world, { parent, child, doer });
  return ok(shape(call, parent));
}

function prioritize(call: Call): Reply {
  const { issue: parent } = writableIssue(call, "triage");
  const body = bodyOf(call);
  const optional = (field: string): number | undefined =>
    body[field] === undefined ? undefined : integerOf(body, field, "SubIssue");
  moveSubIssue(parent, {
    id: integerOf(body, "sub_issue_id", "SubIssue"),
    after: optional("after_id"),
    before: optional("before_id"),
  });
  return ok(shape(call, parent));
}

function parent(call: Call): Reply {
  const { issue } = readableIssue(call);
  if (issue.parent === null) throw notFound();
  return ok(shape(call, visibleIssue(call, issue.parent)));
}

const ISSUE = "/repos/{owner}/{repo}/issues/{issue_number}";

/** Sub-issues. */
export const SUB_ISSUE_ROUTES: readonly Route[] = [
  { method: "GET", template: `${ISSUE}/sub_issues`, handle: list },
  { method: "POST", template: `${ISSUE}/sub_issues`, handle: add },
  { method: "DELETE", template: `${ISSUE}/sub_issue`, handle: remove },
  { method: "PATCH", template: `${ISSUE}/sub_issues/priority`, handle: prioritize },
  { method: "GET", template: `${ISSUE}/parent`, handle: parent },
];
