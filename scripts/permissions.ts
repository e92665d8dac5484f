/** Which permission each request and each webhook needs, by GitHub's documentation: app.yml, docs/permissions.md and the examples follow from it. */

/** How far a permission goes. */
export type Level = "read" | "write";

/** One need: why, and for whom. */
export interface Need {
  readonly permission: string;
  readonly level: Level;
  /** Who sends it: the App with its installation's token, the Action with the job's token. */
  readonly faces: readonly ("app" | "action")[];
  /** True where a missing permission costs a convenience only, so that the manifest need not ask for it. */
  readonly optional?: true;
}

const BOTH = ["app", "action"] as const;
const APP = ["app"] as const;
const ACTION = ["action"] as const;

const read = (permission: string, faces: Need["faces"] = BOTH): Need => ({ permission, level: "read", faces });
const write = (permission: string, faces: Need["faces"] = BOTH): Need => ({ permission, level: "write", faces });
/** Looked at only when a pull request names one, or a fix is young; a refusal means "no proof". */
const proof = (permission: string): Need => ({ permission, level: "read", faces: APP });
/** As `proof`, but it would show people's secrets or unpublished weaknesses to the App: asked for by no default. */
const sensitive = (permission: string): Need => ({ ...proof(permission), optional: true });

const REPO = "/repos/{owner}/{repo}";

/** THE table: every route in src/github and app/. Where GitHub accepts one of several permissions, the one that we need anyway. */
export const ROUTE_NEEDS: Readonly<Record<string, Need>> = {
  [`GET ${REPO}`]: read("metadata"),
  "GET /installation/repositories": read("metadata", APP),
  [`GET ${REPO}/collaborators/{username}/permission`]: read("metadata"),
  [`GET ${REPO}/contents/{path}`]: read("contents"),
  [`GET ${REPO}/git/blobs/{file_sha}`]: read("contents"),
  [`GET ${REPO}/commits`]: read("contents"),
  [`GET ${REPO}/commits/{ref}`]: read("contents"),
  [`GET ${REPO}/compare/{basehead}`]: read("contents"),
  [`GET ${REPO}/branches/{branch}`]: read("contents"),
  [`GET ${REPO}/issues`]: read("issues"),
  [`GET ${REPO}/issues/{issue_number}`]: read("issues"),
  [`GET ${REPO}/issues/{issue_number}/comments`]: read("issues"),
  [`GET ${REPO}/issues/comments/{comment_id}`]: read("issues"),
  [`GET ${REPO}/issues/comments/{comment_id}/reactions`]: read("issues"),
  [`GET ${REPO}/issues/{issue_number}/events`]: read("issues"),
  [`GET ${REPO}/issues/{issue_number}/timeline`]: read("issues"),
  [`GET ${REPO}/issues/{issue_number}/parent`]: read("issues"),
  [`GET ${REPO}/issues/{issue_number}/sub_issues`]: read("issues"),
  [`GET ${REPO}/labels/{name}`]: read("issues"),
  [`POST ${REPO}/issues`]: write("issues"),
  [`PATCH ${REPO}/issues/{issue_number}`]: write("issues"),
  [`POST ${REPO}/issues/{issue_number}/assignees`]: write("issues"),
  // Also for comments on pull requests: GitHub accepts `issues: write` or `pull_requests: write` there.
  [`POST ${REPO}/issues/{issue_number}/comments`]: write("issues"),
  [`PATCH ${REPO}/issues/comments/{comment_id}`]: write("issues"),
  [`DELETE ${REPO}/issues/comments/{comment_id}`]: write("issues"),
  [`POST ${REPO}/issues/comments/{comment_id}/reactions`]: write("issues"),
  [`POST ${REPO}/issues/{issue_number}/labels`]: write("issues"),
  [`DELETE ${REPO}/issues/{issue_number}/labels/{name}`]: write("issues"),
  [`POST ${REPO}/issues/{issue_number}/sub_issues`]: write("issues"),
  [`POST ${REPO}/labels`]: write("issues"),
  [`GET ${REPO}/pulls`]: read("pull_requests"),
  [`GET ${REPO}/pulls/{pull_number}`]: read("pull_requests"),
  [`GET ${REPO}/pulls/{pull_number}/files`]: read("pull_requests"),
  [`GET ${REPO}/commits/{commit_sha}/pulls`]: read("pull_requests"),
  "POST /graphql": read("issues"),
  [`GET ${REPO}/commits/{ref}/check-runs`]: read("checks", APP),
  [`POST ${REPO}/check-runs`]: write("checks", APP),
  [`PATCH ${REPO}/check-runs/{check_run_id}`]: write("checks", APP),
  [`GET ${REPO}/commits/{ref}/status`]: read("statuses"),
  [`POST ${REPO}/statuses/{sha}`]: write("statuses", ACTION),
  "GET /orgs/{org}/teams/{team_slug}/members": read("members", APP),
  [`GET ${REPO}/dependabot/alerts`]: proof("vulnerability_alerts"),
  [`GET ${REPO}/dependabot/alerts/{alert_number}`]: proof("vulnerability_alerts"),
  [`GET ${REPO}/code-scanning/alerts`]: proof("security_events"),
  [`GET ${REPO}/code-scanning/alerts/{alert_number}`]: proof("security_events"),
  [`GET ${REPO}/secret-scanning/alerts/{alert_number}`]: sensitive("secret_scanning_alerts"),
  [`GET ${REPO}/security-advisories/{ghsa_id}`]: sensitive("repository_advisories"),
};

