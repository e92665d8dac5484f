/** Which analysis should show which new items, and after what. */
import type { IssueReference } from "#src/facts/issue-reference.ts";

/** As data, so that it can wait in a queue. */
export interface PresentWish {
  readonly analysis: IssueReference;
  /** Issues of the same repository that were opened just now and that listings may not show yet. */
  readonly made: readonly number[];
  /** Where the items were asked for: a repository's id, and the number of an issue in it. */
  readonly said: { readonly repository: number; readonly issue: number };
}
