/** Starts the stand-in for GitHub: one in-memory store behind real HTTP on a loopback port. */
import { Agent, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { DeliveryRow } from "./app-rows.ts";
import type { World } from "./call.ts";
import { type Clock, createManualClock } from "./clock.ts";
import { type Faults, createFaults } from "./faults.ts";
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
  const state = createState();
  const clock = options.clock ?? createManualClock();
  const problems: unknown[] = [];
  const counts = new Map<string, number>();
  const faults = createFaults();
  const limits = createLimits(clock, { primary: false, secondary: false, ...options.limits });
  const agent = new Agent({ keepAlive: true });
  const observe = options.observe ?? {};
  const report = (problem: unknown): void => void problems.push(problem);
  const world: World = {
    state,
    clock,
    reactions: createReactions(),
    url: "",
    listed: faults.listed,
    emit: (event) => emit(event),
    redeliver: (row) => relay.sendNow(row),
    limits,
  };
  const relay = createRelay((row) => sendDelivery(world, agent, row), dropDelivery);
  const emit: World["emit"] = (event) => {
    for (const delivery of deliveriesFor(world, event)) {
      try {
        observe.webhook?.({ event: delivery.event, action: delivery.action, payload: JSON.parse(delivery.body) });
      } catch (problem) {
        report(problem);
      }
      relay.accept(delivery);
    }
  };
  const count = (route: string): void => void counts.set(route, (counts.get(route) ?? 0) + 1);
  const desk = { world, router: createRouter(ROUTES), faults, limits, observe, count, report };
  const server = createServer((request, response) => void respond(desk, request, response));
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(options.port ?? 0, "127.0.0.1", resolve),
  );
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...createSetup(world),
    url: world.url,
    state,
    world,
    clock,
    faults,
    relay,
    limits: limits.settings,
    requests: () => Object.fromEntries([...counts].toSorted(([a], [b]) => a.localeCompare(b))),
    resetRequests: () => counts.clear(),
    deliveries: () => state.deliveries,
    settled: relay.settled,
    stop: async () => {
      await relay.settled();
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (problems.length > 0)
        throw new AggregateError(
          problems,
          `the stand-in saw ${problems.length} problems: ${problems.map(String).join("; ")}`,
        );
    },
  };
}
