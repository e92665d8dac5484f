/** How issues and pull requests are named, within a repository and across repositories. */

/** A repository by its full name. GitHub compares both parts without regard to case. */
export interface RepositoryName {
  readonly owner: string;
  readonly repo: string;
}

/** An issue or a pull request (GitHub numbers both in one sequence). */
export interface IssueReference extends RepositoryName {
  readonly number: number;
}

/** Only the name of an issue, without the facts that came with it. */
export function referenceTo({ owner, repo, number }: IssueReference): IssueReference {
  return { owner, repo, number };
}

/** True when both name the same repository; GitHub ignores case here. */
export function sameRepository(a: RepositoryName, b: RepositoryName): boolean {
  return sameName(a.owner, b.owner) && sameName(a.repo, b.repo);
}

/** Mostly they are equal as they stand, and this is asked for thousands of issues. */
function sameName(a: string, b: string): boolean {
  return a === b || a.toLowerCase() === b.toLowerCase();
}

/** True when both name the same issue. */
export function sameIssue(a: IssueReference, b: IssueReference): boolean {
  return a.number === b.number && sameRepository(a, b);
}

/** `#12` when the reader stands in the same repository, else `owner/repo#12`. GitHub turns both into links. */
export function sayIssue(issue: IssueReference, reader: RepositoryName): string {
  return sameRepository(issue, reader) ? `#${issue.number}` : `${issue.owner}/${issue.repo}#${issue.number}`;
}

/** `owner/repo#12`, in lower case: the identity of an issue as a map key. */
export function issueKey(issue: IssueReference): string {
  return `${issue.owner}/${issue.repo}#${issue.number}`.toLowerCase();
}
