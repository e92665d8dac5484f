/** Puts the App together from its environment, and takes it apart again. */
import { sql } from "kysely";
import type { DestinationStream } from "pino";
import type { Instant } from "#src/calendar/instant.ts";
import type { Services, Snapshots } from "#src/flow/services.ts";
import { connectPrometheus } from "#src/prometheus/prometheus.ts";
import { addWork, countWork, type WorkItem, type WorkTables } from "#src/queue/work.ts";
import { startWorker, type Worker } from "#src/queue/worker.ts";
import { openStore, type Store } from "#src/store/open-store.ts";
import type { Environment } from "./environment.ts";
import { connectApp, type GitHubApp } from "./github-app.ts";
import { openInbox } from "./inbox.ts";
import { recheckJob, snapshotJob } from "./jobs.ts";
import { openLog } from "./log.ts";
import { type Metrics, openMetrics } from "./metrics.ts";
import { performWhileInstalled } from "./perform.ts";
import { routes } from "./routes.ts";
import { startSchedule, tick } from "./schedule.ts";
import { startServer } from "./server.ts";

/** A running App. */
export interface RunningApp {
  readonly url: string;
  /** Resolves when everything received so far is done. */
  idle(): Promise<void>;
  /** Queues the hourly work now. */
  tick(): Promise<void>;
  /** Stops receiving, ends what is running, closes the database. */
  stop(): Promise<void>;
}

const CONCURRENCY = 8;

/** What a test may put in place of the machine's. */
export interface Machine {
  /** Seconds since 1970: when work is due. */
  readonly now?: () => Instant;
  /** Where the log goes; default: standard output. */
  readonly logTo?: DestinationStream;
}

/** Starts the App. @throws an Error with a plain sentence when the database or the port cannot be had. */
export async function startApp(environment: Environment, machine: Machine = {}): Promise<RunningApp> {
  const log = openLog(environment.logLevel, machine.logTo);
  const store = await openStore<WorkTables>(environment.store);
  const app = connectApp(environment, log);
  const metrics = openMetrics(() => countWork(store.db));
  const now = machine.now ?? (() => Math.floor(Date.now() / 1000));
  const servicesFor = serviceMaker({ app, store, environment, log, now, wake: () => worker.wake() });
  await app.probot.load((probot) => routes(probot, servicesFor));
  const handle = counting(metrics, (item) => performWhileInstalled(item, { app, log, servicesFor }));
  const worker: Worker = startWorker({ db: store.db, concurrency: CONCURRENCY, log, now, handle });
  const stored = (count: number) => {
    metrics.deliveries.inc(count);
    worker.wake();
  };
  const inbox = openInbox({ db: store.db, now, stored });
  const server = await startServer({
    host: environment.host,
    port: environment.port,
    secret: environment.webhookSecret,
    log,
    store: (delivery) => inbox.store(delivery),
    notReady: () => databaseProblem(store),
    metrics: () => metrics.expose(),
  });
  const schedule = { app, db: store.db, log, now, wake: () => worker.wake() };
  const stopSchedule = startSchedule(schedule);
  const stop = async () => {
    stopSchedule();
    await server.stop();
    await worker.stop();
    await store.close();
  };
  return { url: server.url, idle: () => worker.idle(), tick: () => tick(schedule), stop };
}

interface Parts {
  readonly app: GitHubApp;
  readonly store: Store<WorkTables>;
  readonly environment: Environment;
  readonly log: Services["log"];
  now(): Instant;
  wake(): void;
}

function serviceMaker(parts: Parts): (installation: number) => Promise<Services> {
  const { prometheus } = parts.environment;
  const budgetSource = prometheus && connectPrometheus(prometheus);
  return async (installation) => ({
    github: await parts.app.forInstallation(installation),
    log: parts.log,
    face: { kind: "app", reportOnly: parts.environment.reportOnly },
    rechecks: {
      request: async (pull) => {
        await addWork(parts.store.db, [recheckJob(pull, installation)], parts.now());
        parts.wake();
      },
    },
    ...(budgetSource ? { budgetSource, snapshots: snapshotsFor(installation, parts) } : {}),
  });
}

function snapshotsFor(installation: number, { store, now, wake }: Parts): Snapshots {
  return {
    request: async (repository, after) => {
      await addWork(store.db, [snapshotJob(repository, installation, now() + after)], now());
      wake();
    },
  };
}

function counting(metrics: Metrics, handle: (item: WorkItem) => Promise<void>): (item: WorkItem) => Promise<void> {
  return async (item) => {
    try {
      await handle(item);
      metrics.jobs.inc({ kind: item.kind, outcome: "done" });
    } catch (error) {
      metrics.jobs.inc({ kind: item.kind, outcome: "failed" });
      throw error;
    }
  };
}

async function databaseProblem(store: Store<WorkTables>): Promise<string | null> {
  try {
    await sql`select 1`.execute(store.db);
    return null;
  } catch {
    return "The database does not answer.";
  }
}
