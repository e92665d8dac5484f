/** Our identity on GitHub: Probot signs in as the App and as each installation; each installation has a connection and a governor of its own. */
import { Probot, ProbotOctokit } from "probot";
import type { Logger } from "pino";
import { z } from "zod";
import type { Instant } from "#src/calendar/instant.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { GitHub } from "#src/flow/services.ts";
import { openAnswerCache } from "#src/github/answer-cache.ts";
import { type Client, connectClient, narrow, type SentRequest } from "#src/github/client.ts";
import { toUnavailable } from "#src/github/errors.ts";
import { connectGitHub } from "#src/github/github.ts";
import { openGitHubClock } from "#src/github/github-clock.ts";
import { type Governor, type Lane, openGovernor, type Quota } from "#src/github/governor.ts";
import { readFailedDeliveries, redeliver } from "#src/github/hook-deliveries.ts";
import {
  findInstallation,
  isInstalled,
  listInstallations,
  listInstalledRepositories,
} from "#src/github/read-installations.ts";
import type { Environment } from "./environment.ts";
import type { RecoverOptions } from "./recover.ts";

/** The App as GitHub knows it. */
export interface GitHubApp {
  readonly probot: Probot;
  /** GitHub as this installation sees it, for one piece of work. */
  forInstallation(id: number, lane: Lane): Promise<GitHub>;
  /** False once the account has uninstalled us or suspended the installation: it gives no token any more. */
  isInstalled(id: number): Promise<boolean>;
  /** The installation that sees this repository; null when there is none, or it is suspended. */
  installationOn(repository: RepositoryName): Promise<number | null>;
  /** Every installation that is not suspended. */
  listInstallations(): Promise<readonly number[]>;
  /** Repositories of an installation that are not archived. */
  listRepositories(installation: number): Promise<readonly RepositoryName[]>;
  /** GitHub's log of the webhooks that it sent us. */
  readonly deliveries: RecoverOptions["deliveries"];
  /** The hour's quota of each installation that GitHub has told us. */
  quotas(): readonly { readonly installation: number; readonly quota: Quota }[];
}

/** What the connection needs beside the settings. */
export interface GitHubAppOptions {
  readonly log: Logger;
  now(): Instant;
  onRequest(sent: SentRequest): void;
  /** Our part of every installation's limits, above 0 and at most 1. */
  share(): number;
}

const appView = z.object({ slug: z.string() });
/** The App itself has limits of its own, beside those of its installations. */
const THE_APP = 0;

/** Signs in lazily: nothing is sent until the first use. */
export function connectApp(environment: Environment, options: GitHubAppOptions): GitHubApp {
  const probot = openProbot(environment, options.log);
  const { governorOf, quotas } = openGovernors(environment, options);
  const cache = openAnswerCache();
  const clock = openGitHubClock(options.now);
  const settings = (octokit: Awaited<ReturnType<Probot["auth"]>>, id: number, lane: Lane) => ({
    octokit,
    graphqlUrl: environment.graphqlUrl,
    governor: governorOf(id).session(lane),
    cache: cache.of(id),
    onRequest: options.onRequest,
    clock: () => clock.now(),
    onDate: (date: Instant) => clock.note(date),
  });
  const asApp = async () => connectClient({ self: "", ...settings(await probot.auth(), THE_APP, "verdict") });
  const self = onceItWorks(async () => `${await readSlug(await asApp())}[bot]`);
  return {
    probot,
    forInstallation: async (id, lane) =>
      connectGitHub({ self: await self(), ...settings(await probot.auth(id), id, lane) }),
    isInstalled: async (id) => isInstalled(await asApp(), id),
    installationOn: async (repository) => findInstallation(await asApp(), repository),
    listInstallations: async () => listInstallations(await asApp()),
    listRepositories: async (id) =>
      listInstalledRepositories(connectClient({ self: "", ...settings(await probot.auth(id), id, "background") })),
    deliveries: {
      readFailed: async (range) => readFailedDeliveries(await asApp(), range),
      redeliver: async (id) => redeliver(await asApp(), id),
    },
    quotas,
  };
}

function openProbot(environment: Environment, log: Logger): Probot {
  return new Probot({
    appId: environment.appId,
    privateKey: environment.privateKey,
    secret: environment.webhookSecret,
    baseUrl: environment.apiUrl,
    // Probot would log every failure of a route once more, before the worker does.
    log: log.child({}, { level: "fatal" }),
    // Waiting and retrying belong to governor and queue, which survives a restart; Probot's throttle holds all installations back together.
    Octokit: ProbotOctokit.defaults((options: Record<string, unknown>) => ({
      ...options,
      throttle: { ...(options["throttle"] as object | undefined), enabled: false },
      retry: { enabled: false },
    })),
  });
}

interface Governors {
  governorOf(installation: number): Governor;
  readonly quotas: GitHubApp["quotas"];
}

function openGovernors({ paced }: Environment, { now, share }: GitHubAppOptions): Governors {
  const governors = new Map<number, Governor>();
  const wait = (seconds: number) => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
  return {
    governorOf: (installation) => {
      const governor = governors.get(installation) ?? openGovernor({ now, wait, paced, share });
      governors.set(installation, governor);
      return governor;
    },
    quotas: () =>
      [...governors].flatMap(([installation, governor]) => {
        const quota = governor.quota();
        return quota === null || installation === THE_APP ? [] : [{ installation, quota }];
      }),
  };
}

async function readSlug(client: Client): Promise<string> {
  const source = "the App";
  const attempt = await client.attempt({ source, route: "GET /app", parameters: {} });
  if (!attempt.ok) throw toUnavailable(source, attempt.failure);
  return narrow(appView, attempt.answer.data, source).slug;
}

/** Asks until it was answered once. */
function onceItWorks<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    answer ??= ask().catch((error: unknown) => {
      answer = undefined;
      throw error;
    });
    return answer;
  };
}
