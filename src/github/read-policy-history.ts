/** Where the policy was before, and whether a branch guards it. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { PolicyCommit } from "#src/facts/repository.ts";
import { narrow, read, type Client } from "./client.ts";
import { instantAnswer } from "./instant-answer.ts";
import { POLICY_PATH } from "./read-policy-file.ts";

/** How far back a valid policy is looked for. */
const MOST_COMMITS = 10;

const person = z.object({ name: z.string().nullish(), date: instantAnswer.nullish() }).nullish();
const commitsAnswer = z.array(
  z.object({
    sha: z.string(),
    author: z.object({ login: z.string().optional() }).nullish(),
    commit: z.object({ message: z.string(), author: person, committer: person }).optional(),
  }),
);
const branchAnswer = z.object({ protected: z.boolean() });

/** Commits that changed the configuration file, newest first; none when the branch is out of sight. */
export async function readPolicyHistory(
  client: Client,
  repository: RepositoryName,
  ref: string,
): Promise<readonly PolicyCommit[]> {
  const { owner, repo } = repository;
  const source = `the history of ${POLICY_PATH} in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/commits";
  const answer = await read(client, {
    source,
    route,
    parameters: { owner, repo, sha: ref, path: POLICY_PATH, per_page: MOST_COMMITS },
  });
  const commits = answer ? narrow(commitsAnswer, answer.data, source) : [];
  return commits.map(({ sha, author, commit }) => ({
    sha,
    at: commit?.committer?.date ?? null,
    by: author?.login ?? commit?.author?.name ?? null,
    title: (commit?.message ?? "").split("\n", 1)[0]!,
  }));
}

/** True when branch protection or a ruleset covers the branch. */
export async function isProtectedBranch(client: Client, repository: RepositoryName, branch: string): Promise<boolean> {
  const { owner, repo } = repository;
  const source = `the branch ${branch} of ${owner}/${repo}`;
  const answer = await read(client, {
    source,
    route: "GET /repos/{owner}/{repo}/branches/{branch}",
    parameters: { owner, repo, branch },
  });
  return answer ? narrow(branchAnswer, answer.data, source).protected : false;
}
