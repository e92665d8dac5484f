/** Which issues a listing shows, and in which order. */
import { validationFailed } from "./call.ts";
import type { IssueRow, RepositoryRow } from "./rows.ts";
import { labelsOf } from "./shapes/issue.ts";
import { commentsOf } from "./state.ts";

type Rows = Pick<RepositoryRow, "issues" | "comments">;

/** The issues and pull requests of a repository that the query asks for; newest first unless it says otherwise. */
export function filterIssues(repository: RepositoryRow, rows: Rows, query: URLSearchParams): IssueRow[] {
  const tests = [
    stateTest(query),
    labelTest(repository, query),
    peopleTest(query),
    milestoneTest(query),
    sinceTest(query),
  ];
  const kept = [...rows.issues.values()].filter((issue) => tests.every((test) => test(issue)));
  return sorted(kept, rows, query);
}

type Test = (issue: IssueRow) => boolean;

function stateTest(query: URLSearchParams): Test {
  const state = query.get("state") ?? "open";
  if (!["open", "closed", "all"].includes(state))
    throw validationFailed({ resource: "Issue", code: "invalid", field: "state", value: state });
  return (issue) => state === "all" || issue.state === state;
}

function labelTest(repository: RepositoryRow, query: URLSearchParams): Test {
  const names = (query.get("labels") ?? "")
    .split(",")
    .flatMap((name) => (name.trim() === "" ? [] : [name.trim().toLowerCase()]));
  return (issue) => {
    const has = new Set(labelsOf(repository, issue).map((label) => label.name.toLowerCase()));
    return names.every((name) => has.has(name));
  };
}

function peopleTest(query: URLSearchParams): Test {
  const creator = query.get("creator")?.toLowerCase();
  const assignee = query.get("assignee")?.toLowerCase();
  const mentioned = query.get("mentioned")?.toLowerCase();
  return (issue) =>
    (creator === undefined || issue.user.toLowerCase() === creator) &&
    (assignee === undefined || assignee === "*"
      ? assignee === undefined || issue.assignees.length > 0
      : hasAssignee(issue, assignee)) &&
    (mentioned === undefined || (issue.body ?? "").toLowerCase().includes(`@${mentioned}`));
}

function hasAssignee(issue: IssueRow, assignee: string): boolean {
  return assignee === "none"
    ? issue.assignees.length === 0
    : issue.assignees.some((login) => login.toLowerCase() === assignee);
}

function milestoneTest(query: URLSearchParams): Test {
  const milestone = query.get("milestone");
  if (milestone === null) return () => true;
  if (milestone === "*") return (issue) => issue.milestone !== null;
  return (issue) => (milestone === "none" ? issue.milestone === null : issue.milestone === Number(milestone));
}

function sinceTest(query: URLSearchParams): Test {
  const since = sinceOf(query);
  return (issue) => issue.updatedAt >= since;
}

/** `since` in seconds, 0 without one. Throws 422 for something that is no time. */
export function sinceOf(query: URLSearchParams): number {
  const text = query.get("since");
  if (text === null || text === "") return 0;
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw validationFailed({ resource: "Issue", code: "invalid", field: "since", value: text });
  return Math.floor(time / 1000);
}

function sorted(issues: readonly IssueRow[], rows: Rows, query: URLSearchParams): IssueRow[] {
  const by = query.get("sort") ?? "created";
  const down = (query.get("direction") ?? "desc") === "desc" ? -1 : 1;
  const key = (issue: IssueRow): number => {
    if (by === "comments") return commentsOf(rows, issue).length;
    return by === "updated" ? issue.updatedAt : issue.createdAt;
  };
  return issues.toSorted((a, b) => down * (key(a) - key(b) || a.number - b.number));
}
