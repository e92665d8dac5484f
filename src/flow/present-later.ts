/** After new items were opened their analysis shows them: at once, or in one go with whatever else waits for the same issue. */
import type { IssueFacts, TrackedIssues } from "#src/facts/issue.ts";
import { sameIssue, sameRepository } from "#src/facts/issue-reference.ts";
import type { PresentWish } from "./present-wish.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { view as viewOf, viewRepository } from "./view-repository.ts";

/** Brings one analysis up to what is known. Listings lag behind writes by some seconds: what was made is read by its number, and what stands under the analysis. */
export async function presentAnew(
  services: Services,
  { analysis, made }: Pick<PresentWish, "analysis" | "made">,
): Promise<void> {
  const [view, children] = await Promise.all([
    viewRepository(services, analysis),
    services.github.readSubIssues(analysis),
  ]);
  if (!view) return;
  const known = [...view.tracked.tracked.map(({ issue }) => issue), ...children];
  const unlisted = made
    .map((number) => ({ owner: analysis.owner, repo: analysis.repo, number }))
    .filter((issue) => !known.some((one) => sameIssue(one, issue)));
  const read = await Promise.all(unlisted.map((issue) => services.github.readIssue(issue)));
  const here = [...children, ...read.filter((issue) => issue !== null)].filter((child) =>
    sameRepository(child, analysis),
  );
  const whole = viewOf({ ...view, tracked: withChildren(view.tracked, here) });
  const there = whole.records.analyses.find(({ issue }) => sameIssue(issue, analysis));
  if (there) await followAnalysis(services, there, whole);
}

/** What is listed is as new as the listing; a child that is not listed yet is taken as it stands. */
function withChildren({ tracked, asOf }: TrackedIssues, children: readonly IssueFacts[]): TrackedIssues {
  const unlisted = children.filter((child) => !tracked.some(({ issue }) => sameIssue(issue, child)));
  return { tracked: [...tracked, ...unlisted.map((issue) => ({ issue, recordComment: null }))], asOf };
}
