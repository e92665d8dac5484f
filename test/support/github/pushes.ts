/** Moves branches and tags, and does what GitHub does then: events, new heads, suites, closed and merged pull requests. */
import { type Doer, ruleSources, ruleViolation } from "./branch-rules.ts";
import { GitHubRefusal, type World } from "./call.ts";
import { requestSuites } from "./check-suites.ts";
import { isAncestor } from "./git/history.ts";
import { unmetChecks } from "./required-checks.ts";
import type { RepositoryRow } from "./rows.ts";
import { pushPayload } from "./shapes/push.ts";

/** What git says where there is no commit. */
export const NO_COMMIT = "0".repeat(40);

/** A move of one ref: `to: null` deletes it. */
export interface RefMove {
  /** Full name: `refs/heads/main`. */
  readonly ref: string;
  readonly to: string | null;
  readonly doer: Doer;
}

/** The branch of a full ref name; null for tags and others. */
export function branchOf(ref: string): string | null {
  return ref.startsWith("refs/heads/") ? ref.slice("refs/heads/".length) : null;
}

/** Moves a ref and lets everything follow. Rules are not asked: see `refuseProtectedMove`. */
export function moveRef(world: World, repository: RepositoryRow, move: RefMove): void {
  const { objects, refs } = repository.git;
  const before = refs.get(move.ref) ?? null;
  if (before === move.to) return;
  const forced = before !== null && move.to !== null && !isAncestor(objects, before, move.to);
  if (move.to === null) refs.delete(move.ref);
  else refs.set(move.ref, move.to);
  repository.pushedAt = world.clock.now();
  const branch = branchOf(move.ref);
  if (branch === null && !move.ref.startsWith("refs/tags/")) return;
  tell(world, repository, { ...move, before, forced });
  if (branch === null) return;
  if (move.to !== null) requestSuites(world, repository, { sha: move.to, branch, before });
  world.reactions.branchMoved(world, repository, { branch, before, to: move.to, doer: move.doer });
}

function tell(
  world: World,
  repository: RepositoryRow,
  move: RefMove & { before: string | null; forced: boolean },
): void {
  const { doer, before, to, ref } = move;
  const base = { repository, sender: doer.login, action: null };
  if (before === null || to === null) {
    const [, kind, ...name] = ref.split("/");
    const payload = {
      ref: name.join("/"),
      ref_type: kind === "tags" ? "tag" : "branch",
      pusher_type: "user",
      ...(to === null ? {} : { master_branch: repository.defaultBranch, description: repository.description }),
    };
    world.emit({ ...base, event: to === null ? "delete" : "create", payload });
  }
  const payload = pushPayload(world, repository, { ...move, before: before ?? NO_COMMIT, to: to ?? NO_COMMIT });
  world.emit({ ...base, event: "push", payload });
}

/** Refuses a direct push that the branch's rules forbid, with the status that the caller's operation gives (409 for contents, 422 for refs). */
export function refuseProtectedMove(
  world: World,
  repository: RepositoryRow,
  move: RefMove & { readonly status: number },
): void {
  const branch = branchOf(move.ref);
  if (branch === null) return;
  for (const source of ruleSources(world.state, repository, branch)) {
    if (source.bypassedBy(move.doer)) continue;
    const reason = forbidden(repository, source, move);
    if (reason !== null)
      throw new GitHubRefusal(move.status, source.kind === "ruleset" ? ruleViolation(reason) : reason);
  }
}

function forbidden(
  repository: RepositoryRow,
  source: ReturnType<typeof ruleSources>[number],
  move: RefMove,
): string | null {
  const before = repository.git.refs.get(move.ref);
  if (move.to === null) return source.noDeletion ? "Cannot delete this branch" : null;
  if (before === undefined) return null;
  if (source.noForcePush && !isAncestor(repository.git.objects, before, move.to))
    return "Cannot force-push to this branch";
  if (source.queue) return "Changes must be made through the merge queue";
  if (source.approvals !== null) return "Changes must be made through a pull request.";
  return unmetChecks(repository, move.to, source.checks);
}
