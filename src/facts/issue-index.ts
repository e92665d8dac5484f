/** Finds what belongs to an issue without looking at everything there is. */
import { type IssueReference, sameRepository } from "./issue-reference.ts";

/** Entries by the issue that they belong to. */
export interface IssueIndex<T> {
  /** All entries of this issue, in the order of the list; empty when there are none. */
  readonly of: (issue: IssueReference) => readonly T[];
}

type IssueOf<T> = (entry: T) => IssueReference | null;

/** An index over entries. `issueOf` = null leaves an entry out. The first look-up passes over the list once; none depends on its length. */
export function indexByIssue<T>(entries: readonly T[], issueOf: IssueOf<T>): IssueIndex<T> {
  let sorted: ReadonlyMap<number, readonly T[]> | null = null;
  return {
    of: (wanted) => {
      sorted ??= sortByNumber(entries, issueOf);
      const candidates = sorted.get(wanted.number) ?? [];
      return candidates.filter((entry) => sameRepository(issueOf(entry)!, wanted));
    },
  };
}

function sortByNumber<T>(entries: readonly T[], issueOf: IssueOf<T>): ReadonlyMap<number, readonly T[]> {
  const sorted = new Map<number, T[]>();
  for (const entry of entries) {
    const issue = issueOf(entry);
    if (issue === null) continue;
    const known = sorted.get(issue.number);
    if (known) known.push(entry);
    else sorted.set(issue.number, [entry]);
  }
  return sorted;
}
