/** Reads what the viewer shows out of the stand-in's store. */
import type { World } from "#test/support/github/call.ts";
import { asPull } from "#test/support/github/pull-diff.ts";
import type { CommentRow, IssueRow, ReactionRow, RepositoryRow } from "#test/support/github/rows.ts";
import { commentsOf, findRepository, fullName, issueOf, repositoryOf } from "#test/support/github/state.ts";
import { viewPull } from "./pull-view.ts";
import type { ViewedPost, ViewedRow, ViewedThread, ViewSource } from "./view.ts";

/** A source over a running stand-in. */
export function createViewSource(world: World): ViewSource {
  return {
    repositories: () =>
      [...world.state.repositories.values()].map((repository) => ({
        name: fullName(repository),
        description: repository.description,
        rows: [...repository.issues.values()].map((issue) => viewRow(world, issue)),
      })),
    thread: (name, number) => {
      const [owner = "", short = ""] = name.split("/");
      const repository = findRepository(world.state, owner, short);
      const issue = repository?.issues.get(number);
      return repository === undefined || issue === undefined ? null : viewThread(world, repository, issue);
    },
  };
}

function viewRow(world: World, issue: IssueRow): ViewedRow {
  const repository = repositoryOf(world.state, issue.repositoryId);
  const subIssues = issue.subIssues.map((id) => issueOf(world.state, id));
  const done = subIssues.filter((one) => one.state === "closed").length;
  return {
    kind: issue.pull === null ? "issue" : "pull",
    repository: fullName(repository),
    number: issue.number,
    title: issue.title,
    author: issue.user,
    createdAt: issue.createdAt,
    state: stateOf(issue),
    labels: repository.labels.filter((label) => issue.labels.includes(label.id)),
    assignees: issue.assignees,
    comments: commentsOf(repository, issue).length,
    progress: subIssues.length === 0 ? null : { done, all: subIssues.length },
  };
}

function stateOf(issue: IssueRow): ViewedRow["state"] {
  if (issue.pull !== null && issue.pull.mergedAt !== null) return "merged";
  if (issue.state === "open") return issue.pull?.draft === true ? "draft" : "open";
  return issue.stateReason === "not_planned" ? "not planned" : "closed";
}

function viewThread(world: World, repository: RepositoryRow, issue: IssueRow): ViewedThread {
  const pull = asPull(issue);
  const rows = (ids: readonly number[]): ViewedRow[] => ids.map((id) => viewRow(world, issueOf(world.state, id)));
  return {
    ...viewRow(world, issue),
    description: viewPost({ ...issue, body: issue.body ?? "", updatedAt: issue.createdAt }, "description"),
    posts: commentsOf(repository, issue).map((comment) => viewPost(comment, `issuecomment-${comment.id}`)),
    events: issue.events.map(({ actor, createdAt, event, details }) => ({ actor, at: createdAt, event, details })),
    subIssues: rows(issue.subIssues),
    parent: rows(issue.parent === null ? [] : [issue.parent])[0] ?? null,
    blockedBy: rows(issue.blockedBy),
    milestone: repository.milestones.find((one) => one.number === issue.milestone)?.title ?? null,
    pull: pull === undefined ? null : viewPull(world, repository, pull),
  };
}

type Written = Pick<CommentRow, "user" | "createdAt" | "updatedAt" | "body" | "reactions">;

function viewPost(written: Written, id: string): ViewedPost {
  const { user, createdAt, updatedAt, body, reactions } = written;
  return { id, author: user, at: createdAt, edited: updatedAt > createdAt, body, reactions: countReactions(reactions) };
}

function countReactions(reactions: readonly ReactionRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { content } of reactions) counts[content] = (counts[content] ?? 0) + 1;
  return counts;
}
