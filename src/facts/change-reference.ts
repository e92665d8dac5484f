/** What can bring or undo something on GitHub: an issue, a pull request, a commit that was pushed, an alert of code scanning. */
import { type IssueReference, type RepositoryName, sameRepository, sayIssue } from "./issue-reference.ts";

/** A commit of a repository. */
export interface CommitReference extends RepositoryName {
  /** All 40 digits. */
  readonly sha: string;
}

/** An alert of code scanning; alerts have numbers of their own. */
export interface AlertReference extends RepositoryName {
  readonly alert: number;
}

/** Any of them. */
export type ChangeReference = IssueReference | CommitReference | AlertReference;

/** `owner/repo#12`, `owner/repo@0123…` or `owner/repo/code-scanning/12`; `parseChange` is the inverse. */
export function writeChange(change: ChangeReference): string {
  return `${change.owner}/${change.repo}${tailOf(change)}`;
}

function tailOf(change: ChangeReference): string {
  if ("sha" in change) return `@${change.sha}`;
  return "alert" in change ? `/code-scanning/${change.alert}` : `#${change.number}`;
}

/** Reads what `writeChange` wrote; null when it is none. */
export function parseChange(text: string): ChangeReference | null {
  const parts = /^([\w.-]+)\/([\w.-]+?)(?:#(\d{1,9})|@([0-9a-f]{40})|\/code-scanning\/(\d{1,9}))$/.exec(text);
  if (!parts) return null;
  const [, owner = "", repo = "", number, sha, alert] = parts;
  if (sha) return { owner, repo, sha };
  return alert ? { owner, repo, alert: Number(alert) } : { owner, repo, number: Number(number) };
}

/** True when both name the same thing. */
export function sameChange(a: ChangeReference, b: ChangeReference): boolean {
  return sameRepository(a, b) && tailOf(a) === tailOf(b);
}

/** As people read it, and as GitHub makes a link of it: `#12`, the whole SHA, `code scanning alert 12`; with the repository where the reader stands in another. */
export function sayChange(change: ChangeReference, reader: RepositoryName): string {
  if ("number" in change) return sayIssue(change, reader);
  const here = sameRepository(change, reader);
  if ("sha" in change) return here ? change.sha : `${change.owner}/${change.repo}@${change.sha}`;
  return `code scanning alert ${change.alert}${here ? "" : ` of ${change.owner}/${change.repo}`}`;
}
