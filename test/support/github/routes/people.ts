/** People, and what the API says about itself. */
import {
  type Call,
  GitHubRefusal,
  notAccessible,
  notFound,
  ok,
  type Reply,
  type Route,
} from "#test/support/github/call.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { fullUserShape, organizationShape } from "#test/support/github/shapes/user.ts";
import { findAccount } from "#test/support/github/state.ts";

/** The signed-in person; Apps and Actions are nobody here. */
function myLogin(call: Call): string {
  const { actor } = call;
  if (actor.kind === "anonymous") throw new GitHubRefusal(401, "Requires authentication");
  if (actor.kind === "app") throw new GitHubRefusal(401, "A JSON web token could not be decoded");
  if (actor.kind !== "user") throw notAccessible();
  return actor.login;
}

function me(call: Call): Reply {
  const extra = {
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  };
  return ok({ ...fullUserShape(call.world, myLogin(call)), ...extra });
}

function myOrganizations(call: Call): Reply {
  const login = myLogin(call).toLowerCase();
  const rows = [...call.world.state.accounts.values()].filter((account) => account.members.has(login));
  return pagedReply(call, rows, (account) => organizationShape(call.world, account.login));
}

function user(call: Call): Reply {
  const account = findAccount(call.world.state, call.params["username"] ?? "");
  if (account === undefined) throw notFound();
  return ok(fullUserShape(call.world, account.login));
}

function rateLimit(call: Call): Reply {
  const core = call.world.limits.status(call.actor);
  const search = { limit: 30, used: 0, remaining: 30, reset: call.world.clock.now() + 60 };
  const graphql = { ...core, limit: 5_000, used: 0, remaining: 5_000 };
  return ok({ resources: { core, search, graphql }, rate: core });
}

function meta(call: Call): Reply {
  return ok({
    verifiable_password_authentication: false,
    hooks: ["127.0.0.1/32"],
    api: [new URL(call.world.url).host],
  });
}

/** People and the API itself. */
export const PEOPLE_ROUTES: readonly Route[] = [
  { method: "GET", template: "/user", handle: me },
  { method: "GET", template: "/user/orgs", handle: myOrganizations },
  { method: "GET", template: "/users/{username}", handle: user },
  { method: "GET", template: "/rate_limit", handle: rateLimit },
  { method: "GET", template: "/meta", handle: meta },
];
