/** What time alone changes, and what a lost event left behind: every analysis and every open pull request is looked at again. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { openAnalysis } from "./open-analysis.ts";
import { publishSnapshot } from "./publish-snapshot.ts";
import { recheckRepository } from "./recheck.ts";
import type { Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { viewRepository } from "./view-repository.ts";

/** Sweeps one repository. Repeating it writes nothing new. */
export async function sweepRepository(services: Services, repository: RepositoryName): Promise<void> {
  const view = await viewRepository(services, repository);
  if (!view) return;
  for (const analysis of view.records.analyses.filter(({ issue }) => issue.state === "open")) {
    await followAnalysis(services, analysis, view);
  }
  const known = new Set(view.records.analyses.map(({ incident }) => incident.number));
  const without = view.records.incidents.filter(({ issue, open }) => open && !known.has(issue.number));
  for (const { issue } of without) await openAnalysis(services, { issue, declaredBy: null });
  await recheckRepository(services, repository);
  await publishSnapshot(services, repository);
}
