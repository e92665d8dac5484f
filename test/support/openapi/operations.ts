/** The part of GitHub's API that the stand-in serves and our code uses: what scripts/slice-openapi.ts cuts out of GitHub's own descriptions. */

const REPO = "/repos/{owner}/{repo}";
const ISSUE = `${REPO}/issues/{issue_number}`;
const COMMENT = `${REPO}/issues/comments/{comment_id}`;
const BRANCH = `${REPO}/branches/{branch}`;
const REQUIRED_CHECKS = `${BRANCH}/protection/required_status_checks`;
const PULL = `${REPO}/pulls/{pull_number}`;
const REVIEW = `${PULL}/reviews/{review_id}`;
const HOOK = `${REPO}/hooks/{hook_id}`;
const INSTALLATION = "/app/installations/{installation_id}";

const APPS = [
  "GET /app",
  "GET /apps/{app_slug}",
  "POST /app-manifests/{code}/conversions",
  "GET,PATCH /app/hook/config",
  "GET /app/hook/deliveries",
  "GET /app/hook/deliveries/{delivery_id}",
  "POST /app/hook/deliveries/{delivery_id}/attempts",
  "GET /app/installations",
  `GET,DELETE ${INSTALLATION}`,
  `POST ${INSTALLATION}/access_tokens`,
  `PUT,DELETE ${INSTALLATION}/suspended`,
  "GET /orgs/{org}/installation",
  "GET /orgs/{org}/installations",
  `GET ${REPO}/installation`,
  "GET /users/{username}/installation",
  "GET /installation/repositories",
  "DELETE /installation/token",
  "GET /user/installations",
  "GET /user/installations/{installation_id}/repositories",
];

const PEOPLE = [
  "GET /meta",
  "GET /rate_limit",
  "GET /search/issues",
  "GET /user",
  "GET /user/orgs",
  "GET /user/repos",
  "GET /user/{account_id}",
  "GET /users/{username}",
  "GET /users/{username}/repos",
  "GET /orgs/{org}",
  "GET /orgs/{org}/members",
  "GET /orgs/{org}/members/{username}",
  "GET,PUT,DELETE /orgs/{org}/memberships/{username}",
  "GET,POST /orgs/{org}/repos",
  "GET,POST /orgs/{org}/teams",
  "GET /orgs/{org}/teams/{team_slug}",
  "GET /orgs/{org}/teams/{team_slug}/members",
  "GET,PUT,DELETE /orgs/{org}/teams/{team_slug}/memberships/{username}",
  "GET /orgs/{org}/teams/{team_slug}/repos",
  "GET /orgs/{org}/issue-types",
  "POST /user/repos",
];

const REPOSITORIES = [
  `GET,PATCH,DELETE ${REPO}`,
  `GET ${REPO}/assignees`,
  `GET ${REPO}/assignees/{assignee}`,
  `GET ${REPO}/collaborators`,
  `GET,PUT,DELETE ${REPO}/collaborators/{username}`,
  `GET ${REPO}/collaborators/{username}/permission`,
  `GET ${REPO}/codeowners/errors`,
  `POST ${REPO}/dispatches`,
  `GET ${REPO}/teams`,
  `GET,POST ${REPO}/forks`,
  `GET,POST ${REPO}/hooks`,
  `GET,PATCH,DELETE ${HOOK}`,
  `GET,PATCH ${HOOK}/config`,
  `GET ${HOOK}/deliveries`,
  `GET ${HOOK}/deliveries/{delivery_id}`,
  `POST ${HOOK}/deliveries/{delivery_id}/attempts`,
  `POST ${HOOK}/pings`,
];

const GIT = [
  `GET,PUT,DELETE ${REPO}/contents/{path}`,
  `GET ${REPO}/readme`,
  `POST ${REPO}/git/blobs`,
  `GET ${REPO}/git/blobs/{file_sha}`,
  `POST ${REPO}/git/commits`,
  `GET ${REPO}/git/commits/{commit_sha}`,
  `GET ${REPO}/git/matching-refs/{ref}`,
  `GET ${REPO}/git/ref/{ref}`,
  `POST ${REPO}/git/refs`,
  `PATCH,DELETE ${REPO}/git/refs/{ref}`,
  `POST ${REPO}/git/tags`,
  `GET ${REPO}/git/tags/{tag_sha}`,
  `POST ${REPO}/git/trees`,
  `GET ${REPO}/git/trees/{tree_sha}`,
  `GET ${REPO}/branches`,
  `GET ${BRANCH}`,
  `POST ${BRANCH}/rename`,
  `GET,PUT,DELETE ${BRANCH}/protection`,
  `GET,POST,DELETE ${BRANCH}/protection/enforce_admins`,
  `GET,PATCH,DELETE ${BRANCH}/protection/required_pull_request_reviews`,
  `GET,PATCH,DELETE ${REQUIRED_CHECKS}`,
  `GET,POST,PUT,DELETE ${REQUIRED_CHECKS}/contexts`,
  `GET ${REPO}/rules/branches/{branch}`,
  `GET,POST ${REPO}/rulesets`,
  `GET,PUT,DELETE ${REPO}/rulesets/{ruleset_id}`,
  `GET ${REPO}/commits`,
  `GET ${REPO}/commits/{ref}`,
  `GET ${REPO}/commits/{commit_sha}/pulls`,
  `GET ${REPO}/commits/{commit_sha}/branches-where-head`,
  `GET ${REPO}/compare/{basehead}`,
  `POST ${REPO}/merges`,
  `GET ${REPO}/tags`,
];

