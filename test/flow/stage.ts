/** The flows over the stand-in, without the App's process: what GitHub would deliver is taken from the wire and handed to `handleEvent`. */
import { Octokit } from "@octokit/core";
import type { DeliveryRow, InstallationRow } from "#test/support/github/app-rows.ts";
import { apiClient } from "#test/support/github/api-client.ts";
import { type GitHubServer, startGitHub } from "#test/support/github/server.ts";
import { type AppHandle, createPrivateKey } from "#test/support/github/setup-apps.ts";
import { type StrictObserver, strictObserver } from "#test/support/openapi/strict-observer.ts";
import { connectGitHub } from "#src/github/github.ts";
import { narrowDelivery, readEvent } from "#src/github/read-event.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { RepositoryEvent } from "#src/facts/event.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { issueKey } from "#src/facts/issue-reference.ts";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import { handleEvent } from "#src/flow/handle-event.ts";
import { forgettingWrites } from "#src/flow/forget.ts";
import type { Face, Projection, Services } from "#src/flow/services.ts";
import type { StoreAddress } from "#src/store/open-store.ts";
import { type Asking, askingIn } from "./asking.ts";
import { openMemory } from "./stage-memory.ts";

/** One stand-in for a file: `acme` with people (`alice` administers; `bob`, `carol`, `dan` write; `max` maintains; `tina` triages; `rita` reads; `eve` is a stranger), the App on all of it. */
export interface FlowStage {
  readonly github: GitHubServer;
  readonly app: AppHandle;
  readonly installation: InstallationRow;
  readonly observer: StrictObserver;
  /** What the App's flows remember. */
  readonly projection: Projection;
  /** A repository of its own for one test. */
  open(wish?: RepositoryWish): Shop;
  /** Ends the stand-in; fails when anything on the wire was not valid by GitHub's own description. */
  stop(): Promise<void>;
}

/** What a test wants of its repository. */
export interface RepositoryWish {
  /** `.github/aftercare.yml`; null = none. Default: two components, `enforce`. */
  readonly config?: string | null;
  readonly files?: Readonly<Record<string, string>>;
}

/** One repository with the App's flows on it. */
export interface Shop extends Asking {
  readonly name: string;
  readonly repository: RepositoryName;
  readonly github: GitHubServer;
  /** The flows' log: message and data. */
  readonly logged: string[];
  /** When the App wants to look at the repository again, in the order in which it said so. */
  readonly later: readonly Instant[];
  services(face?: Face["kind"]): Services;
  reference(number: number): IssueReference;
  /** Events since the last time, in order, as the App would read them. */
  takeEvents(): RepositoryEvent[];
  /** Hands these to the flows, one after the other, and does the rechecks that they asked for. */
  handle(events: readonly RepositoryEvent[]): Promise<void>;
  /** Handles what is there and what follows from it, until all is quiet. */
  quiet(): Promise<void>;
  /** Requests of the flows alone during `act`, by route. */
  counting(act: () => Promise<unknown>): Promise<Readonly<Record<string, number>>>;
}

/** Two components, one with an objective: while its budget is healthy, open items only warn. */
export const CONFIG = `version: 1
mode: enforce
components:
  checkout:
    paths: ["services/checkout/**"]
    owners: ["@bob"]
    slo: { target: 99.9, window: 28d }
  search:
    paths: ["services/search/**"]
`;

/** Without objectives: what is open holds back. */
export const PLAIN = CONFIG.replace(/ {4}slo: .*\n/, "");

const FILES = {
  "README.md": "# Shop\n",
  "services/checkout/pay.ts": "export const RETRIES = 100;\n",
  "services/checkout/cart.ts": "export const MAX = 50;\n",
  "services/search/index.ts": "export const SIZE = 20;\n",
};

const PEOPLE = { bob: "write", carol: "write", dan: "write", max: "maintain", tina: "triage", rita: "read" } as const;

