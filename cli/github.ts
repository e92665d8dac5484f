/** GitHub for the command line: with the token and the address from the environment, as a workflow or a person has them. */
import { Octokit } from "@octokit/core";
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { Services } from "#src/flow/services.ts";
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
export async function openServices({ environment, error }: Terminal): Promise<Services> {
  const token = environment("GITHUB_TOKEN");
  if (!token) throw new UsageError("GITHUB_TOKEN is not set: a token that may read the repository is needed");
  const baseUrl = (environment("GITHUB_API_URL") ?? "https://api.github.com").replace(/\/+$/, "");
  if (!URL.canParse(baseUrl)) throw new UsageError(`GITHUB_API_URL ${baseUrl} is not an address`);
  const octokit = new Octokit({ auth: token, baseUrl, userAgent: "aftercare-cli", log: SILENT });
  const self = environment("GITHUB_ACTIONS") === "true" ? ACTIONS_BOT : await loginOf(octokit, baseUrl);
  const graphqlUrl = environment("GITHUB_GRAPHQL_URL");
  return {
    github: connectGitHub({ octokit, self, ...(graphqlUrl === undefined ? {} : { graphqlUrl }) }),
    log: {
      info: () => {},
      warn: (_data, message) => error(message),
      error: (_data, message) => error(message),
    },
    face: { kind: "cli", reportOnly: false },
    rechecks: { request: async () => {} },
  };
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
