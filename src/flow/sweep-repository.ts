/** What time alone changes, and what a lost event left behind: every analysis and every open pull request is looked at again. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import { followUpItems } from "./follow-up-items.ts";
import { openAnalysis } from "./open-analysis.ts";
import { publishSnapshot } from "./publish-snapshot.ts";
import { recheckRepository } from "./recheck.ts";
import { ONLY } from "./remember.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** Sweeps one repository. Repeating it writes nothing new. */
export async function sweepRepository(services: Services, repository: RepositoryName): Promise<void> {
  // Whatever a lost event left behind is read anew: the records by the view, the open pull requests by the recheck.
  await services.projection?.forget(repository, "pulls", ONLY);
  const view = await viewRepository(services, repository);
  if (!view) return;
  // The verdicts go first, and nothing that fails on one issue keeps the others from their turn.
  await eachOnItsOwn(stepsOf(services, view), (step) => step());
}

function stepsOf(services: Services, view: RepositoryView): readonly (() => Promise<unknown>)[] {
  const { repository, records } = view;
  const open = records.analyses.filter(({ issue }) => issue.state === "open");
  const known = new Set(records.analyses.map(({ incident }) => incident.number));
  const without = records.incidents.filter((incident) => incident.open && !known.has(incident.issue.number));
  return [
    () => recheckRepository(services, repository),
    ...without.map(
      ({ issue }) =>
        () =>
          openAnalysis(services, { issue, declaredBy: null }),
    ),
    // What was opened just now may hold back at once.
    ...(without.length > 0 ? [() => recheckRepository(services, repository)] : []),
    ...open.map((analysis) => () => followAnalysis(services, analysis, view)),
    () => followUpItems(services, view),
    () => publishSnapshot(services, repository),
  ];
}
