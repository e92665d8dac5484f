/** Tells of what happens to issues: as `issues.<action>`, or as `pull_request.<action>` when the row is a pull request. */
import type { Doer } from "./branch-rules.ts";
import type { Json, World } from "./call.ts";
import { asPull } from "./pull-diff.ts";
import { emitPull } from "./pull-events.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { issueShape } from "./shapes/issue.ts";

/** Something that a person or App did to an issue. */
export interface IssueAct {
  readonly issue: IssueRow;
  readonly doer: Doer;
}

/** Sends the event; `extra` is what the action adds to the payload (`changes`, `label`, …). */
export function emitIssue(
  world: World,
  repository: RepositoryRow,
  what: IssueAct & { readonly action: string; readonly extra?: Json },
): void {
  const { issue, doer, action, extra = {} } = what;
  const pull = asPull(issue);
  if (pull !== undefined) return emitPull(world, repository, { issue: pull, action, doer, extra });
  const payload = { issue: issueShape(world, repository, issue), ...extra };
  world.emit({ event: "issues", action, repository, sender: doer.login, payload });
}

/** Marks a row as changed now. */
export function touch(world: World, row: { updatedAt: number }): void {
  row.updatedAt = world.clock.now();
}
