/** Events and timelines of issues and pull requests. */
import { repositoryWith } from "#test/support/github/access.ts";
import { type Call, notFound, ok, type Reply, type Route } from "#test/support/github/call.ts";
import { readableIssue } from "#test/support/github/issue-access.ts";
import { pagedReply, pageOf } from "#test/support/github/paging.ts";
import { asPull, pullCommits } from "#test/support/github/pull-diff.ts";
import type { IssueEventRow, IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { gitCommitShape } from "#test/support/github/shapes/commit.ts";
import {
  issueEventShape,
  plainEvents,
  timelineCommentShape,
  timelineEventShape,
} from "#test/support/github/shapes/issue-event.ts";
import { issueShape } from "#test/support/github/shapes/issue.ts";
import { commentsOf } from "#test/support/github/state.ts";

function events(call: Call): Reply {
  const { repository, issue } = readableIssue(call);
  return pagedReply(call, plainEvents(issue), (event) => issueEventShape(call.world, repository, event));
}

/** One entry of a timeline, rendered when its page is asked for. */
interface Entry {
  /** Seconds; entries of one second keep the order of their kinds. */
  readonly at: number;
  shape(): Record<string, unknown> | null;
}

function timeline(call: Call): Reply {
  const { repository, issue } = readableIssue(call);
  const entries = [...codeEntries(call, repository, issue), ...talkEntries(call, repository, issue)];
  const { rows, headers } = pageOf(
    call,
    entries.toSorted((a, b) => a.at - b.at),
  );
  return { status: 200, headers, body: rows.map((row) => row.shape()).filter((shape) => shape !== null) };
}

function talkEntries(call: Call, repository: RepositoryRow, issue: IssueRow): Entry[] {
  const { world } = call;
  const told = issue.events.map((event) => ({
    at: event.createdAt,
    shape: () => timelineEventShape(world, repository, event),
  }));
  const said = commentsOf(repository, issue).map((row) => ({
    at: row.createdAt,
    shape: () => timelineCommentShape(world, repository, row),
  }));
  return [...told, ...said];
}

/** The commits of a pull request. */
function codeEntries(call: Call, repository: RepositoryRow, issue: IssueRow): Entry[] {
  const pull = asPull(issue);
  const commits = pull === undefined ? [] : pullCommits(repository, pull);
  return commits.map((commit) => ({
    at: Math.floor(Date.parse(commit.committer.date) / 1000),
    shape: () => ({ event: "committed", ...gitCommitShape(call.world, repository, commit) }),
  }));
}

interface Told {
  readonly issue: IssueRow;
  readonly event: IssueEventRow;
}

function allEvents(repository: RepositoryRow): Told[] {
  const all = [...repository.issues.values()].flatMap((issue) => plainEvents(issue).map((event) => ({ issue, event })));
  return all.toSorted((a, b) => b.event.id - a.event.id);
}

function withIssue(call: Call, repository: RepositoryRow): (told: Told) => Record<string, unknown> {
  return ({ issue, event }) => ({
    ...issueEventShape(call.world, repository, event),
    issue: issueShape(call.world, repository, issue),
  });
}

function repositoryEvents(call: Call): Reply {
  const repository = repositoryWith(call, {
    needs: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
  });
  return pagedReply(call, allEvents(repository), withIssue(call, repository));
}

function oneEvent(call: Call): Reply {
  const repository = repositoryWith(call, {
    needs: [
      ["issues", "read"],
      ["pull_requests", "read"],
    ],
  });
  const told = allEvents(repository).find(({ event }) => event.id === Number(call.params["event_id"]));
  if (told === undefined) throw notFound();
  return ok(withIssue(call, repository)(told));
}

const ISSUES = "/repos/{owner}/{repo}/issues";

/** Events and timelines. */
export const TIMELINE_ROUTES: readonly Route[] = [
  { method: "GET", template: `${ISSUES}/{issue_number}/timeline`, handle: timeline },
  { method: "GET", template: `${ISSUES}/{issue_number}/events`, handle: events },
  { method: "GET", template: `${ISSUES}/events`, handle: repositoryEvents },
  { method: "GET", template: `${ISSUES}/events/{event_id}`, handle: oneEvent },
];
