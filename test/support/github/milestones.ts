/** Milestones of a repository and of its issues. */
import { type Doer } from "./branch-rules.ts";
import { validationFailed, type World } from "./call.ts";
import { emitIssue, type IssueAct, touch } from "./issue-events.ts";
import { recordEvent } from "./pull-events.ts";
import type { MilestoneRow, RepositoryRow } from "./rows.ts";
import { milestoneShape } from "./shapes/label.ts";
import { nextId } from "./state.ts";

/** Makes a milestone. */
export function createMilestone(
  world: World,
  repository: RepositoryRow,
  wanted: { title: string; description: string | null; dueOn: number | null; doer: Doer },
): MilestoneRow {
  const now = world.clock.now();
  const row: MilestoneRow = {
    id: nextId(world.state, "milestone"),
    number: Math.max(0, ...repository.milestones.map((one) => one.number)) + 1,
    title: wanted.title,
    description: wanted.description,
    state: "open",
    creator: wanted.doer.login,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    dueOn: wanted.dueOn,
  };
  repository.milestones.push(row);
  return row;
}

/** The number of a milestone that is asked for by number (or number as text); null = none. Throws 422 when it is not there. */
export function checkedMilestone(repository: RepositoryRow, wanted: unknown): number | null {
  if (wanted === null || wanted === undefined) return null;
  const number = Number(wanted);
  if (repository.milestones.some((row) => row.number === number)) return number;
  throw validationFailed({ value: wanted, resource: "Issue", field: "milestone", code: "invalid" });
}

/** Puts an issue into a milestone or takes it out. */
export function setMilestone(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly number: number | null },
): void {
  const { issue, doer, number } = act;
  const before = issue.milestone;
  if (before === number) return;
  issue.milestone = number;
  if (before !== null) tellMilestone(world, repository, { issue, doer, number: before, action: "demilestoned" });
  if (number !== null) tellMilestone(world, repository, { issue, doer, number, action: "milestoned" });
}

/** Timeline and webhook of a milestone that came or went. */
export function tellMilestone(
  world: World,
  repository: RepositoryRow,
  what: IssueAct & { readonly number: number; readonly action: "milestoned" | "demilestoned" },
): void {
  const { issue, doer, number, action } = what;
  const milestone = repository.milestones.find((row) => row.number === number);
  if (milestone === undefined) return;
  touch(world, issue);
  recordEvent(world, issue, { event: action, doer, details: { milestone: { title: milestone.title } } });
  emitIssue(world, repository, {
    issue,
    doer,
    action,
    extra: { milestone: milestoneShape(world, repository, milestone) },
  });
}
