/** Finds what belongs to an issue without looking at everything there is. */
import { type IssueReference, sameRepository } from "./issue-reference.ts";

/** Entries by the issue that they belong to. */
export interface IssueIndex<T> {
  /** All entries of this issue, in the order of the list; empty when there are none. */
  readonly of: (issue: IssueReference) => readonly T[];
}

/** Sorts entries into an index. `issueOf` = null leaves an entry out. One pass over the list; a look-up does not depend on its length. */
export function indexByIssue<T>(entries: readonly T[], issueOf: (entry: T) => IssueReference | null): IssueIndex<T> {
  const byNumber = new Map<number, (readonly [IssueReference, T])[]>();
  for (const entry of entries) {
    const issue = issueOf(entry);
    if (issue === null) continue;
    const known = byNumber.get(issue.number);
    if (known) known.push([issue, entry]);
    else byNumber.set(issue.number, [[issue, entry]]);
  }
  return {
    of: (wanted) => {
      const candidates = byNumber.get(wanted.number) ?? [];
      return candidates.filter(([issue]) => sameRepository(issue, wanted)).map(([, entry]) => entry);
    },
  };
}
