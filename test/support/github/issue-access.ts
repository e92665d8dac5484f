/** From a request to its issue and its doer: moved and deleted numbers, permissions, roles. */
import { allow, issueNeeds, moved, reaches, repositoryFor, roleOf } from "./access.ts";
import type { Doer } from "./branch-rules.ts";
import { type Call, GitHubRefusal, notFound } from "./call.ts";
import { doerOf } from "./doer.ts";
import type { IssueRow, RepositoryRow, Role } from "./rows.ts";
import { fullName, repositoryOf } from "./state.ts";

/** An issue that a request is about. */
export interface Found {
  readonly repository: RepositoryRow;
  readonly issue: IssueRow;
}

/** The issue or pull request of `{issue_number}`, for reading. */
export function readableIssue(call: Call): Found {
  const repository = repositoryFor(call);
  const issue = issueNumbered(call, repository);
  allow(call, repository, { needs: issueNeeds("read", issue.pull !== null) });
  return { repository, issue };
}

/** The same for writing; a person needs the role. */
export function writableIssue(call: Call, role: Role): Found & { readonly doer: Doer } {
  const repository = repositoryFor(call);
  const issue = issueNumbered(call, repository);
  allow(call, repository, { needs: issueNeeds("write", issue.pull !== null), role });
  return { repository, issue, doer: doerOf(call) };
}

/** The row of the number: 301 when it was transferred, 410 when it was deleted or issues are off, 404 otherwise. */
function issueNumbered(call: Call, repository: RepositoryRow): IssueRow {
  const number = Number(call.params["issue_number"]);
  const issue = repository.issues.get(number);
  if (issue !== undefined && (repository.hasIssues || issue.pull !== null)) return issue;
  if (issue !== undefined) throw issuesDisabled();
  const gone = repository.gone.get(number);
  if (gone === undefined) throw notFound();
  if (gone.kind === "deleted") throw new GitHubRefusal(410, "This issue was deleted");
  const target = repositoryOf(call.world.state, gone.repositoryId);
  const rest = call.path.split("/").slice(6).join("/");
  throw moved(call, `/repositories/${target.id}/issues/${gone.number}${rest === "" ? "" : `/${rest}`}`);
}

/** 410 of a repository without issues. */
export function issuesDisabled(): GitHubRefusal {
  return new GitHubRefusal(410, "Issues are disabled for this repo");
}

/** Whether the caller may set labels, assignees and milestones; people without the triage role may not, and theirs are silently dropped. */
export function mayTriage(call: Call, repository: RepositoryRow): boolean {
  const { actor } = call;
  return actor.kind !== "user" || reaches(roleOf(call.world.state, repository, actor.login), "triage");
}

/** Refuses people who neither wrote the text nor have the role; Apps and Actions are covered by their permission. */
export function refuseForeignText(
  call: Call,
  repository: RepositoryRow,
  text: { readonly author: string; readonly role: Role },
): void {
  const { actor } = call;
  if (actor.kind !== "user" || actor.login.toLowerCase() === text.author.toLowerCase()) return;
  if (reaches(roleOf(call.world.state, repository, actor.login), text.role)) return;
  throw new GitHubRefusal(403, `Must have ${text.role} rights to ${fullName(repository)}.`);
}
