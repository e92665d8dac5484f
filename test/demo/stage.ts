/** The demo's stage: the stand-in for GitHub, the real App beside it, people with tokens, and a runner for the real Action. */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { z } from "zod";
import { readEnvironment } from "#app/environment.ts";
import { WEBHOOK_PATH } from "#app/server.ts";
import { type RunningApp, startApp } from "#app/start.ts";
import { type ApiClient, apiClient } from "#test/support/github/api-client.ts";
import { createMachineClock } from "#test/support/github/clock.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { type StrictObserver, strictObserver } from "#test/support/openapi/strict-observer.ts";

/** Where the story plays. */
export const REPOSITORY = "acme/shop";

/** The people: `alice` administers, `bob`, `carol` and `dan` write, `eve` is a stranger. */
export type Person = "alice" | "bob" | "carol" | "dan" | "eve";

/** How a run of the Action ended. */
export interface ActionRun {
  readonly exitCode: number;
  readonly output: string;
  readonly summary: string;
  readonly log: string;
}

/** The stage. */
export interface Stage {
  readonly github: GitHubServer;
  readonly observer: StrictObserver;
  /** Address of the App's webhooks. */
  webhookUrl(): string;
  as(person: Person): ApiClient;
  /** Resolves when GitHub has delivered and the App has done everything so far. */
  quiet(): Promise<void>;
  /** Stops the App and starts it again on the same database. */
  restart(): Promise<void>;
  /** Queues the App's hourly work now, and waits for it. */
  tick(): Promise<void>;
  /** Runs the built Action as a runner would for an event of a pull request. */
  runAction(pull: number): Promise<ActionRun>;
  close(): Promise<void>;
}

/** What the App asks for, from its own manifest: what app.yml lacks, the demo cannot do. */
const manifest = z
  .object({ default_events: z.array(z.string()), default_permissions: z.record(z.string(), z.enum(["read", "write"])) })
  .parse(parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8")));

const SECRET = "demo-webhook-secret";
const root = fileURLToPath(new URL("../..", import.meta.url));

/** Sets everything up: an organisation, a repository with code, protected `main`, the App installed. */
export async function openStage(port = 0): Promise<Stage> {
  const observer = strictObserver();
  const github = await startGitHub({ clock: createMachineClock(), observe: observer, port });
  github.addOrganization("acme", { alice: "admin" });
  github.addUser("eve");
  github.addRepository({
    owner: "acme",
    name: "shop",
    description: "A shop, for the demo",
    files: FILES,
    collaborators: { bob: "write", carol: "write", dan: "write" },
  });
  const handle = github.addApp({
    slug: "aftercare",
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    secret: SECRET,
  });
  const data = await mkdtemp(join(tmpdir(), "aftercare-demo-"));
  const environment = environmentOf({
    APP_ID: String(handle.appId),
    PRIVATE_KEY: handle.privateKey,
    WEBHOOK_SECRET: SECRET,
    PORT: "0",
    GITHUB_API_URL: github.url,
    DATA_DIR: data,
    LOG_LEVEL: process.env["LOG_LEVEL"] ?? "error",
  });
  let app = await startApp(environment);
  handle.webhookUrl = app.url + WEBHOOK_PATH;
  github.installApp({ app: handle, account: "acme" });
  const quiet = () => settle(github, app);
  return {
    github,
    observer,
    webhookUrl: () => app.url + WEBHOOK_PATH,
    as: (person) => apiClient(github.url, github.userToken(person)),
    quiet,
    restart: async () => {
      await app.stop();
      app = await startApp(environment);
      handle.webhookUrl = app.url + WEBHOOK_PATH;
    },
    tick: async () => {
      await app.tick();
      await quiet();
    },
    runAction: (pull) => runAction(github, pull),
    close: async () => {
      await app.stop();
      await github.stop();
      await rm(data, { recursive: true });
    },
  };
}

function environmentOf(env: Record<string, string>) {
  const read = readEnvironment(env);
  if (!read.ok) throw new Error(read.problems.join("; "));
  return read.environment;
}

/** What the App writes makes new deliveries, and those new work: quiet is when neither is left. */
async function settle(github: GitHubServer, app: RunningApp): Promise<void> {
  let deliveries = -1;
  while (deliveries !== github.deliveries().length) {
    deliveries = github.deliveries().length;
    await github.settled();
    await app.idle();
  }
}

async function runAction(github: GitHubServer, pull: number): Promise<ActionRun> {
  const directory = await mkdtemp(join(tmpdir(), "aftercare-runner-"));
  const file = (name: string) => join(directory, name);
  const { body } = await apiClient(github.url, github.userToken("alice"))(`GET /repos/${REPOSITORY}/pulls/${pull}`);
  await Promise.all([
    writeFile(file("event.json"), JSON.stringify({ action: "synchronize", number: pull, pull_request: body })),
    writeFile(file("output"), ""),
    writeFile(file("summary.md"), ""),
  ]);
  // As a hosted runner has it: nothing of this process's environment but the path.
  const env = {
    PATH: process.env["PATH"] ?? "",
    "INPUT_GITHUB-TOKEN": github.actionsToken(REPOSITORY, {
      permissions: { contents: "read", issues: "read", pull_requests: "read" },
    }),
    INPUT_ANNOTATIONS: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_EVENT_NAME: "pull_request",
    GITHUB_EVENT_PATH: file("event.json"),
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_OUTPUT: file("output"),
    GITHUB_STEP_SUMMARY: file("summary.md"),
  };
  const child = spawn(process.execPath, [join(root, "action/dist/index.mjs")], { env, cwd: directory });
  const log: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => log.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => log.push(chunk));
  const exitCode = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? -1));
  });
  const [output, summary] = await Promise.all([readFile(file("output"), "utf8"), readFile(file("summary.md"), "utf8")]);
  await rm(directory, { recursive: true });
  return { exitCode, output, summary, log: Buffer.concat(log).toString("utf8") };
}

const FILES = {
  "README.md": "# Shop\n",
  "services/checkout/payment.ts": "export const RETRIES = 100;\nexport const TIMEOUT_MS = 30_000;\n",
  "services/checkout/cart.ts": "export const MAX_ITEMS = 50;\n",
  "services/search/index.ts": "export const PAGE_SIZE = 20;\n",
  "docs/runbook.md": "# Runbook\n",
};
