/** GitHub for the command line: with the token and the address from the environment, as a workflow or a person has them. */
import { Octokit } from "@octokit/core";
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { BudgetSource } from "#src/flow/monitoring.ts";
import { GitHubUnavailable, type Services } from "#src/flow/services.ts";
import { connectPrometheus, readPrometheusUrl } from "#src/prometheus/prometheus.ts";
import type { ClientOptions } from "#src/github/client.ts";
import { connectGitHub } from "#src/github/github.ts";
import { UsageError, type Terminal } from "./command.ts";

/** Who writes with a workflow's token. */
const ACTIONS_BOT = "github-actions[bot]";

// Octokit warns on standard error about deprecations, with addresses that say nothing to the reader.
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Reads `owner/name`. @throws UsageError for any other form. */
export function readRepositoryName(text: string): RepositoryName {
  const match = /^([\w.-]+)\/([\w.-]+)$/.exec(text.trim());
  if (!match) throw new UsageError(`--repo ${text}: write it as owner/name, e.g. acme/shop`);
  return { owner: match[1]!, repo: match[2]! };
}

/**
 * Opens the ports with `GITHUB_TOKEN` (and `GITHUB_API_URL`, for other hosts). One request, unless a workflow runs this.
 * Pull requests to be judged again are left to the App or the Action, which publish verdicts.
 * @throws UsageError when the token is missing or GitHub does not know it.
 */
export async function openServices(terminal: Terminal): Promise<Services> {
  const budgetSource = openBudgetSource(terminal);
  return {
    github: connectGitHub(await signIn(terminal)),
    log: {
      info: () => {},
      warn: (_data, message) => terminal.error(message),
      error: (_data, message) => terminal.error(message),
    },
    face: { kind: "cli", reportOnly: false },
    rechecks: { request: async () => {} },
    ...(budgetSource ? { budgetSource } : {}),
  };
}

/** Prometheus by `PROMETHEUS_URL` and `PROMETHEUS_TOKEN`; null when it is not set. @throws UsageError when it is no address. */
export function openBudgetSource({ environment }: Pick<Terminal, "environment">): BudgetSource | null {
  const text = environment("PROMETHEUS_URL");
  if (!text) return null;
  const read = readPrometheusUrl(text);
  if ("problem" in read) throw new UsageError(`PROMETHEUS_URL ${read.problem}`);
  return connectPrometheus({ url: read.url, token: environment("PROMETHEUS_TOKEN") || undefined });
}

/** The address of GitHub's API, without a slash at its end. @throws UsageError when it is none. */
export function readApiUrl({ environment }: Pick<Terminal, "environment">): string {
  const baseUrl = (environment("GITHUB_API_URL") || "https://api.github.com").replace(/\/+$/, "");
  if (!URL.canParse(baseUrl)) throw new UsageError(`GITHUB_API_URL ${baseUrl} is not an address`);
  return baseUrl;
}

/** Who we are on GitHub, and the door to it. @throws UsageError as `openServices` does. */
export async function signIn({ environment }: Pick<Terminal, "environment">): Promise<ClientOptions> {
  const token = environment("GITHUB_TOKEN");
  if (!token) throw new UsageError("GITHUB_TOKEN is not set: a token that may read the repository is needed");
  const baseUrl = readApiUrl({ environment });
  const octokit = new Octokit({ auth: token, baseUrl, userAgent: "aftercare-cli", log: SILENT });
  const self = environment("GITHUB_ACTIONS") === "true" ? ACTIONS_BOT : await loginOf(octokit, baseUrl);
  const graphqlUrl = environment("GITHUB_GRAPHQL_URL");
  return { octokit, self, ...(graphqlUrl === undefined ? {} : { graphqlUrl }) };
}

/** GitHub being away is a fact of life: one line, not a trace. @throws UsageError instead of GitHubUnavailable. */
export async function reachable<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GitHubUnavailable) throw new UsageError(error.message);
    throw error;
  }
}

const user = z.object({ login: z.string() });

async function loginOf(octokit: Octokit, baseUrl: string): Promise<string> {
  try {
    const { data } = await octokit.request("GET /user");
    return user.parse(data).login;
  } catch (failure) {
    const { status, message } = failure as { readonly status?: unknown; readonly message: string };
    // Tokens of Apps belong to nobody, and are refused here.
    if (status === 403) return ACTIONS_BOT;
    const reason = status === 401 ? "GitHub does not know GITHUB_TOKEN" : "cannot ask whose GITHUB_TOKEN this is";
    throw new UsageError(`${baseUrl}: ${reason} (${message.split("\n")[0]})`);
  }
}
