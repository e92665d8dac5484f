/** The whole App in this process, with the stand-in for GitHub beside it: real HTTP both ways, signed webhooks, installation tokens. */
import type { StoreAddress } from "#src/store/open-store.ts";
import type { Environment } from "#app/environment.ts";
import { WEBHOOK_PATH } from "#app/server.ts";
import { type RunningApp, startApp } from "#app/start.ts";
import { apiClient } from "#test/support/github/api-client.ts";
import type { InstallationRow } from "#test/support/github/app-rows.ts";
import { createMachineClock } from "#test/support/github/clock.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { type AppHandle, createPrivateKey } from "#test/support/github/setup-apps.ts";
import { type StrictObserver, strictObserver } from "#test/support/openapi/strict-observer.ts";
import { type Asking, askingIn } from "#test/flow/asking.ts";
import { PLAIN } from "#test/flow/stage.ts";
import { memoryStore } from "#test/support/memory-store.ts";

/** GitHub with the organisation `acme` and the App installed on it; no App runs yet. */
export interface Hosted {
  readonly github: GitHubServer;
  readonly observer: StrictObserver;
  readonly app: AppHandle;
  readonly installation: InstallationRow;
  /** Everything that any App of this test file has logged, as it was written. */
  readonly log: string[];
  /** Starts an App; webhooks go there from now on. Time is the stand-in's: `github.clock.advance` moves both. */
  start(store?: StoreAddress, settings?: Partial<Environment>): Promise<Running>;
  /** Ends the stand-in; fails when anything on the wire was not valid by GitHub's own description. */
  stop(): Promise<void>;
}

/** One running App. */
export interface Running extends RunningApp {
  /** Rows of the work table by state, as the metrics tell them. */
  rows(): Promise<Record<"pending" | "done" | "parked", number>>;
  /** A new repository, and what people do there; `does` waits until GitHub has delivered and the App is idle. */
  open(name: string, config?: string): Asking;
  /** Lets time pass, and waits for what became due. */
  after(seconds: number): Promise<void>;
  /** Sends any webhook, signed like GitHub's. */
  deliver(event: string, payload: unknown, guid?: string): Promise<number>;
}

/** Nobody may ever read these in a log. */
export const SECRET = "hush-hush-webhook-secret";

const PERMISSIONS = {
  checks: "write",
  statuses: "write",
  issues: "write",
  pull_requests: "write",
  contents: "read",
  merge_queues: "read",
  members: "read",
} as const;

const EVENTS = [
  "check_run",
  "check_suite",
  "issue_comment",
  "issues",
  "label",
  "merge_group",
  "pull_request",
  "push",
  "sub_issues",
];

const PRIVATE_KEY = createPrivateKey();

/** Starts the stand-in. */
export async function host(): Promise<Hosted> {
  const observer = strictObserver();
  const github = await startGitHub({ observe: observer, clock: createMachineClock() });
  github.addOrganization("acme", { alice: "admin" });
  const app = github.addApp({
    slug: "aftercare",
    permissions: PERMISSIONS,
    events: EVENTS,
    secret: SECRET,
    privateKey: PRIVATE_KEY,
  });
  app.webhookUrl = "http://127.0.0.1:9/";
  const installation = github.installApp({ app, account: "acme" });
  const log: string[] = [];
  const world = { github, observer, app, installation, log };
  return {
    ...world,
    start: async (store, settings = {}) => start(world, store ?? (await memoryStore()), settings),
    stop: async () => {
      await github.stop();
      observer.assertClean();
    },
  };
}

async function start(
  { github, app, log }: Omit<Hosted, "start" | "stop">,
  store: StoreAddress,
  settings: Partial<Environment>,
): Promise<Running> {
  const environment = {
    appId: app.appId,
    privateKey: PRIVATE_KEY,
    webhookSecret: SECRET,
    host: "127.0.0.1",
    port: 0,
    apiUrl: github.url,
    graphqlUrl: `${github.url}/graphql`,
    store,
    logLevel: "trace",
    reportOnly: false,
    paced: false,
    drainSeconds: 25,
    ...settings,
  };
  const running = await startApp(environment, {
    now: github.clock.now,
    logTo: { write: (line) => void log.push(line) },
  });
  app.webhookUrl = running.url + WEBHOOK_PATH;
  const quiet = async () => {
    for (let made = -1; made !== github.deliveries().length;) {
      made = github.deliveries().length;
      await github.settled();
      await running.idle();
    }
  };
  return {
    ...running,
    rows: async () => {
      const text = await (await fetch(`${running.url}/metrics`)).text();
      const count = (state: string) =>
        Number(new RegExp(`aftercare_work_rows\\{state="${state}"\\} (\\d+)`).exec(text)?.[1]);
      return { pending: count("pending"), done: count("done"), parked: count("parked") };
    },
    open: (name, config = PLAIN) => {
      const files = { ".github/aftercare.yml": config, "services/checkout/pay.ts": "1\n" };
      github.addRepository({ owner: "acme", name, collaborators: { bob: "write", carol: "write" }, files });
      return askingIn({
        github,
        name: `acme/${name}`,
        quiet,
        as: (login) => apiClient(github.url, github.userToken(login)),
      });
    },
    after: async (seconds) => {
      github.clock.advance(seconds);
      await quiet();
    },
    deliver: (event, payload, guid = crypto.randomUUID()) => deliver(running, { event, payload, guid }),
  };
}

interface Webhook {
  readonly event: string;
  readonly payload: unknown;
  readonly guid: string;
}

async function deliver({ url }: RunningApp, { event, payload, guid }: Webhook): Promise<number> {
  const { createHmac } = await import("node:crypto");
  const body = JSON.stringify(payload);
  const signature = `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`;
  const headers = {
    "content-type": "application/json",
    "x-github-event": event,
    "x-github-delivery": guid,
    "x-hub-signature-256": signature,
  };
  return (await fetch(url + WEBHOOK_PATH, { method: "POST", headers, body })).status;
}
