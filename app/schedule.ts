/** The App's clock: every hour each repository is swept (what time alone changes: due dates, thaws, expiries), and its digest is due once a week. */
import type { Kysely } from "kysely";
import type { Instant } from "#src/calendar/instant.ts";
import type { Log } from "#src/flow/services.ts";
import { addWork, forgetFinishedWork, type WorkTables } from "#src/queue/work.ts";
import type { GitHubApp } from "./github-app.ts";
import { repositoryJob } from "./jobs.ts";

/** What the schedule needs. */
export interface ScheduleOptions {
  readonly app: GitHubApp;
  readonly db: Kysely<WorkTables>;
  readonly log: Log;
  now(): Instant;
  /** Tells the worker that there is work. */
  wake(): void;
}

/** Finished rows stay a week: longer than the three days in which GitHub redelivers, so that a GUID is never done twice. */
const KEEP_FINISHED = 7 * 86_400;
const HOUR_MS = 3_600_000;

/** Queues one sweep and one digest check for every repository. The digest decides itself whether its week is due. */
export async function tick(options: ScheduleOptions): Promise<void> {
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
  const names = await app.listRepositories(installation);
  const jobs = names.flatMap((name) => {
    const [owner = "", repo = ""] = name.split("/");
    return [
      repositoryJob("sweep", { owner, repo }, installation),
      repositoryJob("digest", { owner, repo }, installation),
    ];
  });
  await addWork(db, jobs, now());
}

/** Runs `tick` every hour. @returns a function that ends it. */
export function startSchedule(options: ScheduleOptions): () => void {
  const run = () =>
    tick(options).catch((error: unknown) => options.log.error({ err: error }, "The hourly sweep could not be queued"));
  const timer = setInterval(() => void run(), HOUR_MS);
  timer.unref();
  return () => clearInterval(timer);
}
