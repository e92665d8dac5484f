/** Who may do what in a repository. */
import { repositoryWith, roleOf } from "#test/support/github/access.ts";
import { loginOf } from "#test/support/github/actor.ts";
import {
  bodyOf,
  type Call,
  NO_CONTENT,
  notFound,
  ok,
  type Reply,
  type Route,
  validationFailed,
} from "#test/support/github/call.ts";
import { textOf } from "#test/support/github/fields.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { ROLES, type RepositoryRow, type Role } from "#test/support/github/rows.ts";
import { permissionFlags } from "#test/support/github/shapes/repository.ts";
import { userShape } from "#test/support/github/shapes/user.ts";
import { findAccount } from "#test/support/github/state.ts";

const LOOK = { needs: [["metadata", "read"]], role: "write", publicRead: false } as const;
const CHANGE = { needs: [["administration", "write"]], role: "admin" } as const;

function collaboratorShape(call: Call, login: string, role: Role): Record<string, unknown> {
  return { ...userShape(call.world, login), permissions: permissionFlags(role), role_name: role };
}

/** Roles of everybody who has one, the owner of a person's repository included. */
function rolesIn(call: Call, repository: RepositoryRow): [string, Role][] {
  return [...call.world.state.accounts.values()].flatMap((account): [string, Role][] => {
    const role = account.type === "User" ? roleOf(call.world.state, repository, account.login) : null;
    return role === null ? [] : [[account.login, role]];
  });
}

function list(call: Call): Reply {
  const repository = repositoryWith(call, LOOK);
  return pagedReply(call, rolesIn(call, repository), ([login, role]) => collaboratorShape(call, login, role));
}

function check(call: Call): Reply {
  const repository = repositoryWith(call, LOOK);
  const account = findAccount(call.world.state, call.params["username"] ?? "");
  if (account === undefined || roleOf(call.world.state, repository, account.login) === null) throw notFound();
  return NO_CONTENT;
}

/** The four old words: `maintain` counts as `write`, `triage` as `read`. */
const OLD_WORDS: Readonly<Record<Role, string>> = {
  read: "read",
  triage: "read",
  write: "write",
  maintain: "write",
  admin: "admin",
};

/** Anybody can read a public repository, strangers have nothing in a private one, and the bots of Apps have nothing anywhere. */
function permission(call: Call): Reply {
  const repository = repositoryWith(call, LOOK);
  const account = findAccount(call.world.state, call.params["username"] ?? "");
  if (account === undefined) throw notFound();
  const everybody = repository.private || account.type === "Bot" ? null : "read";
  const role = roleOf(call.world.state, repository, account.login) ?? everybody;
  const user = {
    ...userShape(call.world, account.login),
    permissions: role === null ? noFlags() : permissionFlags(role),
    role_name: role ?? "none",
  };
  return ok({ permission: role === null ? "none" : OLD_WORDS[role], role_name: role ?? "none", user });
}

function noFlags(): Record<string, boolean> {
  return { ...permissionFlags("read"), pull: false };
}

const GIVEN: Readonly<Record<string, Role>> = { pull: "read", push: "write" };

/** Adds or changes without the invitation that a stranger would have to accept. */
function add(call: Call): Reply {
  const repository = repositoryWith(call, CHANGE);
  const account = findAccount(call.world.state, call.params["username"] ?? "");
  if (account === undefined) throw notFound();
  const word = textOf(bodyOf(call), "permission") ?? "push";
  const role = GIVEN[word] ?? ROLES.find((one) => one === word);
  if (role === undefined) throw validationFailed({ resource: "Repository", code: "invalid", field: "permission" });
  const before = repository.collaborators.get(account.login.toLowerCase());
  repository.collaborators.set(account.login.toLowerCase(), role);
  const to = OLD_WORDS[role];
  if (before === undefined)
    tell(call, repository, {
      action: "added",
      login: account.login,
      changes: { permission: { to }, role_name: { to: role } },
    });
  else if (before !== role)
    tell(call, repository, {
      action: "edited",
      login: account.login,
      changes: { permission: { from: OLD_WORDS[before], to } },
    });
  return NO_CONTENT;
}

interface MemberChange {
  readonly action: "added" | "edited" | "removed";
  readonly login: string;
  readonly changes?: Readonly<Record<string, unknown>>;
}

function tell(call: Call, repository: RepositoryRow, { action, login, changes }: MemberChange): void {
  const payload = { member: userShape(call.world, login), ...(changes === undefined ? {} : { changes }) };
  call.world.emit({ event: "member", action, repository, sender: loginOf(call.actor), payload });
}

function remove(call: Call): Reply {
  const repository = repositoryWith(call, CHANGE);
  const login = findAccount(call.world.state, call.params["username"] ?? "")?.login;
  if (login === undefined) throw notFound();
  if (repository.collaborators.delete(login.toLowerCase())) tell(call, repository, { action: "removed", login });
  return NO_CONTENT;
}

const COLLABORATORS = "/repos/{owner}/{repo}/collaborators";

/** Collaborators. */
export const COLLABORATOR_ROUTES: readonly Route[] = [
  { method: "GET", template: COLLABORATORS, handle: list },
  { method: "GET", template: `${COLLABORATORS}/{username}`, handle: check },
  { method: "GET", template: `${COLLABORATORS}/{username}/permission`, handle: permission },
  { method: "PUT", template: `${COLLABORATORS}/{username}`, handle: add },
  { method: "DELETE", template: `${COLLABORATORS}/{username}`, handle: remove },
];
