/** Commit statuses. */
import { repositoryWith } from "#test/support/github/access.ts";
import { optionalText, optionalWord, requiredText } from "#test/support/github/body-fields.ts";
import { isProtected } from "#test/support/github/branch-rules.ts";
import {
  type Call,
  type Reply,
  type Route,
  type World,
  bodyOf,
  created,
  ok,
  validationFailed,
} from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { settleQueues } from "#test/support/github/merge-queue.ts";
import { pageOf, pagedReply } from "#test/support/github/paging.ts";
import type { StatusRow } from "#test/support/github/pull-rows.ts";
import { newestStatuses } from "#test/support/github/required-checks.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { simpleStatusShape, statusShape } from "#test/support/github/shapes/check-run.ts";
import { commitShape } from "#test/support/github/shapes/commit.ts";
import { repositoryApi, repositoryShape } from "#test/support/github/shapes/repository.ts";
import { fullName, nextId } from "#test/support/github/state.ts";
import { commitNamed } from "./commits.ts";

const base = "/repos/{owner}/{repo}";

/** Routes of statuses. */
export const STATUS_ROUTES: readonly Route[] = [
  { method: "POST", template: `${base}/statuses/{sha}`, handle: createStatus },
  { method: "GET", template: `${base}/commits/{ref}/statuses`, handle: listStatuses },
  { method: "GET", template: `${base}/commits/{ref}/status`, handle: combinedStatus },
];

/** Source: "Create a commit status": so many for one SHA and context. */
const MOST_STATUSES = 1000;
const LONGEST_DESCRIPTION = 140;
const states = ["error", "failure", "pending", "success"] as const;

function createStatus(call: Call): Reply {
  const { world } = call;
  const repository = repositoryWith(call, { needs: [["statuses", "write"]], role: "write" });
  const { sha } = commitNamed(repository, call.params["sha"] ?? "");
  const body = bodyOf(call);
  const state = optionalWord(body, "state", states);
  const context = optionalText(body, "context") ?? "default";
  const description = optionalText(body, "description") ?? null;
  if ([...(description ?? "")].length > LONGEST_DESCRIPTION)
    throw validationFailed({
      resource: "Status",
      field: "description",
      code: "custom",
      message: `description is too long (maximum is ${LONGEST_DESCRIPTION} characters)`,
    });
  if (repository.statuses.filter((row) => row.sha === sha && row.context === context).length >= MOST_STATUSES)
    throw validationFailed({
      resource: "Status",
      field: "context",
      code: "custom",
      message: "This SHA and context has reached the maximum number of statuses.",
    });
  const doer = doerOf(call);
  const row: StatusRow = {
    id: nextId(world.state, "status"),
    sha,
    context,
    state: state ?? (requiredText(body, "state") as StatusRow["state"]),
    description,
    targetUrl: optionalText(body, "target_url") ?? null,
    creator: doer.login,
    appId: doer.appId,
    createdAt: world.clock.now(),
  };
  repository.statuses.push(row);
  tellStatus(world, repository, row);
  settleQueues(world, repository);
  return created(statusShape(world, repository, row));
}

/** Sends `status`, with at most ten branches that have the commit at their tip. */
function tellStatus(world: World, repository: RepositoryRow, row: StatusRow): void {
  const commit = repository.git.objects.commits.get(row.sha);
  const branches = [...repository.git.refs]
    .filter(([ref, sha]) => ref.startsWith("refs/heads/") && sha === row.sha)
    .slice(0, 10)
    .map(([ref]) => ref.slice("refs/heads/".length))
    .map((name) => ({
      name,
      commit: { sha: row.sha, url: `${repositoryApi(world, repository)}/commits/${row.sha}` },
      protected: isProtected(repository, name),
    }));
  const { url: _, node_id: __, ...told } = simpleStatusShape(world, repository, row);
  world.emit({
    event: "status",
    action: null,
    repository,
    sender: row.creator,
    payload: {
      ...told,
      sha: row.sha,
      name: fullName(repository),
      commit: commit ? commitShape(world, repository, commit) : null,
      branches,
    },
  });
}

/** Newest first, all of them. */
function listStatuses(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["statuses", "read"]] });
  const { sha } = commitNamed(repository, call.params["ref"] ?? "");
  const rows = repository.statuses.filter((row) => row.sha === sha).toReversed();
  return pagedReply(call, rows, (row) => statusShape(call.world, repository, row));
}

/** The newest of each context: `failure` when one failed, `pending` without any or while one is, else `success`. */
function combinedStatus(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["statuses", "read"]] });
  const { sha } = commitNamed(repository, call.params["ref"] ?? "");
  const newest = newestStatuses(repository, sha);
  const failed = newest.some((row) => row.state === "failure" || row.state === "error");
  const pending = newest.length === 0 || newest.some((row) => row.state === "pending");
  const { rows, headers } = pageOf(call, newest);
  const api = repositoryApi(call.world, repository);
  const reply = ok({
    state: failed ? "failure" : pending ? "pending" : "success",
    statuses: rows.map((row) => simpleStatusShape(call.world, repository, row)),
    sha,
    total_count: newest.length,
    repository: repositoryShape(call.world, repository),
    commit_url: `${api}/commits/${sha}`,
    url: `${api}/commits/${sha}/status`,
  });
  return { ...reply, headers };
}
