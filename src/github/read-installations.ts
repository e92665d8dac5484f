/** Where the App is installed, and on what. */
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { type Answer, type Call, type Client, narrow, read } from "./client.ts";
import { GitHubUnavailable } from "#src/flow/services.ts";
import { hasNextPage, pageOf } from "./pages.ts";

const installation = z.object({ id: z.number(), suspended_at: z.string().nullish() });
const repositories = z.object({
  repositories: z.array(
    z.object({ name: z.string(), owner: z.object({ login: z.string() }), archived: z.boolean().default(false) }),
  ),
});

/** Ids of the installations that are not suspended. Asked as the App. */
export async function listInstallations(client: Client): Promise<readonly number[]> {
  const source = "the App's installations";
  const pages = await readPages(client, { source, route: "GET /app/installations", parameters: {} });
  const rows = pages.flatMap(({ data }) => narrow(z.array(installation), data, source));
  return rows.flatMap(({ id, suspended_at }) => (suspended_at ? [] : [id]));
}

/** False once the account has uninstalled us or suspended the installation: it gives no token any more. Asked as the App. */
export async function isInstalled(client: Client, id: number): Promise<boolean> {
  const source = `the installation ${id}`;
  const route = "GET /app/installations/{installation_id}";
  const answer = await read(client, { source, route, parameters: { installation_id: id } });
  return answer !== null && !narrow(installation, answer.data, source).suspended_at;
}

/** The installation that sees a repository; null when there is none, or it is suspended. Asked as the App. */
export async function findInstallation(client: Client, { owner, repo }: RepositoryName): Promise<number | null> {
  const source = `the installation on ${owner}/${repo}`;
  const answer = await read(client, {
    source,
    route: "GET /repos/{owner}/{repo}/installation",
    parameters: { owner, repo },
  });
  const found = answer && narrow(installation, answer.data, source);
  return found && !found.suspended_at ? found.id : null;
}

/** The repositories that an installation may see and that are not archived. Asked as the installation. */
export async function listInstalledRepositories(client: Client): Promise<readonly RepositoryName[]> {
  const source = "the repositories of the installation";
  const pages = await readPages(client, { source, route: "GET /installation/repositories", parameters: {} });
  const rows = pages.flatMap(({ data }) => narrow(repositories, data, source).repositories);
  return rows.flatMap(({ name, owner, archived }) => (archived ? [] : [{ owner: owner.login, repo: name }]));
}

async function readPages(client: Client, call: Call): Promise<readonly Answer[]> {
  const pages: Answer[] = [];
  do {
    const page = await read(client, pageOf(call, pages.length + 1));
    if (page === null) throw new GitHubUnavailable(call.source, `${call.source}: GitHub answered 404`);
    pages.push(page);
  } while (hasNextPage(pages.at(-1)!));
  return pages;
}
