/** A run that broke off after it had written may not have shown it: the next one finds nothing to change any more, and shows what the first one touched. */
import type { CommandChange } from "#src/command/outcome.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import { presentAnew } from "./present-later.ts";
import type { Services } from "./services.ts";

/** Brings every analysis up to what is known that these changes touched: its record, its items, or new ones. */
export async function showAgain(
  services: Services,
  changes: readonly CommandChange[],
  records: RepositoryRecords,
): Promise<void> {
  const touched = changes.flatMap(issuesOf);
  const items = records.items.filter(({ issue }) => touched.some((one) => sameIssue(one, issue)));
  const parents = items.flatMap(({ analysis }) => analysis ?? []);
  const concerned = records.analyses.filter(({ issue, incident }) =>
    [...touched, ...parents].some((one) => sameIssue(one, issue) || sameIssue(one, incident)),
  );
  for (const { issue } of concerned) await presentAnew(services, { analysis: issue, made: [] });
}

function issuesOf(change: CommandChange): readonly IssueReference[] {
  switch (change.kind) {
    case "effects":
      return change.effects.flatMap((effect) => ("issue" in effect ? [effect.issue] : []));
    case "record":
      return [change.analysis];
    case "new-item":
      return [change.parent];
    default:
      return [];
  }
}
