/** What happened to an issue, as its events and its timeline tell it. */
import type { World } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import { asPull } from "#test/support/github/pull-diff.ts";
import type { CommentRow, IssueEventRow, IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { findIssueById, repositoryOf } from "#test/support/github/state.ts";
import { appShapeOrNull } from "./app.ts";
import { commentShape } from "./comment.ts";
import { issueShape } from "./issue.ts";
import { nodeId } from "./node-id.ts";
import { reviewShape } from "./pull-request.ts";
import { repositoryApi, repositoryShape, simpleRepositoryShape } from "./repository.ts";
import { userShape } from "./user.ts";

/** Details that hold an issue's id. */
const REFERENCES = new Set(["sub_issue", "parent_issue", "blocked_by", "blocking"]);
/** Details that hold a login. */
const PEOPLE = new Set(["assignee", "assigner", "requested_reviewer", "review_requester"]);

/** An `issue-event`; why an issue was closed stands only in the timeline. */
export function issueEventShape(
  world: World,
  repository: RepositoryRow,
  event: IssueEventRow,
): Record<string, unknown> {
  const { state_reason: _, ...shape } = eventShape(world, repository, event);
  return shape;
}

function eventShape(world: World, repository: RepositoryRow, event: IssueEventRow): Record<string, unknown> {
  const api = repositoryApi(world, repository);
  return {
    id: event.id,
    node_id: nodeId("IssueEvent", event.id),
    url: `${api}/issues/events/${event.id}`,
    actor: userShape(world, event.actor),
    event: event.event,
    commit_id: event.commitId,
    commit_url: event.commitId === null ? null : `${api}/commits/${event.commitId}`,
    created_at: isoTime(event.createdAt),
    performed_via_github_app: appShapeOrNull(world, event.appId),
    ...Object.fromEntries(Object.entries(event.details).map(([key, value]) => [key, detail(world, key, value)])),
  };
}

function detail(world: World, key: string, value: unknown): unknown {
  if (PEOPLE.has(key) && typeof value === "string") return userShape(world, value);
  if (REFERENCES.has(key) && typeof value === "number") return issueReference(world, value);
  return value;
}

/** A short reference to an issue; null when it is gone. */
function issueReference(world: World, id: number): Record<string, unknown> | null {
  const issue = findIssueById(world.state, id);
  if (issue === undefined) return null;
  const repository = simpleRepositoryShape(world, repositoryOf(world.state, issue.repositoryId));
  return {
    number: issue.number,
    title: issue.title,
    state: issue.state,
    state_reason: issue.stateReason,
    repository,
    issue_type: null,
  };
}

/** An entry of a timeline that is an event. Null for a reference from an issue that is gone. */
export function timelineEventShape(
  world: World,
  repository: RepositoryRow,
  event: IssueEventRow,
): Record<string, unknown> | null {
  if (event.event === "reviewed") return timelineReview(world, repository, event);
  if (event.event !== "cross-referenced") return timelineAssignment(eventShape(world, repository, event));
  const source = findIssueById(world.state, Number(event.details["source"]));
  if (source === undefined) return null;
  const home = repositoryOf(world.state, source.repositoryId);
  const issue = { ...issueShape(world, home, source), repository: repositoryShape(world, home) };
  const time = isoTime(event.createdAt);
  return {
    event: event.event,
    actor: userShape(world, event.actor),
    created_at: time,
    updated_at: time,
    source: { type: "issue", issue },
  };
}

/** A review as an entry of a timeline. */
function timelineReview(world: World, repository: RepositoryRow, event: IssueEventRow): Record<string, unknown> | null {
  const pulls = [...repository.issues.values()].flatMap((row) => asPull(row) ?? []);
  const issue = pulls.find((pull) => pull.events.includes(event));
  const review = issue?.pull.reviews.find((row) => row.id === event.details["review_id"]);
  if (issue === undefined || review === undefined) return null;
  const shape = reviewShape(world, repository, { issue, review });
  return { event: event.event, ...shape, state: review.state.toLowerCase() };
}

/** The timeline leaves out who assigned. */
function timelineAssignment(shape: Record<string, unknown>): Record<string, unknown> {
  const { assigner: _, ...rest } = shape;
  return rest;
}

/** A comment as an entry of a timeline. */
export function timelineCommentShape(
  world: World,
  repository: RepositoryRow,
  comment: CommentRow,
): Record<string, unknown> {
  return { event: "commented", actor: userShape(world, comment.user), ...commentShape(world, repository, comment) };
}

/** The events of an issue that are told outside its timeline too. */
export function plainEvents(issue: IssueRow): IssueEventRow[] {
  return issue.events.filter((event) => event.event !== "cross-referenced" && event.event !== "reviewed");
}
