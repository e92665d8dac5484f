/** Where the policy was before, and whether a branch guards it. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { narrow, read, type Client } from "./client.ts";
import { POLICY_PATH } from "./read-policy-file.ts";

/** How far back a valid policy is looked for. */
const MOST_COMMITS = 10;

const commitsAnswer = z.array(z.object({ sha: z.string() }));
const branchAnswer = z.object({ protected: z.boolean() });

/** Commits that changed the configuration file, newest first; none when the branch is out of sight. */
export async function readPolicyHistory(
  client: Client,
  repository: RepositoryName,
  ref: string,
): Promise<readonly string[]> {
  const { owner, repo } = repository;
  const source = `the history of ${POLICY_PATH} in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/commits";
  const answer = await read(client, {
    source,
    route,
    parameters: { owner, repo, sha: ref, path: POLICY_PATH, per_page: MOST_COMMITS },
  });
  return answer ? narrow(commitsAnswer, answer.data, source).map(({ sha }) => sha) : [];
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
