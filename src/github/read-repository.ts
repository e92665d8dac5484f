/** Reads a repository: its id, its default branch, whether it is archived. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { narrow, read, type Client } from "./client.ts";

/** What we use of a repository, also where it stands inside a pull request. */
export const repositoryAnswer = z.object({
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
  return toRepositoryFacts(narrow(repositoryAnswer, answer.data, source));
}

/** The facts of a repository. */
export function toRepositoryFacts(answer: z.infer<typeof repositoryAnswer>): RepositoryFacts {
  return {
    owner: answer.owner.login,
    repo: answer.name,
    id: answer.id,
    defaultBranch: answer.default_branch,
    isPrivate: answer.private,
    archived: answer.archived ?? false,
    url: answer.html_url,
  };
}
