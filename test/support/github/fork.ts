/** Makes forks. */
import type { World } from "./call.ts";
import { forkGitStore } from "./git.ts";
import { emptyPullState } from "./pull-rows.ts";
import type { RepositoryRow } from "./rows.ts";
import { accountOf, nextId } from "./state.ts";

/** Where a fork goes. */
export interface NewFork {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranchOnly?: boolean;
}

/** The owner's fork of a repository; made when there is none. Issues are off in it, as on GitHub. */
export function addFork(world: World, parent: RepositoryRow, wanted: NewFork): RepositoryRow {
  const { state, clock } = world;
  const owner = accountOf(state, wanted.owner).login;
  const known = [...state.repositories.values()].find((row) => row.parentId === parent.id && row.owner === owner);
  if (known) return known;
  const now = clock.now();
  const fork: RepositoryRow = {
    ...emptyPullState(parent.git.objects),
    git: forkGitStore(parent.git, wanted.defaultBranchOnly ? parent.defaultBranch : undefined),
    id: nextId(state, "repository"),
    owner,
    name: wanted.name,
    description: parent.description,
    private: parent.private,
    archived: false,
    hasIssues: false,
    defaultBranch: parent.defaultBranch,
    fork: true,
    parentId: parent.id,
    createdAt: now,
    updatedAt: now,
    pushedAt: parent.pushedAt,
    collaborators: new Map(),
    labels: [],
    milestones: [],
    nextNumber: 1,
    issues: new Map(),
    comments: new Map(),
    gone: new Map(),
    formerNames: new Set(),
  };
  state.repositories.set(fork.id, fork);
  return fork;
}
