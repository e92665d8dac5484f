/** What people do outside the API (settings pages, moving and deleting), each with the webhooks that GitHub sends. */
import { repositoryNamed } from "./accounts.ts";
import type { InstallationRow } from "./app-rows.ts";
import type { World } from "./call.ts";
import { announceInstallation, changeRepositories } from "./installations.ts";
import type { RepositoryRow } from "./rows.ts";
import { fullName } from "./state.ts";

/** Acts of people; `sender` defaults to the repository's owner. */
export interface Happenings {
  renameRepository(repository: string, name: string, sender?: string): void;
  archiveRepository(repository: string, sender?: string): void;
  unarchiveRepository(repository: string, sender?: string): void;
  privatizeRepository(repository: string, sender?: string): void;
  publicizeRepository(repository: string, sender?: string): void;
  deleteRepository(repository: string, sender?: string): void;
  addToInstallation(installation: InstallationRow, repositories: readonly string[]): void;
  removeFromInstallation(installation: InstallationRow, repositories: readonly string[]): void;
  suspendInstallation(installation: InstallationRow): void;
  unsuspendInstallation(installation: InstallationRow): void;
  uninstall(installation: InstallationRow): void;
}

/** The happenings of one world. */
export function createHappenings(world: World): Happenings {
  const on = (
    name: string,
    act: (repository: RepositoryRow) => { action: string; changes?: unknown },
    sender?: string,
  ): void => {
    const repository = repositoryNamed(world, name);
    const { action, changes } = act(repository);
    repository.updatedAt = world.clock.now();
    world.emit({
      event: "repository",
      action,
      repository,
      sender: sender ?? repository.owner,
      payload: changes === undefined ? {} : { changes },
    });
  };
  return {
    renameRepository: (name, next, sender) => on(name, (row) => rename(row, next), sender),
    archiveRepository: (name, sender) => on(name, (row) => ((row.archived = true), { action: "archived" }), sender),
    unarchiveRepository: (name, sender) =>
      on(name, (row) => ((row.archived = false), { action: "unarchived" }), sender),
    privatizeRepository: (name, sender) => on(name, (row) => ((row.private = true), { action: "privatized" }), sender),
    publicizeRepository: (name, sender) => on(name, (row) => ((row.private = false), { action: "publicized" }), sender),
    deleteRepository: (name, sender) => {
      on(name, () => ({ action: "deleted" }), sender);
      world.state.repositories.delete(repositoryNamed(world, name).id);
    },
    ...installationHappenings(world),
  };
}

function rename(row: RepositoryRow, next: string): { action: string; changes: unknown } {
  const from = row.name;
  row.formerNames.add(fullName(row).toLowerCase());
  row.name = next;
  return { action: "renamed", changes: { repository: { name: { from } } } };
}

function installationHappenings(
  world: World,
): Pick<
  Happenings,
  "addToInstallation" | "removeFromInstallation" | "suspendInstallation" | "unsuspendInstallation" | "uninstall"
> {
  const rows = (installation: InstallationRow, names: readonly string[]): RepositoryRow[] =>
    names.map((name) => repositoryNamed(world, name.includes("/") ? name : `${installation.account}/${name}`));
  return {
    addToInstallation: (installation, names) =>
      changeRepositories(world, installation, { add: rows(installation, names), sender: installation.account }),
    removeFromInstallation: (installation, names) =>
      changeRepositories(world, installation, { remove: rows(installation, names), sender: installation.account }),
    suspendInstallation: (installation) => {
      installation.suspendedAt = world.clock.now();
      announceInstallation(world, installation, { action: "suspend", sender: installation.account });
    },
    unsuspendInstallation: (installation) => {
      installation.suspendedAt = null;
      announceInstallation(world, installation, { action: "unsuspend", sender: installation.account });
    },
    uninstall: (installation) => {
      announceInstallation(world, installation, { action: "deleted", sender: installation.account });
      world.state.installations.delete(installation.id);
    },
  };
}
