/** Starts the stand-in for GitHub: one in-memory store behind real HTTP on a loopback port. */
import { Agent, createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeliveryRow } from "./app-rows.ts";
import { notFound, type Route, type World } from "./call.ts";
import { type Clock, createManualClock } from "./clock.ts";
import { createFaults, type Faults, type FaultSource } from "./faults.ts";
import { type LimitSettings, createLimits } from "./limits.ts";
import type { Observer } from "./observe.ts";
import { createReactions } from "./reactions.ts";
import { type Relay, createRelay } from "./relay.ts";
import { respond } from "./respond.ts";
import { createRouter } from "./router.ts";
import { ROUTES } from "./routes.ts";
import { dropDelivery, sendDelivery } from "./send-delivery.ts";
import { type Setup, createSetup } from "./setup.ts";
import { type State, createState } from "./state.ts";
import { deliveriesFor } from "./webhooks.ts";

/** How to start. */
export interface GitHubOptions {
  /** Default: a manual clock at 2026-01-05T09:00:00Z. */
  readonly clock?: Clock;
  readonly observe?: Observer;
  /** Which rate limits are enforced from the start; both off by default. */
  readonly limits?: Partial<LimitSettings>;
  /** Parts of path templates that this host does not know (`/sub_issues`, `/dependencies`, `/graphql`): an older GitHub Enterprise Server answers 404. */
  readonly without?: readonly string[];
  /** The version of a GitHub Enterprise Server, from before there were sub-issues: answers tell it, GraphQL has no fields for them. */
  readonly enterprise?: string;
  /** Default 0: any free port. */
  readonly port?: number;
}

/** A running stand-in. */
export interface GitHubServer extends Setup {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly state: State;
  readonly world: World;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly relay: Relay;
  /** Switch enforcement on and off. */
  readonly limits: LimitSettings;
  /** How often each `METHOD template` was asked; a path without a route is counted as itself. */
  requests(): Readonly<Record<string, number>>;
  resetRequests(): void;
  /** Deliveries made so far, oldest first. */
  deliveries(): readonly DeliveryRow[];
  /** Resolves when every delivery was answered. */
  settled(): Promise<void>;
  /** Closes all connections; rejects with what went wrong inside the stand-in or an observer. */
  stop(): Promise<void>;
}

/** Starts listening. */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHubServer> {
  const problems: unknown[] = [];
  const report = (problem: unknown): void => void problems.push(problem);
  const faults = createFaults();
  const counter = createCounter();
  const agent = new Agent({ keepAlive: true });
  const observe = options.observe ?? {};
  const world = createWorld(options, faults);
  const relay = createRelay((row) => sendDelivery(world, agent, row), dropDelivery);
  world.redeliver = relay.sendNow;
  world.emit = (event) => {
    for (const delivery of deliveriesFor(world, event)) {
      watch(delivery, observe, report);
      relay.accept(delivery);
    }
  };
  const desk = {
    world,
    router: createRouter(routesOf(options)),
    faults,
    limits: world.limits,
    observe,
    count: counter.count,
    report,
  };
  const server = createServer((request, response) => void respond(desk, request, response));
  // Opening a database can hold this process up for longer than an idle connection would live.
  server.keepAliveTimeout = 0;
  world.url = await listen(server, options.port ?? 0);
  return {
    ...createSetup(world),
    url: world.url,
    state: world.state,
    world,
    clock: world.clock,
    faults,
    relay,
    limits: world.limits.settings,
    requests: counter.counts,
    resetRequests: counter.reset,
    deliveries: () => world.state.deliveries,
    settled: relay.settled,
    stop: async () => {
      await relay.settled();
      agent.destroy();
      await close(server);
      if (problems.length > 0)
        throw new AggregateError(problems, `the stand-in saw problems: ${problems.map(String).join("; ")}`);
    },
  };
}

function routesOf({ without = [], enterprise }: GitHubOptions): readonly Route[] {
  const routes = ROUTES.filter((route) => !without.some((part) => route.template.includes(part)));
  const isNew = ({ template }: Route) => /\/sub_issues?\b|\/\{issue_number\}\/parent$/.test(template);
  const absent = () => {
    throw notFound();
  };
  return enterprise === undefined
    ? routes
    : routes.map((route) => (isNew(route) ? { ...route, handle: absent } : route));
}

/** The world before it has a server: nobody hears its webhooks yet. */
function createWorld(options: GitHubOptions, faults: FaultSource): World {
  const clock = options.clock ?? createManualClock();
  return {
    state: createState(),
    clock,
    reactions: createReactions(),
    url: "",
    listed: faults.listed,
    enterprise: options.enterprise ?? null,
    limits: createLimits(clock, { primary: false, secondary: false, ...options.limits }),
    emit: () => {},
    redeliver: () => {},
  };
}

function watch(delivery: DeliveryRow, observe: Observer, report: (problem: unknown) => void): void {
  try {
    observe.webhook?.({ event: delivery.event, action: delivery.action, payload: JSON.parse(delivery.body) });
  } catch (problem) {
    report(problem);
  }
}

function createCounter(): { count(route: string): void; counts(): Record<string, number>; reset(): void } {
  const counts = new Map<string, number>();
  return {
    count: (route) => void counts.set(route, (counts.get(route) ?? 0) + 1),
    counts: () => Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b))),
    reset: () => counts.clear(),
  };
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
