/** A repository whose workflow runs the Action: events as GitHub sends them become event files, and the Action's own code runs on each. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { vi } from "vitest";
import { run } from "#action/run.ts";
import { type ApiClient, apiClient, numberAt } from "#test/support/github/api-client.ts";
import { createMachineClock } from "#test/support/github/clock.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { strictObserver } from "#test/support/openapi/strict-observer.ts";

/** Where it plays. */
export const SHOP = "acme/shop";

/** An event that a workflow may run on. */
export interface WorkflowEvent {
  readonly name: string;
  readonly payload: unknown;
}

/** How a run ended. */
export interface Ran {
  readonly code: number;
  readonly log: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** What differs from a plain run. */
export interface RunOptions {
  readonly token?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** A built file to spawn, with nothing but the runner's environment; absent = in this process. */
  readonly file?: string;
}

/** A repository with a workflow. */
export interface Workflow {
  readonly github: GitHubServer;
  as(person: "alice" | "bob" | "carol" | "eve"): ApiClient;
  /** Events since the last call that start the workflow: those of the bot's own writes do not. */
  events(): readonly WorkflowEvent[];
  /** Runs the Action on one event. */
  run(event: WorkflowEvent, options?: RunOptions): Promise<Ran>;
  /** Runs it on everything that has happened since. */
  runAll(): Promise<readonly Ran[]>;
  /** Requests since the last count that were no reads, by route. */
  writes(): Readonly<Record<string, number>>;
  /** Opens a pull request by carol that changes these files, and gives its event. */
  pull(
    branch: string,
    files: Readonly<Record<string, string>>,
    body?: string,
  ): { number: number; event: WorkflowEvent };
  stop(): Promise<void>;
}

/** One a test file: compiling GitHub's description takes longer than most tests. */
const observer = strictObserver();

/** `writer` and `mode` go into the configuration. */
export async function startWorkflow(config: {
  readonly writer: "app" | "action";
  readonly mode: "enforce" | "report";
  readonly more?: string;
}): Promise<Workflow> {
  const github = await startGitHub({ clock: createMachineClock(), observe: observer });
  github.addOrganization("acme", { alice: "admin" });
  github.addUser("eve");
  const file = [
    `writer: ${config.writer}`,
    `mode: ${config.mode}`,
    "components:",
    '  checkout: { paths: ["services/checkout/**"], owners: ["@bob"] }',
    config.more ?? "",
  ].join("\n");
  github.addRepository({
    owner: "acme",
    name: "shop",
    files: { "services/checkout/pay.ts": "1\n", "docs/a.txt": "a\n", ".github/aftercare.yml": file },
    collaborators: { bob: "write", carol: "write" },
  });
  const listening = listen(github);
  const as = (person: string) => apiClient(github.url, github.userToken(person));
  const workflow: Workflow = {
    github,
    as,
    events: listening,
    run: (event, options = {}) => runOn(github, event, options),
    runAll: async () => {
      const ran: Ran[] = [];
      for (const event of listening()) ran.push(await workflow.run(event));
      return ran;
    },
    writes: () => {
      const all = Object.entries(github.requests());
      github.resetRequests();
      return Object.fromEntries(all.filter(([route]) => !route.startsWith("GET ") && route !== "POST /graphql"));
    },
    pull: (branch, files, body = "") => {
      github.push(SHOP, { branch, files, message: branch, login: "carol" });
      const { number } = github.openPull(SHOP, { title: branch, body, head: branch, login: "carol" });
      const event = listening().find(({ name }) => name === "pull_request");
      if (!event) throw new Error("no pull_request event came");
      return { number, event };
    },
    stop: async () => {
      await github.stop();
      observer.assertClean();
    },
  };
  return workflow;
}

/** The events that come to a witness, as a workflow would get them. */
function listen(github: GitHubServer): () => readonly WorkflowEvent[] {
  const app = github.addApp({
    slug: "witness",
    permissions: { issues: "read", pull_requests: "read", contents: "read", merge_queues: "read" },
    events: ["issues", "issue_comment", "pull_request", "push", "merge_group"],
    webhookUrl: "http://127.0.0.1:9/",
  });
  github.installApp({ app, account: "acme" });
  let seen = github.deliveries().length;
  return () => {
    const fresh = github.deliveries().slice(seen);
    seen = github.deliveries().length;
    return fresh
      .map(({ event, body }) => ({ name: event, payload: JSON.parse(body) as { sender?: { login?: string } } }))
      .filter(({ payload }) => payload.sender?.login !== "github-actions[bot]");
  };
}

async function runOn(github: GitHubServer, event: WorkflowEvent, options: RunOptions): Promise<Ran> {
  const directory = mkdtempSync(join(tmpdir(), "aftercare-runner-"));
  const path = (name: string) => join(directory, name);
  writeFileSync(path("event.json"), JSON.stringify(event.payload));
  writeFileSync(path("output"), "");
  writeFileSync(path("summary.md"), "");
  const env = {
    "INPUT_GITHUB-TOKEN": options.token ?? github.actionsToken(SHOP),
    INPUT_ANNOTATIONS: "false",
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: SHOP,
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: path("event.json"),
    GITHUB_API_URL: github.url,
    GITHUB_GRAPHQL_URL: `${github.url}/graphql`,
    GITHUB_OUTPUT: path("output"),
    GITHUB_STEP_SUMMARY: path("summary.md"),
    ...options.env,
  };
  try {
    const { code, log } = options.file ? await spawnOn(options.file, { env, directory }) : await runHere(env);
    const summary = readFileSync(path("summary.md"), "utf8");
    return { code, log, summary, outputs: readOutputs(readFileSync(path("output"), "utf8")) };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

async function runHere(env: Readonly<Record<string, string | undefined>>): Promise<{ code: number; log: string }> {
  const written: string[] = [];
  const standardOutput = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    return { code: await run(env), log: written.join("") };
  } finally {
    standardOutput.mockRestore();
  }
}

async function spawnOn(
  file: string,
  { env, directory }: { env: Readonly<Record<string, string | undefined>>; directory: string },
): Promise<{ code: number; log: string }> {
  const child = spawn(process.execPath, [file], { env, cwd: directory });
  const log: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => log.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? -1));
  });
  return { code, log: Buffer.concat(log).toString("utf8") };
}