const PERMISSIONS = {
  checks: "write",
  statuses: "write",
  issues: "write",
  pull_requests: "write",
  contents: "read",
  merge_queues: "read",
  members: "read",
  security_events: "read",
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

/** Making one takes a while. */
const PRIVATE_KEY = createPrivateKey();

/** How it plays. `ignore`: problems that the file makes on purpose. `unobserved`: for measuring, without holding everything against GitHub's description. */
export interface StageOptions {
  readonly ignore?: readonly string[];
  readonly unobserved?: boolean;
  /** An older GitHub Enterprise Server. */
  readonly enterprise?: string;
  /** Where the App remembers; default: in this process. */
  readonly store?: StoreAddress;
}

/** Starts the stand-in. */
export async function startFlowStage(options: StageOptions = {}): Promise<FlowStage> {
  const observer = strictObserver(options);
  const { unobserved, enterprise } = options;
  const github = await startGitHub({
    ...(unobserved ? {} : { observe: observer }),
    ...(enterprise === undefined ? {} : { enterprise }),
  });
  github.addOrganization("acme", { alice: "admin" });
  github.addUser("eve");
  const app = github.addApp({
    slug: "aftercare",
    permissions: PERMISSIONS,
    events: EVENTS,
    webhookUrl: "http://127.0.0.1:9/",
    privateKey: PRIVATE_KEY,
  });
  // Deliveries are read from the log of deliveries: none leaves.
  github.relay.use({ kind: "hold" });
  const installation = github.installApp({ app, account: "acme" });
  const memory = await openMemory(options.store);
  const { projection } = memory;
  const world = { github, app, installation, observer, projection };
  let opened = 0;
  return {
    ...world,
    open: (wish = {}) => openShop(world, `shop-${(opened += 1)}`, wish),
    stop: async () => {
      await github.stop();
      await memory.close();
      if (!options.unobserved) observer.assertClean();
    },
  };
}

type World = Pick<FlowStage, "github" | "app" | "installation" | "projection">;

function openShop(world: World, name: string, { config = CONFIG, files = {} }: RepositoryWish): Shop {
  const { github } = world;
  const policy = config === null ? {} : { ".github/aftercare.yml": config };
  github.addRepository({ owner: "acme", name, collaborators: PEOPLE, files: { ...FILES, ...files, ...policy } });
  const row = github.repository(`acme/${name}`);
  const repository = { owner: "acme", repo: name };
  const logged: string[] = [];
  const waiting = new Map<string, IssueReference>();
  const later: Instant[] = [];
  const services = (face: Face["kind"] = "app") => servicesOf(world, { repository, face, logged, waiting, later });
  let seen = github.deliveries().length;
  const takeEvents = () => {
    const news = github.deliveries().slice(seen);
    seen = github.deliveries().length;
    return news.filter(({ repositoryId }) => repositoryId === row.id).flatMap(eventOf);
  };
  const handle = async (events: readonly RepositoryEvent[]) => {
    // Installation tokens last an hour, and tests let time pass.
    const flows = services();
    for (const event of events) await handleEvent(flows, event);
    for (const [key, pull] of waiting) {
      waiting.delete(key);
      await gatePullRequest(flows, pull);
    }
  };
  const quiet = async () => {
    for (let events = takeEvents(); events.length > 0; events = takeEvents()) await handle(events);
  };
  return {
    ...askingIn({ github, name: `acme/${name}`, quiet, as: (login) => apiClient(github.url, tokenOf(github, login)) }),
    name: `acme/${name}`,
    repository,
    github,
    logged,
    later,
    services,
    reference: (number) => ({ ...repository, number }),
    takeEvents,
    handle,
    quiet,
    counting: async (act) => {
      const before = github.requests();
      await act();
      const after = Object.entries(github.requests());
      return Object.fromEntries(
        after.map(([route, times]) => [route, times - (before[route] ?? 0)] as const).filter(([, times]) => times > 0),
      );
    },
  };
}

const TOKENS = new WeakMap<GitHubServer, Map<string, string>>();

function tokenOf(github: GitHubServer, login: string): string {
  const known = TOKENS.get(github) ?? new Map<string, string>();
  TOKENS.set(github, known);
  const token = known.get(login) ?? github.userToken(login);
  known.set(login, token);
  return token;
}

interface Connection {
  readonly repository: RepositoryName;
  readonly face: Face["kind"];
  readonly logged: string[];
  readonly waiting: Map<string, IssueReference>;
  readonly later: Instant[];
}

function servicesOf(world: World, { repository, face, logged, waiting, later }: Connection): Services {
  const { github, installation, app, projection } = world;
  const workflow = face === "action";
  const name = `${repository.owner}/${repository.repo}`;
  const auth = workflow ? github.actionsToken(name) : github.installationToken(installation);
  const octokit = new Octokit({ auth, baseUrl: github.url });
  const note = (data: object, message: string) => void logged.push(`${message} ${JSON.stringify(data)}`);
  const connected = connectGitHub({
    octokit,
    self: workflow ? "github-actions[bot]" : app.login,
    clock: github.clock.now,
    wait: async () => undefined,
  });
  const services: Services = {
    github: connected,
    log: { info: note, warn: note, error: note },
    face: { kind: face, reportOnly: false },
    rechecks: {
      request: async (pulls) => pulls.forEach((pull) => waiting.set(issueKey(pull), pull)),
      requestAt: async (_repository, at) => void later.push(at),
    },
  };
  if (face !== "app") return services;
  return { ...services, projection, github: forgettingWrites(connected, { projection, rechecks: services.rechecks }) };
}

/** As the App reads it: narrowed before it is stored, read when it is done. */
function eventOf({ event, body }: DeliveryRow): RepositoryEvent[] {
  const narrowed = narrowDelivery(event, JSON.parse(body));
  if (narrowed.kind === "malformed") throw new Error(`a ${event} delivery of the stand-in is malformed`);
  const read = narrowed.kind === "narrowed" ? readEvent(event, JSON.parse(JSON.stringify(narrowed.payload))) : null;
  return read ? [read] : [];
}