const CHECKS = [
  `POST ${REPO}/check-runs`,
  `GET,PATCH ${REPO}/check-runs/{check_run_id}`,
  `GET ${REPO}/check-runs/{check_run_id}/annotations`,
  `POST ${REPO}/check-runs/{check_run_id}/rerequest`,
  `POST ${REPO}/check-suites`,
  `PATCH ${REPO}/check-suites/preferences`,
  `GET ${REPO}/check-suites/{check_suite_id}`,
  `GET ${REPO}/check-suites/{check_suite_id}/check-runs`,
  `POST ${REPO}/check-suites/{check_suite_id}/rerequest`,
  `GET ${REPO}/commits/{ref}/check-runs`,
  `GET ${REPO}/commits/{ref}/check-suites`,
  `GET ${REPO}/commits/{ref}/status`,
  `GET ${REPO}/commits/{ref}/statuses`,
  `POST ${REPO}/statuses/{sha}`,
];

const ISSUES = [
  `GET,POST ${REPO}/issues`,
  `GET,PATCH ${ISSUE}`,
  `GET ${REPO}/issues/comments`,
  `GET,PATCH,DELETE ${COMMENT}`,
  `GET,POST ${COMMENT}/reactions`,
  `DELETE ${COMMENT}/reactions/{reaction_id}`,
  `GET ${REPO}/issues/events`,
  `GET ${REPO}/issues/events/{event_id}`,
  `POST,DELETE ${ISSUE}/assignees`,
  `GET ${ISSUE}/assignees/{assignee}`,
  `GET,POST ${ISSUE}/comments`,
  `GET,POST ${ISSUE}/dependencies/blocked_by`,
  `DELETE ${ISSUE}/dependencies/blocked_by/{issue_id}`,
  `GET ${ISSUE}/dependencies/blocking`,
  `GET ${ISSUE}/events`,
  `GET,POST,PUT,DELETE ${ISSUE}/labels`,
  `DELETE ${ISSUE}/labels/{name}`,
  `PUT,DELETE ${ISSUE}/lock`,
  `GET ${ISSUE}/parent`,
  `GET,POST ${ISSUE}/reactions`,
  `DELETE ${ISSUE}/reactions/{reaction_id}`,
  `GET,POST ${ISSUE}/sub_issues`,
  `DELETE ${ISSUE}/sub_issue`,
  `PATCH ${ISSUE}/sub_issues/priority`,
  `GET ${ISSUE}/timeline`,
  `GET,POST ${REPO}/labels`,
  `GET,PATCH,DELETE ${REPO}/labels/{name}`,
  `GET,POST ${REPO}/milestones`,
  `GET,PATCH,DELETE ${REPO}/milestones/{milestone_number}`,
];

const PULLS = [
  `GET,POST ${REPO}/pulls`,
  `GET,PATCH ${PULL}`,
  `GET ${PULL}/comments`,
  `GET ${PULL}/commits`,
  `GET ${PULL}/files`,
  `GET,PUT ${PULL}/merge`,
  `GET,POST,DELETE ${PULL}/requested_reviewers`,
  `GET,POST ${PULL}/reviews`,
  `GET,PUT,DELETE ${REVIEW}`,
  `PUT ${REVIEW}/dismissals`,
  `POST ${REVIEW}/events`,
  `PUT ${PULL}/update-branch`,
];

const ALERTS = [
  `GET ${REPO}/code-scanning/alerts`,
  `GET ${REPO}/code-scanning/alerts/{alert_number}`,
  `GET ${REPO}/dependabot/alerts`,
  `GET ${REPO}/dependabot/alerts/{alert_number}`,
  `GET ${REPO}/secret-scanning/alerts`,
  `GET ${REPO}/secret-scanning/alerts/{alert_number}`,
  `GET ${REPO}/security-advisories`,
  `GET ${REPO}/security-advisories/{ghsa_id}`,
];

const expand = (line: string): string[] => {
  const [methods = "", path = ""] = line.split(" ");
  return methods.split(",").map((method) => `${method} ${path}`);
};

/** `METHOD /path/{template}` of every operation in the slice, as GitHub's description spells it. */
export const OPERATIONS: readonly string[] = [
  ...APPS,
  ...PEOPLE,
  ...REPOSITORIES,
  ...GIT,
  ...CHECKS,
  ...ISSUES,
  ...PULLS,
  ...ALERTS,
].flatMap(expand);

/** The webhook events (the `X-GitHub-Event` header) of which every action is in the slice. */
export const WEBHOOK_EVENTS: readonly string[] = [
  "check_run",
  "check_suite",
  "create",
  "delete",
  "installation",
  "installation_repositories",
  "issue_comment",
  "issue_dependencies",
  "issues",
  "label",
  "member",
  "merge_group",
  "meta",
  "ping",
  "pull_request",
  "pull_request_review",
  "push",
  "repository",
  "status",
  "sub_issues",
];
