/** Teams as GitHub's JSON. */
import type { World } from "#test/support/github/call.ts";
import { accountOf } from "#test/support/github/state.ts";
import { nodeId } from "./node-id.ts";

/** A `team`, none of which has a parent here; null when the organisation has none of that slug. */
export function teamShape(world: World, organization: string, slug: string): Record<string, unknown> | null {
  const shape = teamSimpleShape(world, organization, slug);
  return shape === null ? null : { ...shape, parent: null };
}

/** A `team-simple`, as pull requests name the teams that should review. */
export function teamSimpleShape(world: World, organization: string, slug: string): Record<string, unknown> | null {
  const team = world.state.teams.find(
    (row) => row.organization.toLowerCase() === organization.toLowerCase() && row.slug === slug,
  );
  if (team === undefined) return null;
  const owner = accountOf(world.state, team.organization);
  const url = `${world.url}/organizations/${owner.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId("T", team.id),
    name: team.name,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    url,
    html_url: `${world.url}/orgs/${owner.login}/teams/${team.slug}`,
    members_url: `${url}/members{/member}`,
    repositories_url: `${url}/repos`,
    type: "organization",
    organization_id: owner.id,
  };
}
