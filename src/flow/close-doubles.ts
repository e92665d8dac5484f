/** The next look at what a race made twice, and what nobody has looked for since: the lowest number stays. */
import { closeDouble } from "#src/effect/close-double.ts";
import type { Effect } from "#src/effect/effect.ts";
import { type IssueReference, referenceTo } from "#src/facts/issue-reference.ts";
import { findDoubles } from "#src/remediation/find-doubles.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Closes every double with a link. Nothing is read where there is none. */
export async function closeDoubles(services: Services, { tracked, policy }: RepositoryView): Promise<void> {
  if (services.face.kind !== policy.config.writer) return;
  const issues = tracked.tracked.map(({ issue }) => issue);
  await eachOnItsOwn(findDoubles(issues, policy.config), async ({ issue, of, under }) => {
    services.log.warn({ issue: issue.number, of }, "A double is closed");
    // Whoever made the first may have ended before it hung where it belongs.
    const hang = under === null ? [] : [hangUnder(under, { ...issue, number: of })];
    await services.github.perform([...hang, ...closeDouble(issue, of)]);
  });
}

function hangUnder(parent: IssueReference, child: IssueReference): Effect {
  return { kind: "ensure-sub-issue", parent, child: referenceTo(child) };
}
