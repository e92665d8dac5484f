/** Forks: the same objects under another owner. */
import { repositoryWith } from "#test/support/github/access.ts";
import { flag, optionalText } from "#test/support/github/body-fields.ts";
import { type Call, type Reply, type Route, bodyOf } from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { addFork } from "#test/support/github/fork.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { fullRepositoryShape, repositoryShape } from "#test/support/github/shapes/repository.ts";

const template = "/repos/{owner}/{repo}/forks";

/** Routes of forks. */
export const FORK_ROUTES: readonly Route[] = [
  { method: "GET", template, handle: listForks },
  { method: "POST", template, handle: createFork },
];

function listForks(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["metadata", "read"]] });
  const forks = [...call.world.state.repositories.values()].filter((row) => row.parentId === repository.id);
  return pagedReply(call, forks, (row) => repositoryShape(call.world, row));
}

/** 202: GitHub copies later; here the fork is there at once. An existing fork of the owner is given again. */
function createFork(call: Call): Reply {
  const repository = repositoryWith(call, {
    needs: [
      ["administration", "write"],
      ["contents", "read"],
    ],
    role: "read",
  });
  const body = bodyOf(call);
  const fork = addFork(call.world, repository, {
    owner: optionalText(body, "organization") ?? doerOf(call).login,
    name: optionalText(body, "name") ?? repository.name,
    defaultBranchOnly: flag(body, "default_branch_only", false),
  });
  return { status: 202, body: fullRepositoryShape(call.world, fork, "admin") };
}
