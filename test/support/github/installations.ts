/** What happens to installations: made, changed, suspended and removed, each with its webhook. */
import type { InstallationRow } from "./app-rows.ts";
import type { World } from "./call.ts";
import type { RepositoryRow } from "./rows.ts";
import { installationShape, installedRepositoryShape } from "./shapes/app.ts";

/** The repositories that an installation sees. */
export function repositoriesOf(world: World, installation: InstallationRow): RepositoryRow[] {
  return [...world.state.repositories.values()].filter(
    (row) =>
      row.owner.toLowerCase() === installation.account.toLowerCase() &&
      (installation.repositoryIds?.includes(row.id) ?? true),
  );
}

/** Sends `installation.<action>`. */
export function announceInstallation(
  world: World,
  installation: InstallationRow,
  what: { readonly action: string; readonly sender: string },
): void {
  const repositories = repositoriesOf(world, installation).map(installedRepositoryShape);
  const withList = what.action === "created" || what.action === "deleted" ? { repositories } : {};
  world.emit({
    event: "installation",
    action: what.action,
    repository: null,
    sender: what.sender,
    installation,
    payload: {
      installation: installationShape(world, installation),
      ...withList,
      ...(what.action === "created" ? { requester: null } : {}),
    },
  });
}

/** Adds and removes repositories of an installation and sends `installation_repositories`. */
export function changeRepositories(
  world: World,
  installation: InstallationRow,
  change: {
    readonly add?: readonly RepositoryRow[];
    readonly remove?: readonly RepositoryRow[];
    readonly sender: string;
  },
): void {
  const { add = [], remove = [], sender } = change;
  const kept = repositoriesOf(world, installation).filter((row) => !remove.includes(row));
  installation.repositoryIds = [...new Set([...kept, ...add].map((row) => row.id))];
  installation.updatedAt = world.clock.now();
  for (const [action, rows] of [
    ["added", add],
    ["removed", remove],
  ] as const) {
    if (rows.length === 0) continue;
    world.emit({
      event: "installation_repositories",
      action,
      repository: null,
      sender,
      installation,
      payload: {
        installation: installationShape(world, installation),
        repository_selection: "selected",
        repositories_added: action === "added" ? rows.map(installedRepositoryShape) : [],
        repositories_removed: action === "removed" ? rows.map(installedRepositoryShape) : [],
        requester: null,
      },
    });
  }
}
