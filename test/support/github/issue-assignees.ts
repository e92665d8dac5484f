/** Who an issue is assigned to, with the events. */
import { roleOf } from "./access.ts";
import { validationFailed, type World } from "./call.ts";
import { emitIssue, type IssueAct, touch } from "./issue-events.ts";
import { recordEvent } from "./pull-events.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { userShape } from "./shapes/user.ts";
import { commentsOf, findAccount } from "./state.ts";

const MAXIMUM = 10;

/** Whether somebody can be assigned anything here: they must have a role in the repository. */
export function assignable(world: World, repository: RepositoryRow, login: string): boolean {
  const account = findAccount(world.state, login);
  return account?.type === "User" && roleOf(world.state, repository, login) !== null;
}

/** As `assignable`, and those who have written on the issue. */
function assignableTo(world: World, repository: RepositoryRow, on: { issue: IssueRow | null; login: string }): boolean {
  const key = on.login.toLowerCase();
  const account = findAccount(world.state, on.login);
  const wrote =
    on.issue !== null && commentsOf(repository, on.issue).some((comment) => comment.user.toLowerCase() === key);
  return assignable(world, repository, on.login) || (account?.type === "User" && wrote);
}

/** The logins as accounts spell them. Throws GitHub's 422 when one cannot be assigned, as creating and editing an issue do. */
export function checkedAssignees(
  world: World,
  repository: RepositoryRow,
  wanted: { issue: IssueRow | null; logins: readonly string[] },
): string[] {
  const bad = wanted.logins.filter((login) => !assignableTo(world, repository, { issue: wanted.issue, login }));
  if (bad.length > 0) {
    const message = `assignees ${bad.join(", ")} cannot be assigned to this issue`;
    throw validationFailed({ message, value: bad, resource: "Issue", field: "assignees", code: "invalid" });
  }
  return spelled(world, wanted.logins);
}

function spelled(world: World, logins: readonly string[]): string[] {
  return [...new Set(logins.map((login) => findAccount(world.state, login)?.login ?? login))];
}

/** Assigns more people; whoever cannot be assigned is silently left out, and so is everybody past the tenth. */
export function assign(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly logins: readonly string[] },
): void {
  const { issue, doer } = act;
  const fit = spelled(world, act.logins).filter(
    (login) => assignableTo(world, repository, { issue, login }) && !issue.assignees.includes(login),
  );
  for (const login of fit.slice(0, Math.max(0, MAXIMUM - issue.assignees.length))) {
    issue.assignees.push(login);
    tellAssignee(world, repository, { issue, doer, login, action: "assigned" });
  }
}

/** Takes people off; others are ignored. */
export function unassign(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly logins: readonly string[] },
): void {
  const { issue, doer } = act;
  for (const login of spelled(world, act.logins).filter((one) => issue.assignees.includes(one))) {
    issue.assignees = issue.assignees.filter((one) => one !== login);
    tellAssignee(world, repository, { issue, doer, login, action: "unassigned" });
  }
}

/** Makes these the assignees. */
export function replaceAssignees(
  world: World,
  repository: RepositoryRow,
  act: IssueAct & { readonly logins: readonly string[] },
): void {
  const wanted = spelled(world, act.logins);
  unassign(world, repository, { ...act, logins: act.issue.assignees.filter((login) => !wanted.includes(login)) });
  assign(world, repository, act);
}

/** Timeline and webhook of one assignee that came or went. */
export function tellAssignee(
  world: World,
  repository: RepositoryRow,
  what: IssueAct & { readonly login: string; readonly action: "assigned" | "unassigned" },
): void {
  const { issue, doer, login, action } = what;
  touch(world, issue);
  recordEvent(world, issue, { event: action, doer, details: { assignee: login, assigner: doer.login } });
  emitIssue(world, repository, { issue, doer, action, extra: { assignee: userShape(world, login) } });
}
