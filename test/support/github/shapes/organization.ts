/** Organisations and teams as GitHub's JSON. */
import type { World } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import type { AccountRow, Role, TeamRow } from "#test/support/github/rows.ts";
import { accountOf } from "#test/support/github/state.ts";
import { permissionFlags } from "./repository.ts";
import { teamShape } from "./team.ts";
import { organizationShape } from "./user.ts";

/** An `organization-full`. */
export function fullOrganizationShape(world: World, account: AccountRow): Record<string, unknown> {
  const owned = [...world.state.repositories.values()].filter((row) => row.owner === account.login);
  return {
    ...organizationShape(world, account.login),
    name: account.name ?? account.login,
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: owned.filter((row) => !row.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    html_url: `${world.url}/${account.login}`,
    type: "Organization",
    created_at: isoTime(account.createdAt),
    updated_at: isoTime(account.createdAt),
    archived_at: null,
  };
}

/** GitHub's old words for roles, which teams still use. */
function permissionWord(role: Role): string {
  return { read: "pull", triage: "triage", write: "push", maintain: "maintain", admin: "admin" }[role];
}

/** A `team` with its role in a repository when one is meant. */
export function roleTeamShape(world: World, team: TeamRow, role?: Role): Record<string, unknown> {
  const shape = teamShape(world, team.organization, team.slug);
  return {
    ...shape,
    permission: permissionWord(role ?? "read"),
    ...(role === undefined ? {} : { permissions: permissionFlags(role) }),
  };
}

/** A `team-full`. */
export function fullTeamShape(world: World, team: TeamRow): Record<string, unknown> {
  const organization = accountOf(world.state, team.organization);
  return {
    ...teamShape(world, team.organization, team.slug),
    members_count: team.members.size,
    repos_count: team.repositories.size,
    created_at: isoTime(organization.createdAt),
    updated_at: isoTime(organization.createdAt),
    organization: fullOrganizationShape(world, organization),
  };
}
