/** Milestones, as far as issues need them. */
import { repositoryWith } from "#test/support/github/access.ts";
import {
  bodyOf,
  type Call,
  created,
  NO_CONTENT,
  notFound,
  ok,
  type Reply,
  type Route,
} from "#test/support/github/call.ts";
import { textOf, timeOf, titleOf } from "#test/support/github/fields.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { createMilestone } from "#test/support/github/milestones.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { MilestoneRow, RepositoryRow } from "#test/support/github/rows.ts";
import { milestoneShape } from "#test/support/github/shapes/label.ts";

const READ = {
  needs: [
    ["issues", "read"],
    ["pull_requests", "read"],
  ],
} as const;
const WRITE = {
  needs: [
    ["issues", "write"],
    ["pull_requests", "write"],
  ],
  role: "write",
} as const;

function list(call: Call): Reply {
  const repository = repositoryWith(call, READ);
  const state = call.query.get("state") ?? "open";
  const rows = repository.milestones.filter((row) => state === "all" || row.state === state);
  return pagedReply(call, rows, (row) => milestoneShape(call.world, repository, row));
}

function numbered(call: Call, repository: RepositoryRow): MilestoneRow {
  const row = repository.milestones.find((one) => one.number === Number(call.params["milestone_number"]));
  if (row === undefined) throw notFound();
  return row;
}

function get(call: Call): Reply {
  const repository = repositoryWith(call, READ);
  return ok(milestoneShape(call.world, repository, numbered(call, repository)));
}

function create(call: Call): Reply {
  const repository = repositoryWith(call, WRITE);
  const body = bodyOf(call);
  const row = createMilestone(call.world, repository, {
    title: titleOf(body["title"], "Milestone"),
    description: textOf(body, "description") ?? null,
    dueOn: timeOf(body["due_on"], "Milestone", "due_on"),
    doer: doerOf(call),
  });
  const shape = milestoneShape(call.world, repository, row);
  return created(shape, String(shape["url"]));
}

function patch(call: Call): Reply {
  const repository = repositoryWith(call, WRITE);
  const row = numbered(call, repository);
  const body = bodyOf(call);
  const now = call.world.clock.now();
  row.title = textOf(body, "title") ?? row.title;
  row.description = textOf(body, "description") ?? row.description;
  if (body["due_on"] !== undefined) row.dueOn = timeOf(body["due_on"], "Milestone", "due_on");
  if (body["state"] === "open" || body["state"] === "closed")
    Object.assign(row, { state: body["state"], closedAt: body["state"] === "closed" ? now : null });
  row.updatedAt = now;
  return ok(milestoneShape(call.world, repository, row));
}

function remove(call: Call): Reply {
  const repository = repositoryWith(call, WRITE);
  const row = numbered(call, repository);
  repository.milestones = repository.milestones.filter((one) => one !== row);
  for (const issue of repository.issues.values()) if (issue.milestone === row.number) issue.milestone = null;
  return NO_CONTENT;
}

const MILESTONES = "/repos/{owner}/{repo}/milestones";

/** Milestones. */
export const MILESTONE_ROUTES: readonly Route[] = [
  { method: "GET", template: MILESTONES, handle: list },
  { method: "POST", template: MILESTONES, handle: create },
  { method: "GET", template: `${MILESTONES}/{milestone_number}`, handle: get },
  { method: "PATCH", template: `${MILESTONES}/{milestone_number}`, handle: patch },
  { method: "DELETE", template: `${MILESTONES}/{milestone_number}`, handle: remove },
];
