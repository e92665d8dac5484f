/** Organisations, their members and teams. */
import { allowInOrganization } from "#test/support/github/app-access.ts";
import { type Call, NO_CONTENT, notFound, ok, type Reply, type Route } from "#test/support/github/call.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { AccountRow, TeamRow } from "#test/support/github/rows.ts";
import { fullOrganizationShape, fullTeamShape, roleTeamShape } from "#test/support/github/shapes/organization.ts";
import { repositoryShape } from "#test/support/github/shapes/repository.ts";
import { organizationShape, userShape } from "#test/support/github/shapes/user.ts";
import { accountOf, findAccount, repositoryOf } from "#test/support/github/state.ts";

/** The organisation of `{org}`, for callers that may look at its members. */
function organization(call: Call): AccountRow {
  const org = call.params["org"] ?? "";
  allowInOrganization(call, org, ["members", "read"]);
  return accountOf(call.world.state, org);
}

function get(call: Call): Reply {
  const account = findAccount(call.world.state, call.params["org"] ?? "");
  if (account === undefined || account.type !== "Organization") throw notFound();
  return ok(fullOrganizationShape(call.world, account));
}

function members(call: Call): Reply {
  return pagedReply(call, [...organization(call).members.keys()], (login) => userShape(call.world, login));
}

function isMember(call: Call): Reply {
  if (organization(call).members.has((call.params["username"] ?? "").toLowerCase())) return NO_CONTENT;
  throw notFound();
}

function membership(call: Call): Reply {
  const account = organization(call);
  const login = (call.params["username"] ?? "").toLowerCase();
  const role = account.members.get(login);
  if (role === undefined) throw notFound();
  const url = `${call.world.url}/orgs/${account.login}`;
  return ok({
    url: `${url}/memberships/${login}`,
    state: "active",
    role,
    organization_url: url,
    organization: organizationShape(call.world, account.login),
    user: userShape(call.world, login),
  });
}

function teams(call: Call): Reply {
  const { login } = organization(call);
  const rows = call.world.state.teams.filter((team) => team.organization.toLowerCase() === login.toLowerCase());
  return pagedReply(call, rows, (team) => roleTeamShape(call.world, team));
}

function team(call: Call): TeamRow {
  const { login } = organization(call);
  const row = call.world.state.teams.find(
    (one) => one.organization.toLowerCase() === login.toLowerCase() && one.slug === call.params["team_slug"],
  );
  if (row === undefined) throw notFound();
  return row;
}

function getTeam(call: Call): Reply {
  return ok(fullTeamShape(call.world, team(call)));
}

function teamMembers(call: Call): Reply {
  return pagedReply(call, [...team(call).members], (login) => userShape(call.world, login));
}

function teamMembership(call: Call): Reply {
  const row = team(call);
  const login = (call.params["username"] ?? "").toLowerCase();
  if (!row.members.has(login)) throw notFound();
  return ok({
    url: `${call.world.url}/organizations/${row.id}/team/${row.id}/memberships/${login}`,
    role: "member",
    state: "active",
  });
}

function teamRepositories(call: Call): Reply {
  const rows = [...team(call).repositories.keys()].map((id) => repositoryOf(call.world.state, id));
  return pagedReply(call, rows, (row) => repositoryShape(call.world, row));
}

const ORG = "/orgs/{org}";

/** Organisations. */
export const ORGANIZATION_ROUTES: readonly Route[] = [
  { method: "GET", template: ORG, handle: get },
  { method: "GET", template: `${ORG}/members`, handle: members },
  { method: "GET", template: `${ORG}/members/{username}`, handle: isMember },
  { method: "GET", template: `${ORG}/memberships/{username}`, handle: membership },
  { method: "GET", template: `${ORG}/teams`, handle: teams },
  { method: "GET", template: `${ORG}/teams/{team_slug}`, handle: getTeam },
  { method: "GET", template: `${ORG}/teams/{team_slug}/members`, handle: teamMembers },
  { method: "GET", template: `${ORG}/teams/{team_slug}/memberships/{username}`, handle: teamMembership },
  { method: "GET", template: `${ORG}/teams/{team_slug}/repos`, handle: teamRepositories },
];
