/** Puts the App together from its environment, and takes it apart again. */
import { type Kysely, sql } from "kysely";
import type { DestinationStream, Logger } from "pino";
import type { Instant } from "#src/calendar/instant.ts";
import { countWork } from "#src/queue/count-work.ts";
import { addWork, type NewWork, type WorkTables } from "#src/queue/work.ts";
import { startWorker, type Worker } from "#src/queue/worker.ts";
import { openStore, type Store } from "#src/store/open-store.ts";
import type { Environment } from "./environment.ts";
import { connectApp } from "./github-app.ts";
import { type Inbox, openInbox } from "./inbox.ts";
import { openLog } from "./log.ts";
import { type Metrics, openMetrics } from "./metrics.ts";
import { performWhileInstalled } from "./perform.ts";
import { recover as askForLost } from "./recover.ts";
import { joinReplicas, type Replica } from "./replica.ts";
import { routes } from "./routes.ts";
import { type ScheduleOptions, startSchedule, sweepRepositories, tick } from "./schedule.ts";
import { type RunningServer, startServer } from "./server.ts";
import { openServices } from "./services.ts";

/** A running App. */
export interface RunningApp {
  readonly url: string;
  /** Resolves when everything received so far is done. */
  idle(): Promise<void>;
  /** Queues the hourly work now, and asks for lost deliveries first. Never rejects. */
  tick(): Promise<void>;
  /** Asks GitHub for the deliveries that never reached us. Never rejects. */
  recover(): Promise<void>;
  /** Stops receiving, ends what is running as far as the time to drain allows, closes the database. */
  stop(): Promise<void>;
}

const CONCURRENCY = 12;
/** A third of the places is left to other installations. */
const PER_INSTALLATION = 8;

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
  const now = machine.now ?? (() => Math.floor(Date.now() / 1000));
  const store = await openStore<WorkTables>(environment.store);
  try {
    const replica = await joinReplicas({ db: store.db, log, now });
    return await assemble({ environment, log, now, store, replica });
  } catch (error) {
    await store.close();
    throw error;
  }
}

interface Parts {
  readonly environment: Environment;
  readonly log: Logger;
  readonly store: Store<WorkTables>;
  readonly replica: Replica;
  now(): Instant;
}

async function assemble(parts: Parts): Promise<RunningApp> {
  const { environment, log, now, store, replica } = parts;
  const { db } = store;
  const share = () => 1 / replica.count();
  const app = connectApp(environment, { log, now, share, onRequest: (sent) => metrics.sent(sent) });
  const { quotas, deliveries } = app;
  const metrics = openMetrics({ countWork: () => countWork(db, now()), quotas, replicas: replica.count });
  const wake = () => worker.wake();
  const stored = (count: number) => {
    metrics.stored(count);
    wake();
  };
  const inbox = openInbox({ db, now, stored });
  const servicesFor = openServices({ app, db, environment, log, metrics, now, wake });
  const recovering = { appId: environment.appId, db, log, deliveries, now };
  const { appId } = environment;
  const recover = () => recoverQuietly(recovering);
  const schedule: ScheduleOptions = { appId, app, db, log, now, wake, recover, tidy: store.tidy };
  await app.probot.load((probot) => routes(probot, { servicesFor, sweep: sweeper(schedule) }));
  const worker: Worker = startWorker({
    db,
    concurrency: CONCURRENCY,
    perInstallation: PER_INSTALLATION,
    log,
    now,
    handle: (item) => performWhileInstalled(item, { app, log, servicesFor, observer: metrics }),
    report: metrics.worked,
    calm: inbox.calm,
  });
  const server = await listen(parts, { metrics, stored, inbox }).catch(async (error: unknown) => {
    await worker.stop();
    throw error;
  });
  const endSchedule = startSchedule(schedule);
  return {
    url: server.url,
    idle: () => worker.idle(),
    tick: () => tickQuietly(schedule),
    recover: schedule.recover,
    stop: async () => {
      endSchedule();
      await drain(parts, server, worker);
    },
  };
}

function sweeper(schedule: ScheduleOptions) {
  return (installation: number, repositories: Parameters<typeof sweepRepositories>[2]) =>
    sweepRepositories(schedule, installation, repositories);
}

async function tickQuietly(schedule: ScheduleOptions): Promise<void> {
  try {
    await tick(schedule);
  } catch (error) {
    schedule.log.error({ err: error }, "The sweep that was asked for could not be queued");
  }
}

async function recoverQuietly(options: Parameters<typeof askForLost>[0]): Promise<void> {
  try {
    await askForLost(options);
  } catch (error) {
    options.log.warn({ err: error }, "Lost deliveries could not be looked for; the next look finds them");
  }
}

interface Receiving {
  readonly metrics: Metrics;
  readonly inbox: Inbox;
  /** Told of what is stored in any other way. */
  stored(count: number): void;
}

async function listen({ environment, log, now, store }: Parts, receiving: Receiving): Promise<RunningServer> {
  const { metrics, inbox, stored } = receiving;
  const senders = environment.alertSenders;
  const queue = async (work: NewWork) => stored(await addWork(store.db, [work], now()));
  return startServer({
    host: environment.host,
    port: environment.port,
    secret: environment.webhookSecret,
    log,
    store: (delivery) => inbox.store(delivery),
    ...(senders === undefined ? {} : { alerts: { senders, queue } }),
    ...(environment.publicUrl === undefined ? {} : { omissions: { secret: environment.webhookSecret, now, queue } }),
    notReady: () => databaseProblem(store.db),
    metrics: () => metrics.expose(),
    answered: metrics.answered,
  });
}

/** What is unfinished when the time is over is done by the next start, when its lease has run out. */
async function drain({ environment, log, replica, store }: Parts, server: RunningServer, worker: Worker) {
  const limit = new Promise<void>((resolve) => {
    setTimeout(resolve, environment.drainSeconds * 1000).unref();
  });
  await Promise.race([server.stop(), limit]);
  const unfinished = await worker.stop(limit);
  if (unfinished > 0) log.warn({ unfinished }, "Stopped before all work had ended; another start does the rest");
  await replica.leave();
  await store.close();
}

async function databaseProblem(db: Kysely<WorkTables>): Promise<string | null> {
  try {
    await sql`select 1`.execute(db);
    return null;
  } catch {
    return "The database does not answer.";
  }
}
