/** Assignees of issues, and who can be assigned. */
import { repositoryWith } from "#test/support/github/access.ts";
import { bodyOf, type Call, GitHubRefusal, NO_CONTENT, ok, type Reply, type Route } from "#test/support/github/call.ts";
import { namesOf } from "#test/support/github/fields.ts";
import { readableIssue, writableIssue } from "#test/support/github/issue-access.ts";
import { assign, assignable, unassign } from "#test/support/github/issue-assignees.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { issueAnswer } from "#test/support/github/shapes/issue.ts";
import { userShape } from "#test/support/github/shapes/user.ts";

function add(call: Call): Reply {
  const found = writableIssue(call, "triage");
  assign(call.world, found.repository, { ...found, logins: namesOf(bodyOf(call)["assignees"], "login") ?? [] });
  return { status: 201, body: issueAnswer(call.world, found.repository, found.issue) };
}

function remove(call: Call): Reply {
  const found = writableIssue(call, "triage");
  unassign(call.world, found.repository, { ...found, logins: namesOf(bodyOf(call)["assignees"], "login") ?? [] });
  return ok(issueAnswer(call.world, found.repository, found.issue));
}

function list(call: Call): Reply {
  const repository = repositoryWith(call, {
    needs: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
  });
  const people = [...call.world.state.accounts.values()].filter((account) =>
    assignable(call.world, repository, account.login),
  );
  return pagedReply(call, people, (account) => userShape(call.world, account.login));
}

function check(call: Call): Reply {
  const repository =
    call.params["issue_number"] === undefined
      ? repositoryWith(call, { needs: [["metadata", "read"]] })
      : readableIssue(call).repository;
  if (assignable(call.world, repository, call.params["assignee"] ?? "")) return NO_CONTENT;
  throw new GitHubRefusal(404, "Not Found");
}

const REPO = "/repos/{owner}/{repo}";

/** Assignees. */
export const ASSIGNEE_ROUTES: readonly Route[] = [
  { method: "GET", template: `${REPO}/assignees`, handle: list },
  { method: "GET", template: `${REPO}/assignees/{assignee}`, handle: check },
  { method: "POST", template: `${REPO}/issues/{issue_number}/assignees`, handle: add },
  { method: "DELETE", template: `${REPO}/issues/{issue_number}/assignees`, handle: remove },
  { method: "GET", template: `${REPO}/issues/{issue_number}/assignees/{assignee}`, handle: check },
];
