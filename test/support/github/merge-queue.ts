/** The merge queue: builds merge groups, waits for their checks, merges in order or ejects with a reason. */
import { type Doer, type QueueRules, queueOf, ruleSources } from "./branch-rules.ts";
import { type World, GitHubRefusal } from "./call.ts";
import { branchTip } from "./git.ts";
import { combine } from "./merge-commits.ts";
import { mergeProblem } from "./merge-requirements.ts";
import { type PullIssue, asPull } from "./pull-diff.ts";
import { emitPull, recordEvent } from "./pull-events.ts";
import { markMerged } from "./pull-lifecycle.ts";
import type { QueueEntryRow } from "./pull-rows.ts";
import { moveRef } from "./pushes.ts";
import { checkState } from "./required-checks.ts";
import type { RepositoryRow } from "./rows.ts";
import { simpleCommitShape } from "./shapes/commit.ts";
import { nextId } from "./state.ts";

/** Why an entry left the queue, as `pull_request.dequeued` says it. */
export type DequeueReason =
  | "MANUAL"
  | "MERGE"
  | "MERGE_CONFLICT"
  | "CI_FAILURE"
  | "CI_TIMEOUT"
  | "ALREADY_MERGED"
  | "QUEUE_CLEARED"
  | "BRANCH_PROTECTIONS";

/** Who acts when the queue itself does. */
function queueDoer(entry: QueueEntryRow): Doer {
  return { login: entry.enqueuer, appId: null };
}

/** The queue entry of a pull request, with its place (1 is first). */
export function queueEntry(
  repository: RepositoryRow,
  issue: PullIssue,
): { entry: QueueEntryRow; position: number } | null {
  const queue = repository.mergeQueues.get(issue.pull.baseRef) ?? [];
  const index = queue.findIndex((row) => row.pullNumber === issue.number);
  const entry = queue[index];
  return entry ? { entry, position: index + 1 } : null;
}

/** Adds a pull request to the queue of its base. Throws 422 with GitHub's words when it is not ready. */
export function enqueue(
  world: World,
  repository: RepositoryRow,
  what: { issue: PullIssue; doer: Doer; jump?: boolean },
): QueueEntryRow {
  const { issue, doer } = what;
  const branch = issue.pull.baseRef;
  if (!queueOf(world.state, repository, branch))
    throw new GitHubRefusal(422, "The merge queue is not enabled for this branch");
  if (queueEntry(repository, issue)) throw new GitHubRefusal(422, "Pull request is already in the merge queue");
  const problem = mergeProblem(world, repository, { issue, doer, viaQueue: true });
  if (problem) throw new GitHubRefusal(422, `Pull request ${problem.message.replace(/^Pull Request /, "")}`);
  const entry: QueueEntryRow = {
    id: nextId(world.state, "queue-entry"),
    pullNumber: issue.number,
    headSha: issue.pull.headSha,
    enqueuer: doer.login,
    enqueuedAt: world.clock.now(),
    group: null,
  };
  const queue = repository.mergeQueues.get(branch) ?? [];
  repository.mergeQueues.set(branch, queue);
  if (what.jump) {
    queue.unshift(entry);
    for (const later of queue) destroyGroup(world, repository, { entry: later, reason: "invalidated", branch });
  } else queue.push(entry);
  recordEvent(world, issue, { event: "added_to_merge_queue", doer });
  emitPull(world, repository, { issue, action: "enqueued", doer });
  settleQueues(world, repository);
  return entry;
}

/** Takes a pull request out of its queue, if it is in one; what stands behind it is built anew. */
export function dequeue(
  world: World,
  repository: RepositoryRow,
  what: { issue: PullIssue; reason: DequeueReason; doer: Doer },
): void {
  const found = queueEntry(repository, what.issue);
  if (!found) return;
  leave(world, repository, { ...what, entry: found.entry });
  settleQueues(world, repository);
}

function leave(
  world: World,
  repository: RepositoryRow,
  what: {
    readonly issue: PullIssue;
    readonly entry: QueueEntryRow;
    readonly reason: DequeueReason;
    readonly doer: Doer;
  },
): void {
  const { issue, entry, reason, doer } = what;
  const branch = issue.pull.baseRef;
  const queue = repository.mergeQueues.get(branch) ?? [];
  const index = queue.indexOf(entry);
  const behind = queue.slice(index + 1);
  queue.splice(index, 1);
  const merged = reason === "MERGE";
  destroyGroup(world, repository, { entry, reason: merged ? "merged" : "dequeued", branch });
  if (!merged)
    for (const later of behind) destroyGroup(world, repository, { entry: later, reason: "invalidated", branch });
  recordEvent(world, issue, { event: "removed_from_merge_queue", doer, details: { reason } });
  emitPull(world, repository, { issue, action: "dequeued", doer, extra: { reason } });
}

