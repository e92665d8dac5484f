/** Issues: create, read, list, edit, lock. */
import { allow, repositoryFor, repositoryWith } from "#test/support/github/access.ts";
import {
  bodyOf,
  type Call,
  created,
  type Json,
  NO_CONTENT,
  ok,
  type Reply,
  type Route,
  validationFailed,
} from "#test/support/github/call.ts";
import { issueBodyOf, namesOf, textOf, titleOf } from "#test/support/github/fields.ts";
import { doerOf } from "#test/support/github/doer.ts";
import {
  issuesDisabled,
  mayTriage,
  readableIssue,
  refuseForeignText,
  writableIssue,
} from "#test/support/github/issue-access.ts";
import { checkedAssignees, replaceAssignees } from "#test/support/github/issue-assignees.ts";
import type { IssueAct } from "#test/support/github/issue-events.ts";
import { filterIssues } from "#test/support/github/issue-filters.ts";
import { replaceLabels } from "#test/support/github/issue-labels.ts";
import { closeIssue, editIssue, lockIssue, openIssue, reopenIssue } from "#test/support/github/issue-lifecycle.ts";
import { checkedMilestone, setMilestone } from "#test/support/github/milestones.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { RepositoryRow, StateReason } from "#test/support/github/rows.ts";
import { issueApi, issueAnswer } from "#test/support/github/shapes/issue.ts";

const REASONS: ReadonlySet<unknown> = new Set(["completed", "not_planned", "duplicate", "reopened"]);
const LOCK_REASONS: ReadonlySet<unknown> = new Set(["off-topic", "too heated", "resolved", "spam"]);

function list(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["issues", "read"]] });
  if (!repository.hasIssues) throw issuesDisabled();
  const issues = filterIssues(repository, call.world.listed(repository), call.query);
  return pagedReply(call, issues, (issue) => issueAnswer(call.world, repository, issue));
}

function create(call: Call): Reply {
  const repository = repositoryFor(call);
  if (!repository.hasIssues) throw issuesDisabled();
  allow(call, repository, { needs: [["issues", "write"]], role: "read" });
  const body = bodyOf(call);
  const title = titleOf(body["title"], "Issue");
  const text = issueBodyOf(body["body"]);
  const given = mayTriage(call, repository)
    ? triageFields(call, repository, body)
    : { labels: [], assignees: [], milestone: null };
  const issue = openIssue(call.world, repository, { title, body: text, ...given, doer: doerOf(call) });
  return created(issueAnswer(call.world, repository, issue), issueApi(call.world, repository, issue));
}

function triageFields(
  call: Call,
  repository: RepositoryRow,
  body: Json,
): { labels: string[]; assignees: string[]; milestone: number | null } {
  const one = textOf(body, "assignee");
  const logins = namesOf(body["assignees"], "login") ?? (one === undefined ? [] : [one]);
  return {
    labels: namesOf(body["labels"]) ?? [],
    assignees: checkedAssignees(call.world, repository, { issue: null, logins }),
    milestone: checkedMilestone(repository, body["milestone"]),
  };
}

function get(call: Call): Reply {
  const { repository, issue } = readableIssue(call);
  return ok(issueAnswer(call.world, repository, issue));
}

function patch(call: Call): Reply {
  const { repository, issue, doer } = writableIssue(call, "read");
  refuseForeignText(call, repository, { author: issue.user, role: "triage" });
  const body = bodyOf(call);
  const title = body["title"] === undefined || body["title"] === null ? undefined : titleOf(body["title"], "Issue");
  const text = body["body"] === undefined ? undefined : issueBodyOf(body["body"]);
  const state = checkedState(body);
  const logins = namesOf(body["assignees"], "login") ?? oneAssignee(body);
  const assignees = logins === undefined ? undefined : checkedAssignees(call.world, repository, { issue, logins });
  const milestone = body["milestone"] === undefined ? undefined : checkedMilestone(repository, body["milestone"]);
  editIssue(call.world, repository, { issue, doer, title, body: text });
  if (mayTriage(call, repository))
    applyTriage(call, repository, { issue, doer, labels: namesOf(body["labels"]), assignees, milestone });
  applyState(call, repository, { issue, doer, ...state });
  return ok(issueAnswer(call.world, repository, issue));
}

/** The old `assignee` field: null takes everybody off. */
function oneAssignee(body: Json): string[] | undefined {
  const value = body["assignee"];
  if (value === undefined) return undefined;
  return typeof value === "string" && value !== "" ? [value] : [];
}

function checkedState(body: Json): { state: unknown; reason: StateReason | null | undefined } {
  const { state, state_reason: reason } = body;
  if (state !== undefined && state !== "open" && state !== "closed")
    throw validationFailed({ resource: "Issue", code: "invalid", field: "state", value: state });
  if (reason !== undefined && reason !== null && !REASONS.has(reason)) {
    throw validationFailed({ resource: "Issue", code: "invalid", field: "state_reason", value: reason });
  }
  return { state, reason: reason as StateReason | null | undefined };
}

interface Triage extends IssueAct {
  readonly labels: readonly string[] | undefined;
  readonly assignees: readonly string[] | undefined;
  readonly milestone: number | null | undefined;
}

function applyTriage(call: Call, repository: RepositoryRow, act: Triage): void {
  const { labels, assignees, milestone } = act;
  if (labels !== undefined) replaceLabels(call.world, repository, { ...act, names: labels });
  if (assignees !== undefined) replaceAssignees(call.world, repository, { ...act, logins: assignees });
  if (milestone !== undefined) setMilestone(call.world, repository, { ...act, number: milestone });
}

/** GitHub ignores `state_reason` unless the state changes or it is closed already. */
function applyState(
  call: Call,
  repository: RepositoryRow,
  act: IssueAct & { readonly state: unknown; readonly reason: StateReason | null | undefined },
): void {
  const { issue, state, reason } = act;
  const closed =
    state === "closed" || (state === undefined && issue.state === "closed" && reason !== undefined && reason !== null);
  if (closed) closeIssue(call.world, repository, { ...act, reason: reason === "reopened" ? undefined : reason });
  if (state === "open") reopenIssue(call.world, repository, act);
}

function lock(call: Call): Reply {
  const found = writableIssue(call, "triage");
  const reason = bodyOf(call)["lock_reason"] ?? null;
  if (reason !== null && !LOCK_REASONS.has(reason))
    throw validationFailed({ resource: "Issue", code: "invalid", field: "lock_reason" });
  lockIssue(call.world, found.repository, { ...found, locked: true, reason: reason as string | null });
  return NO_CONTENT;
}

function unlock(call: Call): Reply {
  const found = writableIssue(call, "triage");
  lockIssue(call.world, found.repository, { ...found, locked: false, reason: null });
  return NO_CONTENT;
}

const ISSUES = "/repos/{owner}/{repo}/issues";

/** Issues. */
export const ISSUE_ROUTES: readonly Route[] = [
  { method: "GET", template: ISSUES, handle: list },
  { method: "POST", template: ISSUES, handle: create },
  { method: "GET", template: `${ISSUES}/{issue_number}`, handle: get },
  { method: "PATCH", template: `${ISSUES}/{issue_number}`, handle: patch },
  { method: "PUT", template: `${ISSUES}/{issue_number}/lock`, handle: lock },
  { method: "DELETE", template: `${ISSUES}/{issue_number}/lock`, handle: unlock },
];
