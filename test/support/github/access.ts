/** Who may do what in a repository: visibility (404), permissions of Apps and Actions (403), roles of people, archived (403), renamed (301). */
import { type Call, GitHubRefusal, notAccessible, notFound } from "./call.ts";
import type { Permissions } from "./app-rows.ts";
import { ROLES, type RepositoryRow, type Role } from "./rows.ts";
import { type State, accountOf, findRenamedRepository, findRepository, installationOn } from "./state.ts";

/** A permission of an App and the level that it needs, as `["issues", "write"]`. */
export type Need = readonly [permission: string, level: "read" | "write" | "admin"];

/** What an operation asks of its caller. */
export interface Access {
  /** Any one of these suffices for Apps and for the Actions' token. */
  readonly needs: readonly Need[];
  /** What a person needs; reading by default. */
  readonly role?: Role;
  /** Reads that answer for everybody when the repository is public (most do). Default: whether every need is a read. */
  readonly publicRead?: boolean;
}

const LEVELS = ["read", "write", "admin"];

/** Whether granted permissions reach a need. `metadata: read` comes with every grant. */
export function grants(permissions: Permissions, [permission, level]: Need): boolean {
  if (permission === "metadata" && level === "read") return true;
  return LEVELS.indexOf(permissions[permission] ?? "") >= LEVELS.indexOf(level);
}

/** A person's role in a repository; null without any (a public repository can still be read). */
export function roleOf(state: State, repository: RepositoryRow, login: string): Role | null {
  const key = login.toLowerCase();
  const owner = accountOf(state, repository.owner);
  if (owner.login.toLowerCase() === key) return "admin";
  const roles: (Role | undefined)[] = [repository.collaborators.get(key)];
  const membership = owner.members.get(key);
  if (membership !== undefined) roles.push(membership === "admin" ? "admin" : "read");
  for (const team of state.teams) {
    if (team.organization.toLowerCase() === repository.owner.toLowerCase() && team.members.has(key))
      roles.push(team.repositories.get(repository.id));
  }
  return roles.reduce<Role | null>(
    (best, role) => (role !== undefined && (best === null || reaches(role, best)) ? role : best),
    null,
  );
}

/** Whether a role is at least another. */
export function reaches(role: Role | null, needed: Role): boolean {
  return role !== null && ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/** Whether the caller can see the repository at all. */
export function sees(call: Call, repository: RepositoryRow): boolean {
  if (!repository.private) return true;
  const { actor } = call;
  if (actor.kind === "user")
    return (
      roleOf(call.world.state, repository, actor.login) !== null &&
      (actor.appId === null || installationOn(call.world.state, actor.appId, repository) !== undefined)
    );
  return permissionsOn(call, repository) !== null;
}

/** The permissions that an App or the Actions' token has on a repository; null = none there. */
export function permissionsOn(call: Call, repository: RepositoryRow): Permissions | null {
  const { actor } = call;
  const { state } = call.world;
  if (actor.kind === "actions") return actor.repositoryId === repository.id ? actor.permissions : null;
  if (actor.kind === "user")
    return actor.appId === null ? null : (installationOn(state, actor.appId, repository)?.permissions ?? null);
  if (actor.kind !== "installation") return null;
  const installation = installationOn(state, actor.appId, repository);
  if (installation?.id !== actor.installationId) return null;
  return actor.repositoryIds === null || actor.repositoryIds.includes(repository.id) ? actor.permissions : null;
}

/** The repository of `{owner}/{repo}`: 404 when out of sight, 301 (307 for writes) under a former name. */
export function repositoryFor(call: Call): RepositoryRow {
  const { owner = "", repo = "" } = call.params;
  const repository = findRepository(call.world.state, owner, repo);
  if (repository === undefined) throw movedOrMissing(call, owner, repo);
  if (!sees(call, repository)) throw notFound();
  return repository;
}

function movedOrMissing(call: Call, owner: string, repo: string): GitHubRefusal {
  const renamed = findRenamedRepository(call.world.state, owner, repo);
  if (renamed === undefined || !sees(call, renamed)) return notFound();
  const rest = call.path.split("/").slice(4).join("/");
  return moved(call, `/repositories/${renamed.id}${rest === "" ? "" : `/${rest}`}`);
}

/** A redirect to another path of the API. */
export function moved(call: Call, path: string): GitHubRefusal {
  const query = call.query.toString();
  const url = `${call.world.url}${path}${query === "" ? "" : `?${query}`}`;
  const read = call.method === "GET";
  return new GitHubRefusal(read ? 301 : 307, read ? "Moved Permanently" : "Temporary Redirect", {
    extra: { url },
    headers: { location: url },
  });
}

/** Refuses callers that lack the permission or role; writes to an archived repository are refused for everybody. */
export function allow(call: Call, repository: RepositoryRow, access: Access): void {
  const reading = access.needs.every(([, level]) => level === "read");
  if (!(reading && !repository.private && (access.publicRead ?? true))) refuseWithoutRight(call, repository, access);
  if (!reading && call.method !== "GET" && repository.archived)
    throw new GitHubRefusal(403, "Repository was archived so is read-only.");
}

function refuseWithoutRight(call: Call, repository: RepositoryRow, access: Access): void {
  const { actor } = call;
  if (actor.kind === "anonymous") throw new GitHubRefusal(401, "Requires authentication");
  if (actor.kind === "app") throw new GitHubRefusal(401, "A JSON web token could not be decoded");
  if (actor.kind === "user") {
    const role = roleOf(call.world.state, repository, actor.login);
    const needed = access.role ?? "read";
    const free = needed === "read" && !repository.private;
    if (!free && !reaches(role, needed)) throw new GitHubRefusal(403, `Must have ${needed} rights to Repository.`);
    if (actor.appId === null) return;
  }
  const permissions = permissionsOn(call, repository);
  if (permissions === null || !access.needs.some((need) => grants(permissions, need))) {
    const accepted = access.needs.map(([permission, level]) => `${permission}=${level}`).join("; ");
    const refusal = notAccessible();
    throw new GitHubRefusal(refusal.status, refusal.message, {
      headers: { "x-accepted-github-permissions": accepted },
    });
  }
}

/** `repositoryFor` and `allow` in one. */
export function repositoryWith(call: Call, access: Access): RepositoryRow {
  const repository = repositoryFor(call);
  allow(call, repository, access);
  return repository;
}

/** What an operation on issues and pull requests asks: `issues`, and for a pull request `pull_requests` does as well. */
export function issueNeeds(level: "read" | "write", isPull: boolean): readonly Need[] {
  return isPull
    ? [
        ["issues", level],
        ["pull_requests", level],
      ]
    : [["issues", level]];
}

/** How an author belongs to a repository, as `author_association` says it. */
export function authorAssociation(state: State, repository: RepositoryRow, login: string): string {
  const key = login.toLowerCase();
  const owner = accountOf(state, repository.owner);
  if (owner.login.toLowerCase() === key) return "OWNER";
  if (owner.members.has(key)) return "MEMBER";
  return repository.collaborators.has(key) ? "COLLABORATOR" : "NONE";
}
