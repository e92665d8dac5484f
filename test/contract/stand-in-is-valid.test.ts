/** Every operation of the stand-in is used once; each request, answer and webhook must be valid by GitHub's own description. */
import { describe, expect, test } from "vitest";
import { ROUTES } from "#test/support/github/routes.ts";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";
import { driveApps, drivePeople, driveSignIn } from "./drive-apps.ts";
import { driveAlerts, driveCode, driveRules } from "./drive-code.ts";
import { driveIssues } from "./drive-issues.ts";
import { drivePulls, driveQueue } from "./drive-pulls.ts";
import { openStage, type Stage } from "./stage.ts";

/** Each drive has its own stage, so that one failure does not hide the others. */
const DRIVES: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  issues: driveIssues,
  code: driveCode,
  rules: driveRules,
  alerts: driveAlerts,
  pulls: drivePulls,
  queue: driveQueue,
  apps: driveApps,
  "sign-in": driveSignIn,
  people: drivePeople,
};

/** What the stand-in must be able to send; found missing here, it would be missing in every test of a flow. */
const WEBHOOKS = [
  "check_run.created",
  "check_run.completed",
  "check_run.requested_action",
  "check_run.rerequested",
  "check_suite.requested",
  "check_suite.rerequested",
  "installation.created",
  "installation.deleted",
  "installation.new_permissions_accepted",
  "installation.suspend",
  "installation.unsuspend",
  "installation_repositories.added",
  "installation_repositories.removed",
  "issue_comment.created",
  "issue_comment.deleted",
  "issue_comment.edited",
  "issue_dependencies.blocked_by_added",
  "issue_dependencies.blocked_by_removed",
  "issues.assigned",
  "issues.closed",
  "issues.deleted",
  "issues.edited",
  "issues.labeled",
  "issues.opened",
  "issues.reopened",
  "issues.transferred",
  "issues.unassigned",
  "issues.unlabeled",
  "label.created",
  "label.deleted",
  "label.edited",
  "member.added",
  "member.removed",
  "merge_group.checks_requested",
  "merge_group.destroyed",
  "pull_request.closed",
  "pull_request.edited",
  "pull_request.opened",
  "pull_request.ready_for_review",
  "pull_request.reopened",
  "pull_request.synchronize",
  "pull_request_review.dismissed",
  "pull_request_review.submitted",
  "push",
  "repository.archived",
  "repository.deleted",
  "repository.edited",
  "repository.privatized",
  "repository.renamed",
  "status",
  "sub_issues.parent_issue_added",
  "sub_issues.sub_issue_added",
  "sub_issues.sub_issue_removed",
];

const observer = strictObserver();

describe.each(Object.entries(DRIVES))("%s", (_name, drive) => {
  test("every call succeeds", { timeout: 60_000 }, async () => {
    const stage = await openStage(observer);
    try {
      await drive(stage);
    } finally {
      await stage.github.stop();
    }
  });
});

test("every request, answer and webhook was valid", () => {
  observer.assertClean();
});

test("every webhook that the App listens to was sent", () => {
  const sent = new Set(
    [...observer.seen().keys()].filter((key) => key.startsWith("webhook ")).map((key) => key.slice("webhook ".length)),
  );
  expect(WEBHOOKS.filter((key) => !sent.has(key))).toEqual([]);
});

test("every operation was used, and answered", () => {
  const answered = new Set(
    [...observer.seen().keys()].filter((key) => !/ [45]\d\d$/.test(key)).map((key) => key.replace(/ \d+$/, "")),
  );
  const unused = ROUTES.map(({ method, template }) => `${method} ${template}`).filter((name) => !answered.has(name));
  expect(unused).toEqual([]);
});
