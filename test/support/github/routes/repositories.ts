/** A repository and its settings. */
import { allow, repositoryFor, repositoryWith, roleOf } from "#test/support/github/access.ts";
import {
  bodyOf,
  type Call,
  type Json,
  NO_CONTENT,
  ok,
  type Reply,
  type Route,
  validationFailed,
} from "#test/support/github/call.ts";
import { textOf } from "#test/support/github/fields.ts";
import { branchTip } from "#test/support/github/git.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { changeRepository, deleteRepository } from "#test/support/github/repository-changes.ts";
import type { RepositoryRow, Role } from "#test/support/github/rows.ts";
import { roleTeamShape } from "#test/support/github/shapes/organization.ts";
import { fullRepositoryShape } from "#test/support/github/shapes/repository.ts";

function answer(call: Call, repository: RepositoryRow): Reply {
  const { actor } = call;
  const role: Role | null =
    actor.kind === "user" ? (roleOf(call.world.state, repository, actor.login) ?? "read") : null;
  return ok(fullRepositoryShape(call.world, repository, role));
}

function get(call: Call): Reply {
  return answer(call, repositoryWith(call, { needs: [["metadata", "read"]] }));
}

const SETTINGS = { needs: [["administration", "write"]], role: "admin" } as const;

/** Unarchiving is the one write that an archived repository takes. */
function patch(call: Call): Reply {
  const repository = repositoryFor(call);
  const body = bodyOf(call);
  allow(call, body["archived"] === false ? { ...repository, archived: false } : repository, SETTINGS);
  const flag = (field: string): boolean | undefined => (typeof body[field] === "boolean" ? body[field] : undefined);
  const visibility = textOf(body, "visibility");
  changeRepository(call.world, repository, {
    sender: doerOf(call).login,
    name: textOf(body, "name"),
    archived: flag("archived"),
    private: visibility === undefined ? flag("private") : visibility === "private",
    description: textOf(body, "description"),
    defaultBranch: branchOf(repository, body),
  });
  repository.hasIssues = flag("has_issues") ?? repository.hasIssues;
  repository.allowMergeCommit = flag("allow_merge_commit") ?? repository.allowMergeCommit;
  repository.allowSquashMerge = flag("allow_squash_merge") ?? repository.allowSquashMerge;
  repository.allowRebaseMerge = flag("allow_rebase_merge") ?? repository.allowRebaseMerge;
  repository.deleteBranchOnMerge = flag("delete_branch_on_merge") ?? repository.deleteBranchOnMerge;
  return answer(call, repository);
}

function branchOf(repository: RepositoryRow, body: Json): string | undefined {
  const branch = textOf(body, "default_branch");
  if (branch === undefined || branchTip(repository.git, branch) !== undefined) return branch;
  throw validationFailed({
    resource: "Repository",
    code: "invalid",
    field: "default_branch",
    message: `The branch ${branch} was not found.`,
  });
}

function remove(call: Call): Reply {
  const repository = repositoryWith(call, SETTINGS);
  deleteRepository(call.world, repository, doerOf(call).login);
  return NO_CONTENT;
}

function teams(call: Call): Reply {
  const repository = repositoryWith(call, {
    needs: [
      ["administration", "read"],
      ["metadata", "read"],
    ],
    publicRead: false,
  });
  const rows = call.world.state.teams.filter((team) => team.repositories.has(repository.id));
  return pagedReply(call, rows, (team) =>
    roleTeamShape(call.world, team, team.repositories.get(repository.id) ?? "read"),
  );
}

const REPO = "/repos/{owner}/{repo}";

/** Repositories. */
export const REPOSITORY_ROUTES: readonly Route[] = [
  { method: "GET", template: REPO, handle: get },
  { method: "PATCH", template: REPO, handle: patch },
  { method: "DELETE", template: REPO, handle: remove },
  { method: "GET", template: `${REPO}/teams`, handle: teams },
];
