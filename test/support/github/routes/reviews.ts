/** Reviews and requested reviewers. */
import { optionalText, optionalTexts, optionalWord } from "#test/support/github/body-fields.ts";
import { type Call, GitHubRefusal, type Reply, type Route, bodyOf, notFound, ok } from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { PullIssue } from "#test/support/github/pull-diff.ts";
import { emitPull, recordEvent } from "#test/support/github/pull-events.ts";
import { requestReviewer, submitReview } from "#test/support/github/pull-reviews.ts";
import type { ReviewRow } from "#test/support/github/pull-rows.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { pullSimpleShape, reviewShape } from "#test/support/github/shapes/pull-request.ts";
import { teamShape } from "#test/support/github/shapes/team.ts";
import { userShape } from "#test/support/github/shapes/user.ts";
import { findAccount } from "#test/support/github/state.ts";
import { pullToRead, pullToWrite } from "./pulls.ts";

const one = "/repos/{owner}/{repo}/pulls/{pull_number}";

/** Routes of reviews. */
export const REVIEW_ROUTES: readonly Route[] = [
  { method: "GET", template: `${one}/reviews`, handle: listReviews },
  { method: "POST", template: `${one}/reviews`, handle: createReview },
  { method: "PUT", template: `${one}/reviews/{review_id}/dismissals`, handle: dismissReview },
  { method: "GET", template: `${one}/requested_reviewers`, handle: listRequested },
  { method: "POST", template: `${one}/requested_reviewers`, handle: requestReviewers },
  { method: "DELETE", template: `${one}/requested_reviewers`, handle: withdrawReviewers },
];

function listReviews(call: Call): Reply {
  const { repository, issue } = pullToRead(call);
  const seen = issue.pull.reviews.filter((review) => review.state !== "PENDING");
  return pagedReply(call, seen, (review) => reviewShape(call.world, repository, { issue, review }));
}

function createReview(call: Call): Reply {
  const { repository, issue } = pullToWrite(call, "read");
  const body = bodyOf(call);
  const event = optionalWord(body, "event", ["APPROVE", "REQUEST_CHANGES", "COMMENT"]);
  const text = optionalText(body, "body") ?? "";
  const doer = doerOf(call);
  if (event !== undefined && event !== "COMMENT" && doer.login === issue.user)
    throw new GitHubRefusal(422, "Unprocessable Entity", {
      extra: { errors: [`Can not ${event === "APPROVE" ? "approve" : "request changes on"} your own pull request`] },
    });
  if ((event === "REQUEST_CHANGES" || event === "COMMENT") && text === "")
    throw new GitHubRefusal(422, "Unprocessable Entity", { extra: { errors: ["Review body can't be blank"] } });
  const review = submitReview(call.world, repository, {
    issue,
    doer,
    event: event ?? null,
    body: text,
    commit: optionalText(body, "commit_id"),
  });
  return ok(reviewShape(call.world, repository, { issue, review }));
}

function dismissReview(call: Call): Reply {
  const { repository, issue } = pullToWrite(call, "write");
  const review = issue.pull.reviews.find((row) => String(row.id) === call.params["review_id"]);
  if (!review) throw notFound();
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED")
    throw new GitHubRefusal(422, "Unprocessable Entity", {
      extra: { errors: ["Can not dismiss a review that is not an approval or a request for changes"] },
    });
  review.state = "DISMISSED";
  tellDismissed(call, repository, { issue, review });
  return ok(reviewShape(call.world, repository, { issue, review }));
}

function tellDismissed(call: Call, repository: RepositoryRow, what: { issue: PullIssue; review: ReviewRow }): void {
  const doer = doerOf(call);
  recordEvent(call.world, what.issue, { event: "review_dismissed", doer });
  const shape = reviewShape(call.world, repository, what);
  call.world.emit({
    event: "pull_request_review",
    action: "dismissed",
    repository,
    sender: doer.login,
    payload: {
      review: { ...shape, state: "dismissed" },
      pull_request: pullSimpleShape(call.world, repository, what.issue),
    },
  });
}

function listRequested(call: Call): Reply {
  const { repository, issue } = pullToRead(call);
  return ok({
    users: issue.pull.requestedReviewers.map((login) => userShape(call.world, login)),
    teams: issue.pull.requestedTeams.flatMap((slug) => teamShape(call.world, repository.owner, slug) ?? []),
  });
}

function requestReviewers(call: Call): Reply {
  const { repository, issue } = pullToWrite(call, "read");
  const body = bodyOf(call);
  const doer = doerOf(call);
  for (const login of optionalTexts(body, "reviewers") ?? []) {
    const account = findAccount(call.world.state, login);
    if (account === undefined)
      throw new GitHubRefusal(
        422,
        "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the " +
          `${repository.owner}/${repository.name} repository.`,
      );
    if (account.login === issue.user)
      throw new GitHubRefusal(422, "Review cannot be requested from pull request author.");
    requestReviewer(call.world, repository, { issue, doer, login: account.login });
  }
  const teams = (optionalTexts(body, "team_reviewers") ?? []).filter(
    (slug) => !issue.pull.requestedTeams.includes(slug),
  );
  issue.pull.requestedTeams.push(...teams);
  return { status: 201, body: pullSimpleShape(call.world, repository, issue) };
}

function withdrawReviewers(call: Call): Reply {
  const { repository, issue } = pullToWrite(call, "read");
  const body = bodyOf(call);
  const gone = new Set((optionalTexts(body, "reviewers") ?? []).map((login) => login.toLowerCase()));
  for (const login of issue.pull.requestedReviewers.filter((one) => gone.has(one.toLowerCase()))) {
    issue.pull.requestedReviewers = issue.pull.requestedReviewers.filter((one) => one !== login);
    const details = { requested_reviewer: login, review_requester: doerOf(call).login };
    recordEvent(call.world, issue, { event: "review_request_removed", doer: doerOf(call), details });
    const extra = { requested_reviewer: userShape(call.world, login) };
    emitPull(call.world, repository, { issue, doer: doerOf(call), action: "review_request_removed", extra });
  }
  return ok(pullSimpleShape(call.world, repository, issue));
}
