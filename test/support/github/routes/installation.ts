/** What an installation token or a signed-in person sees of installations. */
import { sees } from "#test/support/github/access.ts";
import { callingInstallation } from "#test/support/github/app-access.ts";
import type { InstallationRow } from "#test/support/github/app-rows.ts";
import { type Call, GitHubRefusal, NO_CONTENT, notFound, type Reply, type Route } from "#test/support/github/call.ts";
import { repositoriesOf } from "#test/support/github/installations.ts";
import { pageOf } from "#test/support/github/paging.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { installationShape } from "#test/support/github/shapes/app.ts";
import { repositoryShape } from "#test/support/github/shapes/repository.ts";

function repositoriesReply(call: Call, all: readonly RepositoryRow[], selection: string): Reply {
  const { rows, headers } = pageOf(call, all);
  const repositories = rows.map((row) => repositoryShape(call.world, row));
  return { status: 200, headers, body: { total_count: all.length, repository_selection: selection, repositories } };
}

function repositories(call: Call): Reply {
  const installation = callingInstallation(call);
  const { actor } = call;
  const narrowed = actor.kind === "installation" ? actor.repositoryIds : null;
  const rows = repositoriesOf(call.world, installation).filter((row) => narrowed?.includes(row.id) ?? true);
  return repositoriesReply(call, rows, installation.repositoryIds === null && narrowed === null ? "all" : "selected");
}

function revoke(call: Call): Reply {
  callingInstallation(call);
  const token = /\s(\S+)$/.exec(String(call.headers["authorization"] ?? ""))?.[1] ?? "";
  call.world.state.tokens.delete(token);
  return NO_CONTENT;
}

/** The installations of the App through which the person signed in that reach a repository of theirs. */
function visibleInstallations(call: Call): InstallationRow[] {
  const { actor, world } = call;
  if (actor.kind !== "user") throw new GitHubRefusal(401, "Requires authentication");
  if (actor.appId === null)
    throw new GitHubRefusal(
      403,
      "You must authenticate with an access token authorized to a GitHub App in order to list installations",
    );
  return [...world.state.installations.values()].filter(
    (row) => row.appId === actor.appId && repositoriesOf(world, row).some((one) => sees(call, one)),
  );
}

function mine(call: Call): Reply {
  const all = visibleInstallations(call);
  const { rows, headers } = pageOf(call, all);
  return {
    status: 200,
    headers,
    body: { total_count: all.length, installations: rows.map((row) => installationShape(call.world, row)) },
  };
}

function repositoriesOfMine(call: Call): Reply {
  const row = visibleInstallations(call).find((one) => one.id === Number(call.params["installation_id"]));
  if (row === undefined) throw notFound();
  const visible = repositoriesOf(call.world, row).filter((one) => sees(call, one));
  return repositoriesReply(call, visible, row.repositoryIds === null ? "all" : "selected");
}

/** Installations as tokens see them. */
export const INSTALLATION_ROUTES: readonly Route[] = [
  { method: "GET", template: "/installation/repositories", handle: repositories },
  { method: "DELETE", template: "/installation/token", handle: revoke },
  { method: "GET", template: "/user/installations", handle: mine },
  { method: "GET", template: "/user/installations/{installation_id}/repositories", handle: repositoriesOfMine },
];
