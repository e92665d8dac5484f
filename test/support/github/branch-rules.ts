/** What a branch demands, from classic protection and from rulesets, and who may pass by. */
import { accountOf, type State } from "./state.ts";
import { reaches, roleOf } from "./access.ts";
import type { ProtectionRow, RequiredCheck, RuleRow, RulesetRow } from "./pull-rows.ts";
import type { RepositoryRow } from "./rows.ts";

/** Who acts: a login, and the App through which it does. */
export interface Doer {
  readonly login: string;
  readonly appId: number | null;
}

/** How a merge queue works; minutes as GitHub counts them. */
export interface QueueRules {
  readonly checkTimeoutMinutes: number;
  readonly allGreen: boolean;
  readonly maxToBuild: number;
  readonly method: "merge" | "squash" | "rebase";
}

/** The demands of one protection or ruleset. */
export interface RuleSource {
  readonly kind: "protection" | "ruleset";
  readonly checks: readonly RequiredCheck[];
  readonly strict: boolean;
  /** Null = no pull request is demanded. */
  readonly approvals: number | null;
  readonly dismissStale: boolean;
  readonly methods: readonly string[] | null;
  readonly queue: QueueRules | null;
  readonly noForcePush: boolean;
  readonly noDeletion: boolean;
  readonly bypassedBy: (doer: Doer) => boolean;
}

/** All that applies to a branch: its protection, and the active rulesets that match its name. */
export function ruleSources(state: State, repository: RepositoryRow, branch: string): readonly RuleSource[] {
  const protection = repository.protections.get(branch);
  return [
    ...(protection ? [fromProtection(state, repository, protection)] : []),
    ...matchingRulesets(repository, branch).map((ruleset) => fromRuleset(state, repository, ruleset)),
  ];
}

/** The rulesets in force on a branch. */
export function matchingRulesets(repository: RepositoryRow, branch: string): readonly RulesetRow[] {
  const covers = (patterns: readonly string[]) =>
    patterns.some((pattern) => matchesBranch(repository, pattern, branch));
  return repository.rulesets.filter(
    (row) => row.target === "branch" && row.enforcement === "active" && covers(row.include) && !covers(row.exclude),
  );
}

/** Ruby's `File.fnmatch` with FNM_PATHNAME, as rulesets use it, and the two special names. */
function matchesBranch(repository: RepositoryRow, pattern: string, branch: string): boolean {
  if (pattern === "~ALL") return true;
  if (pattern === "~DEFAULT_BRANCH") return branch === repository.defaultBranch;
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("**/", "\u0000")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll("\u0000", "(?:.*/)?");
  return new RegExp(`^${source}$`).test(`refs/heads/${branch}`);
}

function fromProtection(state: State, repository: RepositoryRow, row: ProtectionRow): RuleSource {
  return {
    kind: "protection",
    checks: row.checks?.required ?? [],
    strict: row.checks?.strict ?? false,
    approvals: row.reviews?.count ?? null,
    dismissStale: row.reviews?.dismissStale ?? false,
    methods: row.linearHistory ? ["squash", "rebase"] : null,
    queue: null,
    noForcePush: !row.forcePushes,
    noDeletion: !row.deletions,
    bypassedBy: (doer) => !row.enforceAdmins && isAdmin(state, repository, doer),
  };
}

function isAdmin(state: State, repository: RepositoryRow, doer: Doer): boolean {
  return accountOf(state, doer.login).type === "User" && reaches(roleOf(state, repository, doer.login), "admin");
}

function fromRuleset(state: State, repository: RepositoryRow, ruleset: RulesetRow): RuleSource {
  const rule = (type: string) => ruleset.rules.find((r) => r.type === type);
  const checks = rule("required_status_checks")?.parameters;
  const review = rule("pull_request");
  const listed = (checks?.["required_status_checks"] ?? []) as readonly { context: string; integration_id?: number }[];
  return {
    kind: "ruleset",
    checks: listed.map((check) => ({ context: check.context, appId: check.integration_id ?? null })),
    strict: checks?.["strict_required_status_checks_policy"] === true,
    approvals: review ? Number(review.parameters?.["required_approving_review_count"] ?? 0) : null,
    dismissStale: review?.parameters?.["dismiss_stale_reviews_on_push"] === true,
    methods: (review?.parameters?.["allowed_merge_methods"] as readonly string[] | undefined) ?? null,
    queue: queueRules(rule("merge_queue")),
    noForcePush: rule("non_fast_forward") !== undefined,
    noDeletion: rule("deletion") !== undefined,
    bypassedBy: (doer) => ruleset.bypassActors.some((actor) => isBypassActor(state, repository, { actor, doer })),
  };
}

/** Repository roles have fixed ids in rulesets: 2 maintain, 4 write, 5 admin. */
const roleIds = { 2: "maintain", 4: "write", 5: "admin" } as const;

function isBypassActor(
  state: State,
  repository: RepositoryRow,
  { actor, doer }: { actor: RulesetRow["bypassActors"][number]; doer: Doer },
): boolean {
  const account = accountOf(state, doer.login);
  if (actor.actor_type === "Integration") return actor.actor_id === doer.appId;
  if (account.type !== "User") return false;
  if (actor.actor_type === "OrganizationAdmin")
    return accountOf(state, repository.owner).members.get(doer.login.toLowerCase()) === "admin";
  if (actor.actor_type === "User") return actor.actor_id === account.id;
  if (actor.actor_type === "Team")
    return state.teams.some((team) => team.id === actor.actor_id && team.members.has(doer.login.toLowerCase()));
  const role = roleIds[actor.actor_id as keyof typeof roleIds];
  return (
    actor.actor_type === "RepositoryRole" && role !== undefined && reaches(roleOf(state, repository, doer.login), role)
  );
}

function queueRules(rule: RuleRow | undefined): QueueRules | null {
  if (!rule) return null;
  const { parameters = {} } = rule;
  return {
    checkTimeoutMinutes: Number(parameters["check_response_timeout_minutes"] ?? 60),
    allGreen: parameters["grouping_strategy"] !== "HEADGREEN",
    maxToBuild: Number(parameters["max_entries_to_build"] ?? 5),
    method: String(parameters["merge_method"] ?? "MERGE").toLowerCase() as QueueRules["method"],
  };
}

/** The queue of a branch, if its rules have one. */
export function queueOf(state: State, repository: RepositoryRow, branch: string): QueueRules | null {
  return ruleSources(state, repository, branch).find((source) => source.queue)?.queue ?? null;
}

/** Whether a branch is protected in any way, as `protected` in branch listings says. */
export function isProtected(repository: RepositoryRow, branch: string): boolean {
  return repository.protections.has(branch) || matchingRulesets(repository, branch).length > 0;
}

/** How GitHub words the refusal of a ruleset. */
export function ruleViolation(reason: string): string {
  return `Repository rule violations found\n\n${reason}\n\n`;
}
