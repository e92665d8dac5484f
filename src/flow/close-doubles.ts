/** The next look at what a race made twice, and what nobody has looked for since: the lowest number stays. */
import { closeDouble } from "#src/effect/close-double.ts";
import type { Effect } from "#src/effect/effect.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { findDoubles } from "#src/remediation/find-doubles.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Closes every double with a link. Nothing is read where there is none. */
export async function closeDoubles(services: Services, { tracked, policy, repository }: RepositoryView): Promise<void> {
  if (services.face.kind !== policy.config.writer) return;
  const issues = tracked.tracked.map(({ issue }) => issue);
  await eachOnItsOwn(findDoubles(issues, { config: policy.config, repository }), async ({ issue, of, under }) => {
    services.log.warn({ issue: issue.number, of }, "A double is closed");
    // Whoever made the first may have ended before it hung where it belongs.
    const child = referenceTo({ ...issue, number: of });
    const links: Effect[] = under === null ? [] : [{ kind: "ensure-sub-issue", parent: under, child }];
    await services.github.perform([...links, ...closeDouble(issue, of)]);
  });
}
