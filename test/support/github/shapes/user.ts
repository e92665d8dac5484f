/** Accounts as GitHub's JSON: `simple-user` and the fuller forms. */
import type { World } from "#test/support/github/call.ts";
import { type Clock, isoTime } from "#test/support/github/clock.ts";
import type { AccountRow } from "#test/support/github/rows.ts";
import { accountOf } from "#test/support/github/state.ts";
import { nodeId } from "./node-id.ts";

/** A `simple-user`: users, bots and organisations alike. Throws when there is no such account. */
export function userShape(world: World, login: string): Record<string, unknown> {
  const account = accountOf(world.state, login);
  const api = `${world.url}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${world.url}/avatars/u/${account.id}?v=4`,
    gravatar_id: "",
    url: api,
    html_url: accountPage(world, account),
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

/** As `userShape`, with null for nobody. */
export function userShapeOrNull(world: World, login: string | null): Record<string, unknown> | null {
  return login === null ? null : userShape(world, login);
}

/** The address of an account's page. */
export function accountPage(world: World, account: AccountRow): string {
  const bot = /^(.*)\[bot\]$/.exec(account.login)?.[1];
  return bot === undefined ? `${world.url}/${account.login}` : `${world.url}/apps/${bot}`;
}

/** A `public-user` as `GET /users/{username}` gives it, and the public part of `GET /user`. */
export function fullUserShape(world: World & { readonly clock: Clock }, login: string): Record<string, unknown> {
  const account = accountOf(world.state, login);
  return {
    ...userShape(world, login),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: account.email,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: [...world.state.repositories.values()].filter((row) => row.owner === account.login && !row.private)
      .length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: isoTime(account.createdAt),
    updated_at: isoTime(account.createdAt),
  };
}

/** An `organization-simple` for webhooks; null when the account is a person. */
export function organizationShape(world: World, login: string): Record<string, unknown> | null {
  const account = accountOf(world.state, login);
  if (account.type !== "Organization") return null;
  const api = `${world.url}/orgs/${account.login}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId("Organization", account.id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${world.url}/avatars/u/${account.id}?v=4`,
    description: null,
  };
}
