/** Branches, their protection and rulesets as GitHub's JSON. */
import { isProtected, matchingRulesets } from "#test/support/github/branch-rules.ts";
import type { World } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import type { ProtectionRow, RulesetRow } from "#test/support/github/pull-rows.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { fullName } from "#test/support/github/state.ts";
import { commitShape } from "./commit.ts";
import { nodeId } from "./node-id.ts";
import { repositoryApi, repositoryPage } from "./repository.ts";

type Json = Record<string, unknown>;

/** A `short-branch`. */
export function shortBranchShape(world: World, repository: RepositoryRow, branch: string): Json {
  const sha = repository.git.refs.get(`refs/heads/${branch}`) ?? "";
  return {
    name: branch,
    commit: { sha, url: `${repositoryApi(world, repository)}/commits/${sha}` },
    protected: isProtected(repository, branch),
  };
}

/** A `branch-with-protection`: the summary that needs no administration. */
export function branchShape(world: World, repository: RepositoryRow, branch: string): Json {
  const api = `${repositoryApi(world, repository)}/branches/${branch}`;
  const commit = repository.git.objects.commits.get(repository.git.refs.get(`refs/heads/${branch}`) ?? "");
  const row = repository.protections.get(branch);
  const checks = row?.checks?.required ?? [];
  return {
    name: branch,
    commit: commit ? commitShape(world, repository, commit) : null,
    _links: { self: api, html: `${repositoryPage(world, repository)}/tree/${branch}` },
    protected: isProtected(repository, branch),
    protection: {
      enabled: row !== undefined,
      required_status_checks: {
        enforcement_level: row?.checks ? (row.enforceAdmins ? "everyone" : "non_admins") : "off",
        contexts: checks.map((check) => check.context),
        checks: checks.map(({ context, appId }) => ({ context, app_id: appId })),
      },
    },
    protection_url: `${api}/protection`,
  };
}

/** A `branch-protection` (and a `protected-branch`, which has the same parts). */
export function protectionShape(world: World, repository: RepositoryRow, row: ProtectionRow): Json {
  const url = `${repositoryApi(world, repository)}/branches/${row.branch}/protection`;
  const { checks, reviews } = row;
  return {
    url,
    ...(checks === null ? {} : { required_status_checks: requiredChecksShape(url, checks) }),
    ...(reviews === null
      ? {}
      : {
          required_pull_request_reviews: {
            url: `${url}/required_pull_request_reviews`,
            dismiss_stale_reviews: reviews.dismissStale,
            require_code_owner_reviews: reviews.codeOwners,
            required_approving_review_count: reviews.count,
            require_last_push_approval: reviews.lastPush,
          },
        }),
    required_signatures: { url: `${url}/required_signatures`, enabled: false },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: row.enforceAdmins },
    required_linear_history: { enabled: row.linearHistory },
    allow_force_pushes: { enabled: row.forcePushes },
    allow_deletions: { enabled: row.deletions },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: row.conversationResolution },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}

function requiredChecksShape(url: string, checks: NonNullable<ProtectionRow["checks"]>): Json {
  return {
    url: `${url}/required_status_checks`,
    strict: checks.strict,
    contexts: checks.required.map((check) => check.context),
    contexts_url: `${url}/required_status_checks/contexts`,
    checks: checks.required.map(({ context, appId }) => ({ context, app_id: appId })),
  };
}

/** The `rule` of `branch_protection_rule`. */
export function protectionRuleShape(repository: RepositoryRow, row: ProtectionRow): Json {
  const level = (on: boolean) => (on ? (row.enforceAdmins ? "everyone" : "non_admins") : "off");
  return {
    id: row.id,
    repository_id: repository.id,
    name: row.branch,
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
    pull_request_reviews_enforcement_level: level(row.reviews !== null),
    required_approving_review_count: row.reviews?.count ?? 0,
    dismiss_stale_reviews_on_push: row.reviews?.dismissStale ?? false,
    require_code_owner_review: row.reviews?.codeOwners ?? false,
    require_last_push_approval: row.reviews?.lastPush ?? false,
    authorized_dismissal_actors_only: false,
    ignore_approvals_from_contributors: false,
    required_status_checks: row.checks?.required.map((check) => check.context) ?? [],
    required_status_checks_enforcement_level: level(row.checks !== null),
    strict_required_status_checks_policy: row.checks?.strict ?? false,
    signature_requirement_enforcement_level: "off",
    linear_history_requirement_enforcement_level: level(row.linearHistory),
    admin_enforced: row.enforceAdmins,
    create_protected: false,
    allow_force_pushes_enforcement_level: level(row.forcePushes),
    allow_deletions_enforcement_level: level(row.deletions),
    merge_queue_enforcement_level: "off",
    required_deployments_enforcement_level: "off",
    required_conversation_resolution_level: level(row.conversationResolution),
    authorized_actors_only: false,
    authorized_actor_names: [],
    lock_branch_enforcement_level: "off",
    lock_allows_fork_sync: false,
  };
}

/** A `repository-ruleset`; `full` adds what only the single read gives. */
export function rulesetShape(world: World, repository: RepositoryRow, what: { row: RulesetRow; full: boolean }): Json {
  const { row, full } = what;
  const self = `${repositoryApi(world, repository)}/rulesets/${row.id}`;
  return {
    id: row.id,
    name: row.name,
    target: row.target,
    source_type: "Repository",
    source: fullName(repository),
    enforcement: row.enforcement,
    node_id: nodeId("RRS", row.id),
    _links: { self: { href: self }, html: { href: `${repositoryPage(world, repository)}/rules/${row.id}` } },
    created_at: isoTime(row.createdAt),
    updated_at: isoTime(row.updatedAt),
    ...(full
      ? {
          conditions: { ref_name: { include: row.include, exclude: row.exclude } },
          rules: row.rules,
          bypass_actors: row.bypassActors,
        }
      : {}),
  };
}

/** The rules in force on a branch, each with the ruleset that it comes from. Classic protection is not among them. */
export function branchRulesShape(repository: RepositoryRow, branch: string): readonly Json[] {
  return matchingRulesets(repository, branch).flatMap((row) =>
    row.rules.map((rule) => ({
      ...rule,
      ruleset_source_type: "Repository",
      ruleset_source: fullName(repository),
      ruleset_id: row.id,
    })),
  );
}
