/** Reviews: submitted, and asked for. */
import type { Doer } from "./branch-rules.ts";
import type { World } from "./call.ts";
import type { PullIssue } from "./pull-diff.ts";
import { emitPull, recordEvent } from "./pull-events.ts";
import type { ReviewRow } from "./pull-rows.ts";
import type { RepositoryRow } from "./rows.ts";
import { pullSimpleShape, reviewShape } from "./shapes/pull-request.ts";
import { userShape } from "./shapes/user.ts";
import { nextId } from "./state.ts";

/** A review to submit; `event: null` leaves it pending. */
export interface NewReview {
  readonly issue: PullIssue;
  readonly doer: Doer;
  readonly event: "APPROVE" | "REQUEST_CHANGES" | "COMMENT" | null;
  readonly body: string;
  readonly commit?: string | undefined;
}

const states = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" } as const;

/** Adds the review; a submitted one answers the request for it and sends `pull_request_review.submitted`. */
export function submitReview(world: World, repository: RepositoryRow, wanted: NewReview): ReviewRow {
  const { issue, doer } = wanted;
  const review: ReviewRow = {
    id: nextId(world.state, "review"),
    user: doer.login,
    body: wanted.body,
    state: wanted.event === null ? "PENDING" : states[wanted.event],
    commitId: wanted.commit ?? issue.pull.headSha,
    submittedAt: wanted.event === null ? null : world.clock.now(),
  };
  issue.pull.reviews.push(review);
  if (wanted.event === null) return review;
  issue.pull.requestedReviewers = issue.pull.requestedReviewers.filter((login) => login !== doer.login);
  issue.updatedAt = world.clock.now();
  recordEvent(world, issue, { event: "reviewed", doer, commitId: review.commitId, details: { review_id: review.id } });
  const shape = { ...reviewShape(world, repository, { issue, review }), state: review.state.toLowerCase() };
  const payload = { review: shape, pull_request: pullSimpleShape(world, repository, issue) };
  world.emit({ event: "pull_request_review", action: "submitted", repository, sender: doer.login, payload });
  return review;
}

/** Asks somebody for a review, once. */
export function requestReviewer(
  world: World,
  repository: RepositoryRow,
  what: { issue: PullIssue; doer: Doer; login: string },
): void {
  const { issue, doer, login } = what;
  if (issue.pull.requestedReviewers.includes(login)) return;
  issue.pull.requestedReviewers.push(login);
  recordEvent(world, issue, {
    event: "review_requested",
    doer,
    details: { requested_reviewer: login, review_requester: doer.login },
  });
  emitPull(world, repository, {
    issue,
    doer,
    action: "review_requested",
    extra: { requested_reviewer: userShape(world, login) },
  });
}
