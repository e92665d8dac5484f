/** Reads a repository: its id, its default branch, whether it is archived. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { narrow, read, type Client } from "./client.ts";

const answerSchema = z.object({
  id: z.number(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  default_branch: z.string(),
  private: z.boolean(),
  archived: z.boolean().nullish(),
  html_url: z.string(),
});

/** The repository under the name that it has now (GitHub follows renames); null when it is gone or out of sight. */
export async function readRepository(client: Client, repository: RepositoryName): Promise<RepositoryFacts | null> {
  const source = `the repository ${repository.owner}/${repository.repo}`;
  const { owner, repo } = repository;
  const answer = await read(client, { source, route: "GET /repos/{owner}/{repo}", parameters: { owner, repo } });
  if (answer === null) return null;
  const facts = narrow(answerSchema, answer.data, source);
  return {
    owner: facts.owner.login,
    repo: facts.name,
    id: facts.id,
    defaultBranch: facts.default_branch,
    isPrivate: facts.private,
    archived: facts.archived ?? false,
    url: facts.html_url,
  };
}