function destroyGroup(
  world: World,
  repository: RepositoryRow,
  what: {
    readonly entry: QueueEntryRow;
    readonly reason: "merged" | "invalidated" | "dequeued";
    readonly branch: string;
  },
): void {
  const { group } = what.entry;
  if (!group) return;
  tellGroup(world, repository, { ...what, action: "destroyed" });
  what.entry.group = null;
  moveRef(world, repository, { ref: group.ref, to: null, doer: queueDoer(what.entry) });
}

function tellGroup(
  world: World,
  repository: RepositoryRow,
  what: { readonly entry: QueueEntryRow; readonly branch: string; readonly action: string; readonly reason?: string },
): void {
  const { group } = what.entry;
  const commit = repository.git.objects.commits.get(group?.sha ?? "");
  if (!group || !commit) return;
  world.emit({
    event: "merge_group",
    action: what.action,
    repository,
    sender: what.entry.enqueuer,
    payload: {
      ...(what.reason === undefined ? {} : { reason: what.reason }),
      merge_group: {
        head_sha: group.sha,
        head_ref: group.ref,
        base_sha: group.baseSha,
        base_ref: `refs/heads/${what.branch}`,
        head_commit: simpleCommitShape(commit),
      },
    },
  });
}

/** Builds groups, merges what is green and ejects what failed or timed out, until nothing moves. Also called when the clock moves. */
export function settleQueues(world: World, repository: RepositoryRow): void {
  for (const [branch, queue] of repository.mergeQueues) {
    const rules = queueOf(world.state, repository, branch);
    while (rules && queue.length > 0 && step(world, repository, { branch, queue, rules }));
  }
}

interface Queue {
  readonly branch: string;
  readonly queue: QueueEntryRow[];
  readonly rules: QueueRules;
}

/** One change of the queue; false when there is none to make. */
function step(world: World, repository: RepositoryRow, at: Queue): boolean {
  const built = at.queue.slice(0, at.rules.maxToBuild);
  const waiting = built.find((entry) => entry.group === null);
  if (waiting) return build(world, repository, { ...at, entry: waiting });
  for (const entry of built) {
    const state = groupState(world, repository, { ...at, entry });
    const first = entry === at.queue[0];
    if (state === "failed" || state === "late") {
      if (!first && !at.rules.allGreen) continue;
      eject(world, repository, { entry, reason: state === "late" ? "CI_TIMEOUT" : "CI_FAILURE" });
      return true;
    }
    if (first && state === "green") {
      land(world, repository, { ...at, entry });
      return true;
    }
  }
  return false;
}

function pullOf(repository: RepositoryRow, entry: QueueEntryRow): PullIssue {
  const issue = asPull(repository.issues.get(entry.pullNumber));
  if (!issue) throw new Error(`no pull request ${entry.pullNumber} in the queue's repository`);
  return issue;
}

/** The group on top of the entry before it; a conflict ejects. */
function build(world: World, repository: RepositoryRow, at: Queue & { entry: QueueEntryRow }): true {
  const { entry, branch, queue, rules } = at;
  const ahead = queue[queue.indexOf(entry) - 1];
  const baseSha = ahead?.group?.sha ?? branchTip(repository.git, branch) ?? "";
  const issue = pullOf(repository, entry);
  const made = combine(world, repository, { issue, baseSha, method: rules.method, login: entry.enqueuer });
  if (made === null) {
    eject(world, repository, { entry, reason: "MERGE_CONFLICT" });
    return true;
  }
  const ref = `refs/heads/gh-readonly-queue/${branch}/pr-${issue.number}-${baseSha}`;
  entry.group = { ref, sha: made, baseSha, createdAt: world.clock.now() };
  moveRef(world, repository, { ref, to: made, doer: queueDoer(entry) });
  tellGroup(world, repository, { entry, branch, action: "checks_requested" });
  return true;
}

function groupState(
  world: World,
  repository: RepositoryRow,
  at: Queue & { entry: QueueEntryRow },
): "green" | "failed" | "late" | "waiting" {
  const { group } = at.entry;
  if (!group) return "waiting";
  const required = ruleSources(world.state, repository, at.branch).flatMap((source) => source.checks);
  const states = required.map((check) => checkState(repository, group.sha, check));
  if (states.includes("failing")) return "failed";
  if (states.every((state) => state === "success")) return "green";
  return world.clock.now() - group.createdAt >= at.rules.checkTimeoutMinutes * 60 ? "late" : "waiting";
}

function eject(world: World, repository: RepositoryRow, what: { entry: QueueEntryRow; reason: DequeueReason }): void {
  leave(world, repository, { ...what, issue: pullOf(repository, what.entry), doer: queueDoer(what.entry) });
}

/** The base moves to the group's commit: exactly what was checked is what lands. */
function land(world: World, repository: RepositoryRow, at: Queue & { entry: QueueEntryRow }): void {
  const issue = pullOf(repository, at.entry);
  const doer = queueDoer(at.entry);
  const sha = at.entry.group?.sha ?? "";
  leave(world, repository, { issue, entry: at.entry, reason: "MERGE", doer });
  markMerged(world, repository, { issue, doer, sha });
  moveRef(world, repository, { ref: `refs/heads/${at.branch}`, to: sha, doer });
}
