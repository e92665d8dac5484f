/** Apps and their installations, asked for with the App's JWT. */
import { personOf } from "#test/support/github/accounts.ts";
import { callingApp, ownInstallation } from "#test/support/github/app-access.ts";
import {
  type Call,
  created,
  GitHubRefusal,
  type Json,
  bodyOf,
  NO_CONTENT,
  notFound,
  ok,
  type Reply,
  type Route,
} from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import { announceInstallation, repositoriesOf } from "#test/support/github/installations.ts";
import type { InstallationRow, Permissions } from "#test/support/github/app-rows.ts";
import { grants } from "#test/support/github/access.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { issueToken } from "#test/support/github/setup-apps.ts";
import { appShape, installationShape } from "#test/support/github/shapes/app.ts";
import { repositoryShape } from "#test/support/github/shapes/repository.ts";
import { findRepository, installationOn } from "#test/support/github/state.ts";

const TOKEN_LIFE = 3_600;

function app(call: Call): Reply {
  const row = callingApp(call);
  const installations = [...call.world.state.installations.values()].filter((one) => one.appId === row.id);
  return ok({ ...appShape(call.world, row), installations_count: installations.length });
}

function appBySlug(call: Call): Reply {
  const row = [...call.world.state.apps.values()].find((one) => one.slug === call.params["app_slug"]);
  if (row === undefined) throw notFound();
  return ok(appShape(call.world, row));
}

function installations(call: Call): Reply {
  const { id } = callingApp(call);
  const rows = [...call.world.state.installations.values()].filter((row) => row.appId === id);
  return pagedReply(call, rows, (row) => installationShape(call.world, row));
}

function installation(call: Call): Reply {
  return ok(installationShape(call.world, ownInstallation(call)));
}

function uninstall(call: Call): Reply {
  const row = ownInstallation(call);
  announceInstallation(call.world, row, { action: "deleted", sender: personOf(call.world, row.account) });
  call.world.state.installations.delete(row.id);
  return NO_CONTENT;
}

function suspension(suspend: boolean): (call: Call) => Reply {
  return (call) => {
    const row = ownInstallation(call);
    row.suspendedAt = suspend ? call.world.clock.now() : null;
    announceInstallation(call.world, row, {
      action: suspend ? "suspend" : "unsuspend",
      sender: personOf(call.world, row.account),
    });
    return NO_CONTENT;
  };
}

function ofAccount(call: Call): Reply {
  const { id } = callingApp(call);
  const account = (call.params["org"] ?? call.params["username"] ?? "").toLowerCase();
  const row = [...call.world.state.installations.values()].find(
    (one) => one.appId === id && one.account.toLowerCase() === account,
  );
  if (row === undefined) throw notFound();
  return ok(installationShape(call.world, row));
}

function ofRepository(call: Call): Reply {
  const { id } = callingApp(call);
  const repository = findRepository(call.world.state, call.params["owner"] ?? "", call.params["repo"] ?? "");
  const row = repository === undefined ? undefined : installationOn(call.world.state, id, repository);
  if (row === undefined) throw notFound();
  return ok(installationShape(call.world, row));
}

function accessToken(call: Call): Reply {
  const row = ownInstallation(call);
  if (row.suspendedAt !== null) throw new GitHubRefusal(403, "This installation has been suspended");
  const body = bodyOf(call);
  const permissions = narrowedPermissions(row, body);
  const repositoryIds = narrowedRepositories(call, row, body);
  const expiresAt = call.world.clock.now() + TOKEN_LIFE;
  const token = issueToken(call.world, "ghs", {
    kind: "installation",
    installationId: row.id,
    permissions,
    repositoryIds,
    expiresAt,
  });
  const repositories = repositoriesOf(call.world, row).filter((one) => repositoryIds?.includes(one.id));
  return created({
    token,
    expires_at: isoTime(expiresAt),
    permissions,
    repository_selection: row.repositoryIds === null && repositoryIds === null ? "all" : "selected",
    ...(repositoryIds === null ? {} : { repositories: repositories.map((one) => repositoryShape(call.world, one)) }),
  });
}

function narrowedPermissions(row: InstallationRow, body: Json): Permissions {
  const wanted = body["permissions"];
  if (typeof wanted !== "object" || wanted === null) return row.permissions;
  const entries = Object.entries(wanted as Permissions);
  if (entries.every((need) => grants(row.permissions, need)))
    return Object.fromEntries([...entries, ["metadata", "read"]]) as Permissions;
  throw new GitHubRefusal(422, "The permissions requested are not granted to this installation.");
}

function narrowedRepositories(call: Call, row: InstallationRow, body: Json): number[] | null {
  const names = Array.isArray(body["repositories"]) ? body["repositories"] : undefined;
  const ids = Array.isArray(body["repository_ids"]) ? body["repository_ids"] : undefined;
  if (names === undefined && ids === undefined) return null;
  const seen = repositoriesOf(call.world, row);
  const byName = (names ?? []).map((name: unknown) => seen.find((one) => one.name === name));
  const byId = (ids ?? []).map((id: unknown) => seen.find((one) => one.id === id));
  return [...byName, ...byId].map((one) => {
    if (one !== undefined) return one.id;
    throw new GitHubRefusal(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  });
}

const INSTALLATION = "/app/installations/{installation_id}";

/** Apps and installations. */
export const APP_ROUTES: readonly Route[] = [
  { method: "GET", template: "/app", handle: app },
  { method: "GET", template: "/apps/{app_slug}", handle: appBySlug },
  { method: "GET", template: "/app/installations", handle: installations },
  { method: "GET", template: INSTALLATION, handle: installation },
  { method: "DELETE", template: INSTALLATION, handle: uninstall },
  { method: "PUT", template: `${INSTALLATION}/suspended`, handle: suspension(true) },
  { method: "DELETE", template: `${INSTALLATION}/suspended`, handle: suspension(false) },
  { method: "POST", template: `${INSTALLATION}/access_tokens`, handle: accessToken },
  { method: "GET", template: "/orgs/{org}/installation", handle: ofAccount },
  { method: "GET", template: "/users/{username}/installation", handle: ofAccount },
  { method: "GET", template: "/repos/{owner}/{repo}/installation", handle: ofRepository },
];
