/** In which order verdicts are written when GitHub's limits let only some be written at once: who waits for nothing else goes first. */
import type { PullRequestFacts } from "#src/facts/pull-request.ts";

/**
 * Pull requests that merge by themselves once they may, then approved ones, then the others, then those whose reviewers asked for
 * changes, then drafts; within each in the order given. What reviews say is as of the last read: a matter of seconds, not of right.
 */
export function closestToMergingFirst<Pull extends Standing>(pulls: readonly Pull[]): readonly Pull[] {
  return pulls.toSorted((a, b) => distance(a) - distance(b));
}

type Standing = Pick<PullRequestFacts, "draft" | "review" | "mergesByItself">;

function distance({ draft, review, mergesByItself }: Standing): number {
  if (draft) return 4;
  if (mergesByItself) return 0;
  if (review === "changes-requested") return 3;
  return review === "approved" ? 1 : 2;
}
