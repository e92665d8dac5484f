/** The App's clock: every hour lost deliveries are asked for again, the database is tidied, each repository is swept (what time alone changes: due dates, thaws, expiries), and its digest is due once a week. */
import type { Kysely } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import type { InstalledEvent } from "#src/facts/event.ts";
import { listenFromNow } from "#src/flow/declare-untold.ts";
import type { Log } from "#src/flow/services.ts";
import { addWork, forgetFinishedWork, type WorkTables } from "#src/queue/work.ts";
import { openProjection } from "#src/store/projection.ts";
import type { GitHubApp } from "./github-app.ts";
import { doHourly, noteHourly } from "./hourly.ts";
import { repositoryJob } from "./jobs.ts";

/** What the schedule needs. */
export interface ScheduleOptions {
  readonly appId: number;
  readonly app: Pick<GitHubApp, "listInstallations" | "listRepositories">;
  readonly db: Kysely<WorkTables>;
  readonly log: Log;
  now(): Instant;
  /** Tells the worker that there is work. */
  wake(): void;
  /** Asks for lost deliveries. Never rejects. */
  recover(): Promise<void>;
  /** Has the database free what is not used any more. */
  tidy(): Promise<void>;
}

/** Finished rows stay a week: longer than the three days in which GitHub redelivers, so that a GUID is never done twice. */
const KEEP_FINISHED = 7 * 86_400;
/** How often is asked whether an hour has passed. */
const LOOK_MS = 60_000;

/** Does the hourly work now, whenever it was last done. */
export async function tick(options: ScheduleOptions): Promise<void> {
  const began = options.now();
  await queueAll(options);
  await noteHourly(options, began);
}

/** Asks for lost deliveries and queues one sweep and one digest check for every repository. The digest decides itself whether its week is due. */
async function queueAll(options: ScheduleOptions): Promise<void> {
  await options.recover();
  for (const installation of await options.app.listInstallations()) {
    // One account that has just left, or a page that failed, must not keep the others from being swept.
    await queueFor(options, installation).catch((error: unknown) =>
      options.log.error({ err: error, installation }, "The hourly sweep of an installation could not be queued"),
    );
  }
  await forgetFinishedWork(options.db, options.now() - KEEP_FINISHED);
  await options.tidy();
  options.wake();
}

async function queueFor({ app, db, now }: ScheduleOptions, installation: number): Promise<void> {
  const repositories = await app.listRepositories(installation);
  const jobs = repositories.flatMap((repository) => [
    repositoryJob("sweep", repository, installation),
    repositoryJob("digest", repository, installation),
  ]);
  await addWork(db, jobs, now());
}

/** Queues a sweep for repositories that were added or came back. Of those that were added, labels from before now declare nothing. @throws GitHubUnavailable when `all` cannot be listed. */
export async function sweepRepositories(
  { app, db, now, wake }: ScheduleOptions,
  installation: number,
  repositories: InstalledEvent["repositories"],
): Promise<void> {
  const named = repositories === "all" ? await app.listRepositories(installation) : repositories;
  const projection = openProjection(db);
  if (repositories !== "all") for (const repository of named) await listenFromNow(projection, repository);
  await addWork(
    db,
    named.map((repository) => repositoryJob("sweep", repository, installation)),
    now(),
  );
  wake();
}

/** Does the hourly work whenever an hour has passed since it was last done; looks with each call of `everySoOften` (default: every minute). @returns a function that ends it. */
export function startSchedule(options: ScheduleOptions, everySoOften = everyMinute): () => void {
  const look = () =>
    doHourly(options, () => queueAll(options)).catch((error: unknown) =>
      options.log.error({ err: error }, "The hourly sweep could not be queued"),
    );
  return everySoOften(() => void look());
}

function everyMinute(act: () => void): () => void {
  const timer = setInterval(act, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
