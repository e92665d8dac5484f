/** Settings of a repository that change, each with the webhook that GitHub sends for it. */
import type { World } from "./call.ts";
import type { RepositoryRow } from "./rows.ts";
import { fullName } from "./state.ts";

/** A setting to change, and who changes it. */
export interface RepositoryChange {
  readonly sender: string;
  readonly name?: string | undefined;
  readonly archived?: boolean | undefined;
  readonly private?: boolean | undefined;
  readonly description?: string | undefined;
  readonly defaultBranch?: string | undefined;
}

/** Changes what differs: `renamed`, `archived`, `unarchived`, `privatized`, `publicized`, `edited`. A former name answers 301 from then on. */
export function changeRepository(world: World, repository: RepositoryRow, change: RepositoryChange): void {
  const tell = (action: string, changes?: unknown): void => {
    repository.updatedAt = world.clock.now();
    world.emit({
      event: "repository",
      action,
      repository,
      sender: change.sender,
      payload: changes === undefined ? {} : { changes },
    });
  };
  if (change.name !== undefined && change.name !== repository.name) tell("renamed", rename(repository, change.name));
  if (change.archived !== undefined && change.archived !== repository.archived) {
    repository.archived = change.archived;
    tell(change.archived ? "archived" : "unarchived");
  }
  if (change.private !== undefined && change.private !== repository.private) {
    repository.private = change.private;
    tell(change.private ? "privatized" : "publicized");
  }
  const edited = edit(repository, change);
  if (Object.keys(edited).length > 0) tell("edited", edited);
}

function rename(repository: RepositoryRow, next: string): unknown {
  const from = repository.name;
  repository.formerNames.add(fullName(repository).toLowerCase());
  repository.name = next;
  return { repository: { name: { from } } };
}

function edit(repository: RepositoryRow, { description, defaultBranch }: RepositoryChange): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  if (description !== undefined && description !== (repository.description ?? "")) {
    changes["description"] = { from: repository.description };
    repository.description = description;
  }
  if (defaultBranch !== undefined && defaultBranch !== repository.defaultBranch) {
    changes["default_branch"] = { from: repository.defaultBranch };
    repository.defaultBranch = defaultBranch;
  }
  return changes;
}

/** Deletes a repository: `repository.deleted`, then it is 404 for everybody. */
export function deleteRepository(world: World, repository: RepositoryRow, sender: string): void {
  world.emit({ event: "repository", action: "deleted", repository, sender, payload: {} });
  world.state.repositories.delete(repository.id);
}
