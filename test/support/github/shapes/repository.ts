/** Repositories as GitHub's JSON: `minimal-repository`, `repository` and the webhooks' form. */
import type { World } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import type { RepositoryRow, Role } from "#test/support/github/rows.ts";
import { fullName } from "#test/support/github/state.ts";
import { nodeId } from "./node-id.ts";
import { organizationShape, userShape } from "./user.ts";

const API_LINKS: Readonly<Record<string, string>> = {
  archive_url: "/{archive_format}{/ref}",
  assignees_url: "/assignees{/user}",
  blobs_url: "/git/blobs{/sha}",
  branches_url: "/branches{/branch}",
  collaborators_url: "/collaborators{/collaborator}",
  comments_url: "/comments{/number}",
  commits_url: "/commits{/sha}",
  compare_url: "/compare/{base}...{head}",
  contents_url: "/contents/{+path}",
  contributors_url: "/contributors",
  deployments_url: "/deployments",
  downloads_url: "/downloads",
  events_url: "/events",
  forks_url: "/forks",
  git_commits_url: "/git/commits{/sha}",
  git_refs_url: "/git/refs{/sha}",
  git_tags_url: "/git/tags{/sha}",
  hooks_url: "/hooks",
  issue_comment_url: "/issues/comments{/number}",
  issue_events_url: "/issues/events{/number}",
  issues_url: "/issues{/number}",
  keys_url: "/keys{/key_id}",
  labels_url: "/labels{/name}",
  languages_url: "/languages",
  merges_url: "/merges",
  milestones_url: "/milestones{/number}",
  notifications_url: "/notifications{?since,all,participating}",
  pulls_url: "/pulls{/number}",
  releases_url: "/releases{/id}",
  stargazers_url: "/stargazers",
  statuses_url: "/statuses/{sha}",
  subscribers_url: "/subscribers",
  subscription_url: "/subscription",
  tags_url: "/tags",
  teams_url: "/teams",
  trees_url: "/git/trees{/sha}",
};

/** The API address of a repository. */
export function repositoryApi(world: World, repository: RepositoryRow): string {
  return `${world.url}/repos/${fullName(repository)}`;
}

/** The address of a repository's page. */
export function repositoryPage(world: World, repository: RepositoryRow): string {
  return `${world.url}/${fullName(repository)}`;
}

/** A `simple-repository`: who it is and where its parts are. */
export function simpleRepositoryShape(world: World, repository: RepositoryRow): Record<string, unknown> {
  const api = repositoryApi(world, repository);
  return {
    ...identity(world, repository),
    ...Object.fromEntries(Object.entries(API_LINKS).map(([key, rest]) => [key, api + rest])),
  };
}

/** A `repository` without what depends on the caller: valid wherever a minimal or full repository is asked for. */
export function repositoryShape(world: World, repository: RepositoryRow): Record<string, unknown> {
  const page = repositoryPage(world, repository);
  const host = new URL(world.url).host;
  return {
    ...simpleRepositoryShape(world, repository),
    git_url: `git://${host}/${fullName(repository)}.git`,
    ssh_url: `git@${host}:${fullName(repository)}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    ...counts(repository),
    ...settings(repository),
    pushed_at: isoTime(repository.pushedAt),
    created_at: isoTime(repository.createdAt),
    updated_at: isoTime(repository.updatedAt),
  };
}

function identity(world: World, repository: RepositoryRow): Record<string, unknown> {
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: userShape(world, repository.owner),
    html_url: repositoryPage(world, repository),
    description: repository.description,
    fork: repository.fork,
    url: repositoryApi(world, repository),
  };
}

function counts(repository: RepositoryRow): Record<string, unknown> {
  const open = [...repository.issues.values()].filter((issue) => issue.state === "open").length;
  return {
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 1,
    open_issues: open,
    open_issues_count: open,
  };
}

function settings(repository: RepositoryRow): Record<string, unknown> {
  return {
    default_branch: repository.defaultBranch,
    is_template: false,
    topics: [],
    has_issues: repository.hasIssues,
    has_projects: true,
    has_wiki: true,
    has_pages: false,
    has_downloads: true,
    has_discussions: false,
    archived: repository.archived,
    disabled: false,
    visibility: repository.private ? "private" : "public",
    allow_forking: true,
    web_commit_signoff_required: false,
  };
}

/** The `repository` of a webhook. */
export function webhookRepositoryShape(world: World, repository: RepositoryRow): Record<string, unknown> {
  return { ...repositoryShape(world, repository), custom_properties: {} };
}

/** A `full-repository` as `GET /repos/{owner}/{repo}` gives it; `role` null leaves `permissions` out, as for Apps. */
export function fullRepositoryShape(
  world: World,
  repository: RepositoryRow,
  role: Role | null,
): Record<string, unknown> {
  const organization = organizationShape(world, repository.owner);
  return {
    ...repositoryShape(world, repository),
    ...(role === null ? {} : { permissions: permissionFlags(role) }),
    ...(organization === null ? {} : { organization: userShape(world, repository.owner) }),
    allow_rebase_merge: true,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
  };
}

/** A role as the five flags of `permissions`. */
export function permissionFlags(role: Role): Record<string, boolean> {
  const level = ["read", "triage", "write", "maintain", "admin"].indexOf(role);
  return { admin: level >= 4, maintain: level >= 3, push: level >= 2, triage: level >= 1, pull: true };
}
