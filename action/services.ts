/** The Action's ports: GitHub through the workflow's token, verdicts again at once, the log on standard output. */
import { Octokit } from "@octokit/core";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { GitHubUnavailable, type Services } from "#src/flow/services.ts";
import { connectGitHub } from "#src/github/github.ts";
import type { Session } from "#src/github/governor.ts";
import { fetchOverHttp } from "./fetch-over-http.ts";
import type { ActionInputs } from "./inputs.ts";
import { annotationCommand } from "./workflow-commands.ts";

/** Who writes with a workflow's token. */
const ACTIONS_BOT = "github-actions[bot]";

/** Opens the ports. Nothing is sent yet. `governor` holds back what is less urgent than verdicts. */
export function openServices(inputs: ActionInputs, governor?: Session): Services {
  const octokit = new Octokit({
    auth: inputs.token,
    baseUrl: inputs.apiUrl,
    userAgent: "aftercare-action",
    log: SILENT,
    request: { fetch: fetchOverHttp(process.env) },
  });
  const graphql = inputs.graphqlUrl === undefined ? {} : { graphqlUrl: inputs.graphqlUrl };
  const services: Services = {
    github: connectGitHub({ octokit, self: ACTIONS_BOT, ...graphql, ...(governor ? { governor } : {}) }),
    log: {
      info: () => {},
      warn: (data, message) => say("warning", data, message),
      error: (data, message) => say("error", data, message),
    },
    face: { kind: "action", reportOnly: inputs.reportOnly },
    rechecks: {
      request: async (pulls) => {
        for (const pull of pulls) await judgeAgain(services, pull);
      },
    },
  };
  return services;
}

async function judgeAgain(services: Services, pull: IssueReference): Promise<void> {
  const { gatePullRequest } = await import("#src/flow/gate-pull-request.ts");
  try {
    await gatePullRequest(services, pull);
  } catch (error) {
    // One pull request that cannot be read must not keep the others from being judged.
    if (!(error instanceof GitHubUnavailable)) throw error;
    say("warning", { reason: error.message }, `#${pull.number} could not be judged again`);
  }
}

// Octokit warns on standard error about deprecations, with addresses that say nothing to the reader of a job's log.
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function say(level: "warning" | "error", data: Readonly<Record<string, unknown>>, message: string): void {
  const reason = typeof data["reason"] === "string" ? `: ${data["reason"]}` : "";
  process.stdout.write(`${annotationCommand({ level, message: message + reason })}\n`);
}
