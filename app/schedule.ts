/** The App's clock: every hour lost deliveries are asked for again, each repository is swept (what time alone changes: due dates, thaws, expiries), and its digest is due once a week. */
import type { Kysely } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import type { InstalledEvent } from "#src/facts/event.ts";
import { listenFromNow } from "#src/flow/declare-untold.ts";
import type { Log } from "#src/flow/services.ts";
import { addWork, forgetFinishedWork, type WorkTables } from "#src/queue/work.ts";
import { openProjection } from "#src/store/projection.ts";
import type { GitHubApp } from "./github-app.ts";
import { repositoryJob } from "./jobs.ts";

/** What the schedule needs. */
export interface ScheduleOptions {
  readonly app: Pick<GitHubApp, "listInstallations" | "listRepositories">;
  readonly db: Kysely<WorkTables>;
  readonly log: Log;
  now(): Instant;
  /** Tells the worker that there is work. */
  wake(): void;
  /** Asks for lost deliveries. Never rejects. */
  recover(): Promise<void>;
}

/** Finished rows stay a week: longer than the three days in which GitHub redelivers, so that a GUID is never done twice. */
const KEEP_FINISHED = 7 * 86_400;
const HOUR_MS = 3_600_000;

/** Asks for lost deliveries and queues one sweep and one digest check for every repository. The digest decides itself whether its week is due. */
export async function tick(options: ScheduleOptions): Promise<void> {
  await options.recover();
  for (const installation of await options.app.listInstallations()) {
    // One account that has just left, or a page that failed, must not keep the others from being swept.
    await queueFor(options, installation).catch((error: unknown) =>
      options.log.error({ err: error, installation }, "The hourly sweep of an installation could not be queued"),
    );
  }
  await forgetFinishedWork(options.db, options.now() - KEEP_FINISHED);
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

/** Runs `tick` every hour. @returns a function that ends it. */
export function startSchedule(options: ScheduleOptions): () => void {
  const run = () =>
    tick(options).catch((error: unknown) => options.log.error({ err: error }, "The hourly sweep could not be queued"));
  const timer = setInterval(() => void run(), HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}
