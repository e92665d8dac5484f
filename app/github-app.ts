/** Our identity on GitHub: Probot signs in as the App and as each installation; each installation gets a connection of its own. */
import { Probot, ProbotOctokit } from "probot";
import type { Logger } from "pino";
import { z } from "zod";
import type { GitHub } from "#src/flow/services.ts";
import { connectGitHub } from "#src/github/github.ts";
import type { Environment } from "./environment.ts";

/** The App as GitHub knows it. */
export interface GitHubApp {
  readonly probot: Probot;
  /** GitHub as this installation sees it. */
  forInstallation(id: number): Promise<GitHub>;
  /** False once the account has uninstalled us or suspended the installation: it gives no token any more. */
  isInstalled(id: number): Promise<boolean>;
  /** Every installation that is not suspended. */
  listInstallations(): Promise<readonly number[]>;
  /** Repositories of an installation, as `owner/repo`. */
  listRepositories(installation: number): Promise<readonly string[]>;
}

const appView = z.object({ slug: z.string() });
const installationView = z.object({ id: z.number(), suspended_at: z.string().nullish() });
const repositoriesView = z.object({
  repositories: z.array(z.object({ full_name: z.string(), archived: z.boolean().default(false) })),
});

/** Signs in lazily: nothing is sent until the first use. */
export function connectApp(environment: Environment, log: Logger): GitHubApp {
  const probot = new Probot({
    appId: environment.appId,
    privateKey: environment.privateKey,
    secret: environment.webhookSecret,
    baseUrl: environment.apiUrl,
    // Probot would log every failure of a route once more, before the worker does.
    log: log.child({}, { level: "fatal" }),
    // Waiting and retrying belong to the queue, which survives a restart; Probot's throttle holds all installations back together.
    Octokit: ProbotOctokit.defaults((options: Record<string, unknown>) => ({
      ...options,
      throttle: { ...(options["throttle"] as object | undefined), enabled: false },
      retry: { enabled: false },
    })),
  });
  let slug: Promise<string> | undefined;
  const readSlug = async () => appView.parse((await (await probot.auth()).request("GET /app")).data).slug;
  const self = async () => {
    slug ??= readSlug().catch((error: unknown) => {
      slug = undefined;
      throw error;
    });
    return `${await slug}[bot]`;
  };
  return {
    probot,
    forInstallation: async (id) =>
      connectGitHub({ octokit: await probot.auth(id), self: await self(), graphqlUrl: environment.graphqlUrl }),
    isInstalled: async (id) => {
      try {
        const octokit = await probot.auth();
        const { data } = await octokit.request("GET /app/installations/{installation_id}", { installation_id: id });
        return !installationView.parse(data).suspended_at;
      } catch (error) {
        if ((error as { status?: number }).status === 404) return false;
        throw error;
      }
    },
    listInstallations: async () => {
      const octokit = await probot.auth();
      const pages = await octokit.paginate("GET /app/installations", { per_page: 100 });
      return z
        .array(installationView)
        .parse(pages)
        .flatMap(({ id, suspended_at }) => (suspended_at ? [] : [id]));
    },
    listRepositories: async (installation) => {
      const octokit = await probot.auth(installation);
      const names: string[] = [];
      for await (const page of octokit.paginate.iterator("GET /installation/repositories", { per_page: 100 })) {
        const { repositories } = repositoriesView.parse({ repositories: page.data });
        names.push(...repositories.filter(({ archived }) => !archived).map(({ full_name }) => full_name));
      }
      return names;
    },
  };
}
