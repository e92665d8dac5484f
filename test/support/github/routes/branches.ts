/** Branches, their classic protection, rulesets and the rules in force. */
import { repositoryWith } from "#test/support/github/access.ts";
import {
  flag,
  optionalNumber,
  optionalObject,
  optionalObjects,
  optionalText,
  optionalTexts,
  optionalWord,
  requiredText,
} from "#test/support/github/body-fields.ts";
import { isProtected } from "#test/support/github/branch-rules.ts";
import {
  type Call,
  GitHubRefusal,
  type Json,
  NO_CONTENT,
  type Reply,
  type Route,
  bodyOf,
  created,
  notFound,
  ok,
} from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { branchTip } from "#test/support/github/git.ts";
import { settleQueues } from "#test/support/github/merge-queue.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import type { ProtectionRow, RequiredCheck, RuleRow, RulesetRow } from "#test/support/github/pull-rows.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import {
  branchRulesShape,
  branchShape,
  protectionRuleShape,
  protectionShape,
  rulesetShape,
  shortBranchShape,
} from "#test/support/github/shapes/branch.ts";
import { nextId } from "#test/support/github/state.ts";

const base = "/repos/{owner}/{repo}";
const protection = `${base}/branches/{branch}/protection`;

/** Routes around branches and their rules. */
export const BRANCH_ROUTES: readonly Route[] = [
  { method: "GET", template: `${base}/branches`, handle: listBranches },
  { method: "GET", template: `${base}/branches/{branch}`, handle: readBranch },
  { method: "GET", template: protection, handle: readProtection },
  { method: "PUT", template: protection, handle: writeProtection },
  { method: "DELETE", template: protection, handle: deleteProtection },
  { method: "GET", template: `${base}/rulesets`, handle: listRulesets },
  { method: "POST", template: `${base}/rulesets`, handle: createRuleset },
  { method: "GET", template: `${base}/rulesets/{ruleset_id}`, handle: readRuleset },
  { method: "DELETE", template: `${base}/rulesets/{ruleset_id}`, handle: deleteRuleset },
  { method: "GET", template: `${base}/rules/branches/{branch}`, handle: rulesOfBranch },
];

function reading(call: Call): RepositoryRow {
  return repositoryWith(call, { needs: [["contents", "read"]] });
}

function administering(call: Call, level: "read" | "write"): RepositoryRow {
  return repositoryWith(call, { needs: [["administration", level]], role: "admin", publicRead: false });
}

function listBranches(call: Call): Reply {
  const repository = reading(call);
  const wanted = call.query.get("protected");
  const names = [...repository.git.refs.keys()]
    .flatMap((ref) => (ref.startsWith("refs/heads/") ? [ref.slice("refs/heads/".length)] : []))
    .filter((name) => wanted === null || isProtected(repository, name) === (wanted === "true"))
    .toSorted();
  return pagedReply(call, names, (name) => shortBranchShape(call.world, repository, name));
}

function branchName(call: Call, repository: RepositoryRow): string {
  const branch = call.params["branch"] ?? "";
  if (branchTip(repository.git, branch) === undefined) throw new GitHubRefusal(404, "Branch not found");
  return branch;
}

function readBranch(call: Call): Reply {
  const repository = reading(call);
  return ok(branchShape(call.world, repository, branchName(call, repository)));
}

function protectionRow(call: Call, repository: RepositoryRow): ProtectionRow {
  const row = repository.protections.get(branchName(call, repository));
  if (!row) throw new GitHubRefusal(404, "Branch not protected");
  return row;
}

function readProtection(call: Call): Reply {
  const repository = administering(call, "read");
  return ok(protectionShape(call.world, repository, protectionRow(call, repository)));
}

