/** Tells of what happens to pull requests: their timeline and their webhooks. */
import type { Doer } from "./branch-rules.ts";
import type { Json, World } from "./call.ts";
import type { PullIssue } from "./pull-diff.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { webhookPullShape } from "./shapes/pull-request.ts";
import { nextId } from "./state.ts";

/** Adds to an issue's or pull request's timeline. */
export function recordEvent(
  world: World,
  issue: IssueRow,
  what: { readonly event: string; readonly doer: Doer; readonly commitId?: string; readonly details?: Json },
): void {
  issue.events.push({
    id: nextId(world.state, "event"),
    event: what.event,
    actor: what.doer.login,
    appId: what.doer.appId,
    createdAt: world.clock.now(),
    commitId: what.commitId ?? null,
    details: what.details ?? {},
  });
}

/** Sends `pull_request.<action>`; `extra` is what that action adds to the payload (`changes`, `label`, `before`, …). */
export function emitPull(
  world: World,
  repository: RepositoryRow,
  what: { readonly issue: PullIssue; readonly action: string; readonly doer: Doer; readonly extra?: Json },
): void {
  const { issue, action, doer, extra = {} } = what;
  world.emit({
    event: "pull_request",
    action,
    repository,
    sender: doer.login,
    payload: { number: issue.number, pull_request: webhookPullShape(world, repository, issue), ...extra },
  });
}
