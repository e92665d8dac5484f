/** Reads what a person may do in a repository. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { Permission } from "#src/facts/issue.ts";
import { narrow, read, type Client } from "./client.ts";

const answerSchema = z.object({ permission: z.string(), role_name: z.string().nullish() });

const ROLES: readonly Permission[] = ["admin", "maintain", "write", "triage", "read", "none"];

/** The person's role. An organisation's own role counts as the built-in one that it extends, as far as GitHub tells; people whom GitHub does not know have `none`. */
export async function readPermission(client: Client, repository: RepositoryName, login: string): Promise<Permission> {
  const { owner, repo } = repository;
  const source = `the permission of ${login} in ${owner}/${repo}`;
  const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
  const answer = await read(client, { source, route, parameters: { owner, repo, username: login } });
  if (answer === null) return "none";
  const { permission, role_name } = narrow(answerSchema, answer.data, source);
  return ROLES.find((role) => role === role_name) ?? ROLES.find((role) => role === permission) ?? "none";
}
