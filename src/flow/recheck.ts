/** Something that verdicts rest on has changed: the open pull requests concerned are judged again, without a push. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { Services } from "./services.ts";

/** Asks for a new verdict on every open pull request of the repository. @returns how many. */
export async function recheckRepository(services: Services, repository: RepositoryName): Promise<number> {
  const pulls = await services.github.listOpenPullRequests(repository);
  for (const { owner, repo, number } of pulls) await services.rechecks.request({ owner, repo, number });
  return pulls.length;
}

/** Asks for a new verdict on every open pull request whose head is this commit: how events of forks, which name no number, are mapped. */
export async function recheckCommit(services: Services, repository: RepositoryName, sha: string): Promise<number> {
  const pulls = await services.github.listPullRequestsForCommit(repository, sha);
  const open = pulls.filter((pull) => pull.state === "open" && pull.headSha === sha);
  for (const { owner, repo, number } of open) await services.rechecks.request({ owner, repo, number });
  return open.length;
}