/** Reads an output file as the runner does: `name<<delimiter`, lines, the delimiter. */
export function readOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  while (lines.length > 0) {
    const [name, delimiter] = (lines.shift() ?? "").split("<<");
    if (!name || delimiter === undefined) continue;
    const end = lines.indexOf(delimiter);
    if (end < 0) throw new Error(`the output ${name} has no end`);
    outputs[name] = lines.splice(0, end).join("\n");
    lines.shift();
  }
  return outputs;
}

/** An incident on checkout with an analysis and one accepted P0 item, all made by the Action itself. Needs `writer: action`. */
export async function declareWithItem(workflow: Workflow): Promise<{ incident: number; pia: number; item: number }> {
  const bob = workflow.as("bob");
  const labels = ["incident", "sev:4", "component:checkout"];
  const opened = await bob(`POST /repos/${SHOP}/issues`, { title: "Checkout is down", body: "502", labels });
  await workflow.runAll();
  const pia = await labelled(workflow, "pia");
  const text =
    '/pia add "Cap retries" owner:@bob due:7d priority:P0 type:prevent component:checkout done-when:"3 at most"';
  await bob(`POST /repos/${SHOP}/issues/${pia}/comments`, { body: text });
  await workflow.runAll();
  return { incident: numberAt(opened.body, "number"), pia, item: await labelled(workflow, "remediation") };
}

async function labelled(workflow: Workflow, label: string): Promise<number> {
  const { body } = await workflow.as("alice")(`GET /repos/${SHOP}/issues?labels=${label}&state=all`);
  return numberAt(body, "0.number");
}
