/** What people do outside the API (settings pages, moving and deleting), each with the webhooks that GitHub sends. */
import { personOf, repositoryNamed } from "./accounts.ts";
import type { InstallationRow, Permissions } from "./app-rows.ts";
import type { World } from "./call.ts";
import { announceInstallation, changeRepositories } from "./installations.ts";
import { deleteIssue, transferIssue } from "./issue-moves.ts";
import { changeRepository, deleteRepository, type RepositoryChange } from "./repository-changes.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { accountOf } from "./state.ts";

/** An issue by its address. */
export interface IssueAddress {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
  /** Who does it; the repository's owner, or its first administrator, when absent. */
  readonly sender?: string;
}

/** Acts of people. */
export interface Happenings {
  /** Renames, archives, privatises …; the sender is the owner, or its first administrator, when absent. */
  changeRepository(repository: string, change: Omit<RepositoryChange, "sender"> & { readonly sender?: string }): void;
  deleteRepository(repository: string): void;
  deleteIssue(issue: IssueAddress): void;
  /** To another repository of the owner, `owner/name`; gives the new row. */
  transferIssue(issue: IssueAddress & { readonly to: string }): IssueRow;
  addToInstallation(installation: InstallationRow, repositories: readonly string[]): void;
  removeFromInstallation(installation: InstallationRow, repositories: readonly string[]): void;
  /** The account accepts what the App asks for now: `new_permissions_accepted`. */
  acceptPermissions(installation: InstallationRow, permissions: Permissions, events?: readonly string[]): void;
  suspendInstallation(installation: InstallationRow): void;
  unsuspendInstallation(installation: InstallationRow): void;
  uninstall(installation: InstallationRow): void;
}

/** The happenings of one world. */
export function createHappenings(world: World): Happenings {
  const found = (
    address: IssueAddress,
  ): { repository: RepositoryRow; issue: IssueRow; doer: { login: string; appId: null } } => {
    const repository = repositoryNamed(world, address.repository);
    const issue = repository.issues.get(address.number);
    if (issue === undefined) throw new Error(`no issue ${address.repository}#${address.number} in the stand-in`);
    return {
      repository,
      issue,
      doer: { login: accountOf(world.state, address.sender ?? personOf(world, repository.owner)).login, appId: null },
    };
  };
  return {
    changeRepository: (name, change) => {
      const repository = repositoryNamed(world, name);
      changeRepository(world, repository, { ...change, sender: change.sender ?? personOf(world, repository.owner) });
    },
    deleteRepository: (name) => {
      const repository = repositoryNamed(world, name);
      deleteRepository(world, repository, personOf(world, repository.owner));
    },
    deleteIssue: (address) => {
      const { repository, ...act } = found(address);
      deleteIssue(world, repository, act);
    },
    transferIssue: (address) => {
      const { repository, ...act } = found(address);
      return transferIssue(world, repository, { ...act, to: repositoryNamed(world, address.to) });
    },
    ...installationHappenings(world),
  };
}

type InstallationHappenings = Pick<
  Happenings,
  | "addToInstallation"
  | "removeFromInstallation"
  | "acceptPermissions"
  | "suspendInstallation"
  | "unsuspendInstallation"
  | "uninstall"
>;

function installationHappenings(world: World): InstallationHappenings {
  const rows = (installation: InstallationRow, names: readonly string[]): RepositoryRow[] =>
    names.map((name) => repositoryNamed(world, name.includes("/") ? name : `${installation.account}/${name}`));
  const announce = (installation: InstallationRow, action: string): void =>
    announceInstallation(world, installation, { action, sender: personOf(world, installation.account) });
  return {
    addToInstallation: (installation, names) =>
      changeRepositories(world, installation, {
        add: rows(installation, names),
        sender: personOf(world, installation.account),
      }),
    removeFromInstallation: (installation, names) =>
      changeRepositories(world, installation, {
        remove: rows(installation, names),
        sender: personOf(world, installation.account),
      }),
    acceptPermissions: (installation, permissions, events) => {
      Object.assign(installation, {
        permissions: { ...permissions, metadata: "read" },
        events: events ?? installation.events,
        updatedAt: world.clock.now(),
      });
      announce(installation, "new_permissions_accepted");
    },
    suspendInstallation: (installation) => {
      installation.suspendedAt = world.clock.now();
      announce(installation, "suspend");
    },
    unsuspendInstallation: (installation) => {
      installation.suspendedAt = null;
      announce(installation, "unsuspend");
    },
    uninstall: (installation) => {
      announce(installation, "deleted");
      world.state.installations.delete(installation.id);
    },
  };
}
