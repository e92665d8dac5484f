/** GitHub as the App itself and as each of its installations sees it, by the App's own settings. */
import { ProbotOctokit } from "probot";
import { z } from "zod";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { GitHub } from "#src/flow/services.ts";
import { type Client, connectClient, narrow, read } from "#src/github/client.ts";
import { connectGitHub } from "#src/github/github.ts";
import { listInstallations, listInstalledRepositories } from "#src/github/read-installations.ts";
import { UsageError, type Terminal } from "./command.ts";
import { readApiUrl } from "./github.ts";

/** The App as the command line may use it. */
export interface AppIdentity {
  listInstallations(): Promise<readonly number[]>;
  listRepositories(installation: number): Promise<readonly RepositoryName[]>;
  forInstallation(installation: number): Promise<GitHub>;
}

// Octokit warns on standard error about clocks and deprecations, which say nothing to the reader.
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

const appAnswer = z.object({ slug: z.string() });

/** With `APP_ID` and `PRIVATE_KEY` as the App has them. @throws UsageError when they are missing. */
export function readAppIdentity(terminal: Terminal): AppIdentity {
  const [appId, key] = [terminal.environment("APP_ID"), terminal.environment("PRIVATE_KEY")];
  if (!appId || !key) throw new UsageError("set APP_ID and PRIVATE_KEY as for the App");
  if (!/^[1-9]\d*$/.test(appId)) throw new UsageError(`APP_ID ${appId} is not a number`);
  const auth = { appId: Number(appId), privateKey: readKey(key) };
  const baseUrl = readApiUrl(terminal);
  const signIn = (installation?: number) =>
    new ProbotOctokit({
      auth: installation === undefined ? auth : { ...auth, installationId: installation },
      baseUrl,
      throttle: { enabled: false },
      retry: { enabled: false },
      log: SILENT,
    });
  const asApp = connectClient({ octokit: signIn(), self: "" });
  const asInstallation = (id: number) => connectClient({ octokit: signIn(id), self: "" });
  return {
    listInstallations: () => listInstallations(asApp),
    listRepositories: (id) => listInstalledRepositories(asInstallation(id)),
    forInstallation: async (id) => connectGitHub({ octokit: signIn(id), self: `${await readSlug(asApp)}[bot]` }),
  };
}

async function readSlug(client: Client): Promise<string> {
  const answer = await read(client, { source: "the App", route: "GET /app", parameters: {} });
  if (!answer) throw new UsageError("GitHub does not know this App: APP_ID and PRIVATE_KEY do not belong together");
  return narrow(appAnswer, answer.data, "the App").slug;
}

/** Deployment tools hand multi-line keys over as base64 or with `\n` written out. */
function readKey(text: string): string {
  if (text.includes("-----BEGIN")) return text.replaceAll(String.raw`\n`, "\n");
  return Buffer.from(text, "base64").toString("utf8");
}
