/** Something that verdicts rest on has changed: the open pull requests concerned are judged again, without a push. */
import { referenceTo, type RepositoryName } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { closestToMergingFirst } from "./closest-to-merging.ts";
import { concernedPulls } from "./concerned-pulls.ts";
import { ONLY } from "./remember.ts";
import type { Services } from "./services.ts";

/**
 * Asks for a new verdict on the open pull requests of the repository: where something is remembered, on exactly those whose verdict
 * is another one now, else on all of them. @returns how many.
 */
export async function recheckRepository(services: Services, repository: RepositoryName): Promise<number> {
  const { projection, rechecks } = services;
  if (!projection) {
    const pulls = await services.github.listOpenPullRequests(repository);
    await rechecks.request(closestToMergingFirst(pulls).map(referenceTo));
    return pulls.length;
  }
  const { pulls, nextChangeAt } = await concernedPulls({ ...services, projection }, repository);
  await rechecks.request(pulls);
  if (nextChangeAt !== null) await rechecks.requestAt?.(repository, nextChangeAt);
  return pulls.length;
}

/** As `recheckRepository`, when its time has come: the records are read anew, since listings may have lagged behind a change. */
export async function recheckInTime(services: Services, repository: RepositoryName): Promise<number> {
  await services.projection?.forget(repository, "records", ONLY);
  return recheckRepository(services, repository);
}

/**
 * Asks for a new verdict on every open pull request whose head is this commit. Events of checks name no pull request of a
 * fork, and GitHub maps a fork's commit to none: then all open pull requests are looked through.
 */
export async function recheckCommit(
  services: Pick<Services, "github" | "rechecks">,
  repository: RepositoryName,
  sha: string,
): Promise<number> {
  const isHead = (pull: PullRequestFacts) => pull.state === "open" && pull.headSha === sha;
  const mapped = (await services.github.listPullRequestsForCommit(repository, sha)).filter(isHead);
  const pulls = mapped.length > 0 ? mapped : (await services.github.listOpenPullRequests(repository)).filter(isHead);
  await services.rechecks.request(pulls.map(referenceTo));
  return pulls.length;
}
