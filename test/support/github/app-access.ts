/** What only an App, signing with its key, or an installation may ask. */
import { grants, type Need } from "./access.ts";
import type { AppRow, InstallationRow, Permissions } from "./app-rows.ts";
import { type Call, GitHubRefusal, notAccessible, notFound } from "./call.ts";
import { findAccount } from "./state.ts";

/** The App whose JWT this is. Throws 401 for every other caller. */
export function callingApp(call: Call): AppRow {
  const { actor } = call;
  const app = actor.kind === "app" ? call.world.state.apps.get(actor.appId) : undefined;
  if (app === undefined) throw new GitHubRefusal(401, "A JSON web token could not be decoded");
  return app;
}

/** The installation whose token this is. Throws 403 for every other caller. */
export function callingInstallation(call: Call): InstallationRow {
  const { actor } = call;
  const row = actor.kind === "installation" ? call.world.state.installations.get(actor.installationId) : undefined;
  if (row === undefined) throw notAccessible();
  return row;
}

/** An installation of the calling App by `{installation_id}`. */
export function ownInstallation(call: Call): InstallationRow {
  const app = callingApp(call);
  const row = call.world.state.installations.get(Number(call.params["installation_id"]));
  if (row === undefined || row.appId !== app.id) throw notFound();
  return row;
}

/** Refuses callers that may not look into an organisation: its members may, Apps need the permission there. Unknown organisations are 404. */
export function allowInOrganization(call: Call, org: string, need: Need): void {
  const account = findAccount(call.world.state, org);
  if (account === undefined || account.type !== "Organization") throw notFound();
  const { actor } = call;
  if (actor.kind === "anonymous") throw new GitHubRefusal(401, "Requires authentication");
  if (actor.kind === "user" && account.members.has(actor.login.toLowerCase())) return;
  if (actor.kind === "installation" && grants(organizationPermissions(call, org, actor), need)) return;
  if (actor.kind === "user") throw new GitHubRefusal(403, "Must be a member of the organization.");
  throw notAccessible();
}

function organizationPermissions(
  call: Call,
  org: string,
  actor: Extract<Call["actor"], { kind: "installation" }>,
): Permissions {
  const installation = call.world.state.installations.get(actor.installationId);
  return installation?.account.toLowerCase() === org.toLowerCase() ? actor.permissions : {};
}
