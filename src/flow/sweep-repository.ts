/** What time alone changes, and what a lost event left behind: every analysis and every open pull request is looked at again. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { type RepositoryName, sameIssue } from "#src/facts/issue-reference.ts";
import { adoptUntold } from "./adopt-sub-issues.ts";
import { closeDoubles } from "./close-doubles.ts";
import { declareUntold } from "./declare-untold.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import { forgetOutcomes } from "./first-outcome.ts";
import { followUpReview } from "./follow-up-review.ts";
import { followUpItems } from "./follow-up-items.ts";
import { hasItemsToKeep } from "./look-for-missing.ts";
import { openAnalysis } from "./open-analysis.ts";
import { publishSnapshot } from "./publish-snapshot.ts";
import { recheckRepository } from "./recheck.ts";
import { rebuildRepository } from "./rebuild-repository.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { writeMissingRecords } from "./write-missing-records.ts";
import { type RepositoryView, viewRepository } from "./view-repository.ts";

/** Sweeps one repository. Repeating it writes nothing new. */
export async function sweepRepository(services: Services, repository: RepositoryName): Promise<void> {
  const view = await freshView(services, repository);
  if (!view) return;
  // The verdicts go first, and nothing that fails on one issue keeps the others from their turn.
  await eachOnItsOwn(stepsOf(services, view), (step) => step());
}

/** Whatever a lost event left behind in the memory is put right first, and told. */
async function freshView(services: Services, repository: RepositoryName): Promise<RepositoryView | null> {
  const { projection, log } = services;
  if (!projection) return viewRepository(services, repository);
  const rebuilt = await rebuildRepository({ ...services, projection }, repository);
  if (rebuilt && rebuilt.corrections.length > 0) {
    const { corrections } = rebuilt;
    const name = `${repository.owner}/${repository.repo}`;
    log.warn({ repository: name, corrections }, "The sweep put right what events had not told");
  }
  return rebuilt?.view ?? null;
}

function stepsOf(services: Services, view: RepositoryView): readonly (() => Promise<unknown>)[] {
  const { repository, records } = view;
  let now = view;
  const open = records.analyses.filter(({ issue }) => issue.state === "open");
  const followOne = ({ issue }: Analysis) => {
    const analysis = now.records.analyses.find((one) => sameIssue(one.issue, issue));
    return analysis ? followUpReview(services, analysis, now) : Promise.resolve();
  };
  const closed = records.analyses.filter((one) => one.issue.state === "closed" && hasItemsToKeep(one, view));
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
    async () => {
      if ((await declareUntold(services, view)) > 0) await recheckRepository(services, repository);
    },
    () => closeDoubles(services, view),
    () => writeMissingRecords(services, view),
    () => forgetOutcomes(services, repository),
    async () => {
      if (await adoptUntold(services, view)) now = (await viewRepository(services, repository)) ?? view;
    },
    ...open.map((analysis) => () => followOne(analysis)),
    ...closed.map((analysis) => () => followAnalysis(services, analysis, view)),
    () => followUpItems(services, now),
    () => publishSnapshot(services, repository),
  ];
}