/** What an App needs to be sent a webhook, and what no single request shows. */
export const OTHER_NEEDS: Readonly<Record<string, Need>> = {
  "webhook check_run": read("checks", APP),
  "webhook check_suite": read("checks", APP),
  "webhook issue_comment": read("issues", APP),
  "webhook issues": read("issues", APP),
  "webhook label": read("metadata", APP),
  "webhook merge_group": read("merge_queues", APP),
  "webhook pull_request": read("pull_requests", APP),
  "webhook push": read("contents", APP),
  "webhook repository": read("metadata", APP),
  "webhook sub_issues": read("issues", APP),
  "selectable as the expected source of a required check": write("statuses", APP),
};

/** Asked with the App's own signature, which needs no permission. */
export const SIGNED_ROUTES: readonly string[] = [
  "GET /app",
  "GET /app/installations",
  "GET /app/installations/{installation_id}",
  "GET /repos/{owner}/{repo}/installation",
  "GET /app/hook/deliveries",
  "POST /app/hook/deliveries/{delivery_id}/attempts",
];

/** GitHub sends these to every App, and takes no subscription to them. */
export const SENT_TO_EVERY_APP: readonly string[] = ["installation", "installation_repositories"];

/** What a face needs, at the highest level that anything needs, sorted by name; without what is optional. */
export function permissionsOf(face: "app" | "action"): Readonly<Record<string, Level>> {
  const needs = allNeeds().filter(([, need]) => need.faces.includes(face) && !need.optional);
  const found = new Map<string, Level>();
  for (const [, { permission, level }] of needs) {
    if (found.get(permission) !== "write") found.set(permission, level);
  }
  return Object.fromEntries([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A workflow's `permissions:` of a face that only reads, or that writes: its names have hyphens, and `metadata` is always there. */
export function workflowPermissions(writer: "app" | "action"): Readonly<Record<string, Level>> {
  const entries = Object.entries(permissionsOf("action"))
    .filter(([name]) => name !== "metadata")
    .map(([name, level]): [string, Level] => [name.replaceAll("_", "-"), writer === "action" ? level : "read"])
    // Statuses are read only to be compared before one is written.
    .filter(([name]) => writer === "action" || name !== "statuses");
  return Object.fromEntries(entries);
}

/** Every request and other need, with what it asks for. */
export function allNeeds(): readonly (readonly [what: string, need: Need])[] {
  return [...Object.entries(ROUTE_NEEDS), ...Object.entries(OTHER_NEEDS)];
}