function writeProtection(call: Call): Reply {
  const repository = administering(call, "write");
  const branch = branchName(call, repository);
  const body = bodyOf(call);
  for (const name of ["required_status_checks", "enforce_admins", "required_pull_request_reviews", "restrictions"])
    if (!(name in body)) throw new GitHubRefusal(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  const before = repository.protections.get(branch);
  const now = call.world.clock.now();
  const row: ProtectionRow = {
    id: before?.id ?? nextId(call.world.state, "protection"),
    branch,
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    checks: requiredChecks(repository, optionalObject(body, "required_status_checks")),
    enforceAdmins: flag(body, "enforce_admins", false),
    reviews: requiredReviews(optionalObject(body, "required_pull_request_reviews")),
    linearHistory: flag(body, "required_linear_history", false),
    forcePushes: flag(body, "allow_force_pushes", false),
    deletions: flag(body, "allow_deletions", false),
    conversationResolution: flag(body, "required_conversation_resolution", false),
  };
  repository.protections.set(branch, row);
  tellProtection(call, repository, { row, action: before ? "edited" : "created" });
  return ok(protectionShape(call.world, repository, row));
}

function tellProtection(call: Call, repository: RepositoryRow, what: { row: ProtectionRow; action: string }): void {
  const { world } = call;
  const extra = what.action === "edited" ? { changes: {} } : {};
  world.emit({
    event: "branch_protection_rule",
    action: what.action,
    repository,
    sender: doerOf(call).login,
    payload: { rule: protectionRuleShape(repository, what.row), ...extra },
  });
  settleQueues(world, repository);
}

/** `contexts` and `checks` together; an omitted `app_id` takes the App that last reported the check, and -1 is anybody. */
function requiredChecks(repository: RepositoryRow, given: Json | undefined): ProtectionRow["checks"] {
  if (!given) return null;
  const named: RequiredCheck[] = (optionalObjects(given, "checks") ?? []).map((check) => {
    const context = requiredText(check, "context");
    const appId =
      optionalNumber(check, "app_id") ?? repository.checkRuns.findLast((run) => run.name === context)?.appId ?? null;
    return { context, appId: appId === -1 ? null : appId };
  });
  const plain = (optionalTexts(given, "contexts") ?? [])
    .filter((context) => !named.some((check) => check.context === context))
    .map((context) => ({ context, appId: null }));
  return { strict: flag(given, "strict", false), required: [...named, ...plain] };
}

function requiredReviews(given: Json | undefined): ProtectionRow["reviews"] {
  if (!given) return null;
  return {
    count: optionalNumber(given, "required_approving_review_count") ?? 1,
    dismissStale: flag(given, "dismiss_stale_reviews", false),
    codeOwners: flag(given, "require_code_owner_reviews", false),
    lastPush: flag(given, "require_last_push_approval", false),
  };
}

function deleteProtection(call: Call): Reply {
  const repository = administering(call, "write");
  const row = protectionRow(call, repository);
  repository.protections.delete(row.branch);
  tellProtection(call, repository, { row, action: "deleted" });
  return NO_CONTENT;
}

function listRulesets(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["metadata", "read"]] });
  return pagedReply(call, repository.rulesets, (row) => rulesetShape(call.world, repository, { row, full: false }));
}

function readRuleset(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["metadata", "read"]] });
  return ok(rulesetShape(call.world, repository, { row: rulesetRow(call, repository), full: true }));
}

function rulesetRow(call: Call, repository: RepositoryRow): RulesetRow {
  const row = repository.rulesets.find((one) => String(one.id) === call.params["ruleset_id"]);
  if (!row) throw notFound();
  return row;
}

function createRuleset(call: Call): Reply {
  const repository = administering(call, "write");
  const { world } = call;
  const body = bodyOf(call);
  const names = optionalObject(optionalObject(body, "conditions") ?? {}, "ref_name") ?? {};
  const row: RulesetRow = {
    id: nextId(world.state, "ruleset"),
    name: requiredText(body, "name"),
    target: optionalWord(body, "target", ["branch", "tag", "push"]) ?? "branch",
    enforcement: optionalWord(body, "enforcement", ["disabled", "active", "evaluate"]) ?? "disabled",
    bypassActors: (optionalObjects(body, "bypass_actors") ?? []).map((actor) => ({
      actor_id: optionalNumber(actor, "actor_id") ?? null,
      actor_type: requiredText(actor, "actor_type"),
      bypass_mode: optionalText(actor, "bypass_mode") ?? "always",
    })),
    include: optionalTexts(names, "include") ?? [],
    exclude: optionalTexts(names, "exclude") ?? [],
    rules: (optionalObjects(body, "rules") ?? []).map(ruleRow),
    createdAt: world.clock.now(),
    updatedAt: world.clock.now(),
  };
  repository.rulesets.push(row);
  settleQueues(world, repository);
  return created(rulesetShape(world, repository, { row, full: true }));
}

function ruleRow(rule: Json): RuleRow {
  const parameters = optionalObject(rule, "parameters");
  return { type: requiredText(rule, "type"), ...(parameters ? { parameters } : {}) };
}

function deleteRuleset(call: Call): Reply {
  const repository = administering(call, "write");
  const row = rulesetRow(call, repository);
  repository.rulesets = repository.rulesets.filter((one) => one !== row);
  settleQueues(call.world, repository);
  return NO_CONTENT;
}

/** Answers for branches that do not exist yet, too. */
function rulesOfBranch(call: Call): Reply {
  const repository = repositoryWith(call, { needs: [["metadata", "read"]] });
  return pagedReply(call, branchRulesShape(repository, call.params["branch"] ?? ""), (rule) => rule);
}
