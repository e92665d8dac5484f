/** Apps and installations as GitHub's JSON. */
import type { AppRow, InstallationRow } from "#test/support/github/app-rows.ts";
import type { World } from "#test/support/github/call.ts";
import { isoTime, isoTimeOrNull } from "#test/support/github/clock.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { accountOf, fullName } from "#test/support/github/state.ts";
import { nodeId } from "./node-id.ts";
import { userShape } from "./user.ts";

/** An `integration`, as in `performed_via_github_app`, check runs and `GET /app`. */
export function appShape(world: World, app: AppRow): Record<string, unknown> {
  return {
    id: app.id,
    client_id: app.clientId,
    slug: app.slug,
    node_id: nodeId("App", app.id),
    owner: userShape(world, app.owner),
    name: app.name,
    description: "",
    external_url: `${world.url}/${app.slug}`,
    html_url: `${world.url}/apps/${app.slug}`,
    created_at: isoTime(app.createdAt),
    updated_at: isoTime(app.updatedAt),
    permissions: app.permissions,
    events: app.events,
  };
}

/** Events that GitHub's webhook schemas know inside `performed_via_github_app`; newer ones are not in them. */
const EMBEDDED_EVENTS = new Set(
  (
    "branch_protection_rule check_run check_suite code_scanning_alert commit_comment content_reference create delete deployment deployment_review " +
    "deployment_status deploy_key discussion discussion_comment fork gollum issues issue_comment label member membership milestone organization " +
    "org_block page_build project project_card project_column public pull_request pull_request_review pull_request_review_comment push " +
    "registry_package release repository repository_dispatch secret_scanning_alert star status team team_add watch workflow_dispatch workflow_run"
  ).split(" "),
);

/** The same for permissions. */
const EMBEDDED_PERMISSIONS = new Set(
  (
    "actions administration checks content_references contents deployments discussions emails environments issues keys members metadata " +
    "organization_administration organization_hooks organization_packages organization_plan organization_projects organization_secrets " +
    "organization_self_hosted_runners organization_user_blocking packages pages pull_requests repository_hooks repository_projects " +
    "secret_scanning_alerts secrets security_events security_scanning_alert single_file statuses vulnerability_alerts workflows"
  ).split(" "),
);

/** An App inside another object: as `appShape`, with only what every webhook schema allows there. */
export function embeddedAppShape(world: World, app: AppRow): Record<string, unknown> {
  const { client_id: _, ...shape } = appShape(world, app);
  const permissions = Object.fromEntries(
    Object.entries(app.permissions).filter(([name]) => EMBEDDED_PERMISSIONS.has(name)),
  );
  return { ...shape, permissions, events: app.events.filter((event) => EMBEDDED_EVENTS.has(event)) };
}

/** `performed_via_github_app` of a row. */
export function appShapeOrNull(world: World, appId: number | null): Record<string, unknown> | null {
  const app = appId === null ? undefined : world.state.apps.get(appId);
  return app === undefined ? null : embeddedAppShape(world, app);
}

/** An `installation`. */
export function installationShape(world: World, installation: InstallationRow): Record<string, unknown> {
  const account = accountOf(world.state, installation.account);
  const app = world.state.apps.get(installation.appId);
  const api = `${world.url}/app/installations/${installation.id}`;
  const page = account.type === "Organization" ? `/organizations/${account.login}` : "";
  return {
    id: installation.id,
    client_id: app?.clientId ?? "",
    account: userShape(world, account.login),
    repository_selection: installation.repositoryIds === null ? "all" : "selected",
    access_tokens_url: `${api}/access_tokens`,
    repositories_url: `${world.url}/installation/repositories`,
    html_url: `${world.url}${page}/settings/installations/${installation.id}`,
    app_id: installation.appId,
    app_slug: app?.slug ?? "",
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: installation.events,
    created_at: isoTime(installation.createdAt),
    updated_at: isoTime(installation.updatedAt),
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: installation.suspendedAt === null ? null : userShape(world, account.login),
    suspended_at: isoTimeOrNull(installation.suspendedAt),
  };
}

/** The short form of a repository in `installation` webhooks. */
export function installedRepositoryShape(repository: RepositoryRow): Record<string, unknown> {
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
  };
}
