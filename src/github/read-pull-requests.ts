/** Reads pull requests: one, all open ones, those of a commit. */
import { z } from "zod";
import { sameRepository, type IssueReference, type RepositoryName } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { narrow, read, readOfCommit, type Call, type Client } from "./client.ts";
import { PAGE_SIZE, readAll, readRest } from "./pages.ts";
import { pullRequestAnswer, toPullRequestFacts } from "./pull-request-answer.ts";

/** The pull request; null when it is gone, out of sight or no pull request. */
export async function readPullRequest(client: Client, pull: IssueReference): Promise<PullRequestFacts | null> {
  const { owner, repo, number } = pull;
  const source = `the pull request ${owner}/${repo}#${number}`;
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  const answer = await read(client, { source, route, parameters: { owner, repo, pull_number: number } });
  return answer && toPullRequestFacts(narrow(pullRequestAnswer, answer.data, source));
}

/** All open pull requests, newest update first; none when the repository is out of sight. */
export async function listOpenPullRequests(
  client: Client,
  repository: RepositoryName,
): Promise<readonly PullRequestFacts[]> {
  const { owner, repo } = repository;
  const call: Call = {
    source: `the open pull requests of ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/pulls",
    // By creation, since an update while we page would move a pull request from a page to come to one already read.
    parameters: { owner, repo, state: "open", sort: "created", direction: "asc" },
  };
  const pulls = toFacts((await readAll(client, call)) ?? [], call);
  return distinct(pulls).toSorted((a, b) => b.updatedAt - a.updatedAt || b.number - a.number);
}

/** Pull requests, open or merged, that have the commit; none for a commit that the repository does not know. */
export async function listPullRequestsForCommit(
  client: Client,
  repository: RepositoryName,
  sha: string,
): Promise<readonly PullRequestFacts[]> {
  const { owner, repo } = repository;
  const call: Call = {
    source: `the pull requests of the commit ${sha.slice(0, 12)} in ${owner}/${repo}`,
    route: "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls",
    parameters: { owner, repo, commit_sha: sha, per_page: PAGE_SIZE },
  };
  const first = await readOfCommit(client, call);
  const items = first && (await readRest(client, call, first));
  return distinct(toFacts(items ?? [], call));
}

/**
 * Open pull requests whose head is the same commit. For a head within the repository GitHub maps the commit; a commit of a
 * fork it maps to nothing, so there the pull requests of the fork's branch are listed.
 */
export async function listPullRequestsSharingHead(
  client: Client,
  pull: PullRequestFacts,
): Promise<readonly PullRequestFacts[]> {
  const { headRepository: home, headSha } = pull;
  if (home === null) return [pull];
  const found = sameRepository(home, pull)
    ? await listPullRequestsForCommit(client, pull, headSha)
    : await listPullRequestsOfBranch(client, pull, `${home.owner}:${pull.headRef}`);
  return found.filter((other) => other.state === "open" && other.headSha === headSha);
}

async function listPullRequestsOfBranch(
  client: Client,
  { owner, repo }: RepositoryName,
  head: string,
): Promise<readonly PullRequestFacts[]> {
  const source = `the pull requests of ${head} in ${owner}/${repo}`;
  const call: Call = {
    source,
    route: "GET /repos/{owner}/{repo}/pulls",
    parameters: { owner, repo, state: "open", head },
  };
  return distinct(toFacts((await readAll(client, call)) ?? [], call));
}

function toFacts(items: readonly unknown[], call: Call): PullRequestFacts[] {
  return narrow(z.array(pullRequestAnswer), items, call.source).map(toPullRequestFacts);
}

/** A pull request that is opened while we page pushes another one across a page's edge: twice seen, once kept. */
function distinct(pulls: readonly PullRequestFacts[]): PullRequestFacts[] {
  return [...new Map(pulls.map((pull) => [pull.number, pull])).values()];
}
