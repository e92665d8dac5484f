/** One row of work is done: a delivery goes through Probot to its route, a job to its flow. */
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { GitHubUnavailable, type Log } from "#src/flow/services.ts";
import type { WorkItem } from "#src/queue/work.ts";
import type { GitHubApp } from "./github-app.ts";
import { JOBS, type JobObserver } from "./jobs.ts";
import type { ServicesFor } from "./services.ts";

/** What doing it needs. */
export interface Performing {
  readonly app: Pick<GitHubApp, "probot" | "isInstalled" | "installationOn">;
  readonly log: Log;
  /** The ports as an installation sees them. */
  readonly servicesFor: ServicesFor;
  readonly observer: JobObserver;
}

/**
 * Does the work of one row. Work for an account that has uninstalled or suspended us is dropped with a line in the log: no
 * retry can help it. Every other failure is thrown as it came, for the queue to try again.
 */
export async function performWhileInstalled(item: WorkItem, performing: Performing): Promise<void> {
  try {
    await perform(item, performing);
  } catch (error) {
    if (!(await isGone(item, error, performing))) throw error;
    const { installation, kind, dedupe } = item;
    performing.log.info(
      { installation, kind, delivery: dedupe },
      "The installation is gone or suspended: work dropped",
    );
  }
}

async function perform(item: WorkItem, { app, log, servicesFor, observer }: Performing): Promise<void> {
  const payload: unknown = JSON.parse(item.payload);
  if (item.kind === "delivery") return deliver(item, payload as { name: string; payload: object }, app);
  const job = JOBS[item.kind];
  const { kind } = item;
  if (!job) throw new Error(`There is no job of the kind ${kind}`);
  const installation = item.installation ?? (await app.installationOn(payload as RepositoryName));
  if (installation === null) {
    log.info({ kind }, "The App is not installed on the repository that this is for: work dropped");
    return;
  }
  await job(await servicesFor({ installation, kind, delivery: null, since: item.received_at }), payload, observer);
}

async function deliver(
  { dedupe, received_at: receivedAt }: WorkItem,
  { name, payload }: { readonly name: string; readonly payload: object },
  { probot }: Performing["app"],
): Promise<void> {
  try {
    await probot.receive({ id: dedupe, name, payload: { ...payload, receivedAt } } as unknown as Parameters<
      typeof probot.receive
    >[0]);
  } catch (error) {
    throw routeFailure(error);
  }
}

/** Probot wraps what a route threw; the queue goes by when GitHub said to come back, which only the route's own error knows. */
function routeFailure(error: unknown): unknown {
  if (!(error instanceof AggregateError)) return error;
  const failures: readonly unknown[] = error.errors;
  return failures.find((failure) => failure instanceof GitHubUnavailable) ?? failures[0] ?? error;
}

/** Asked only after a failure that no rate limit explains; when that cannot be answered either, it counts as installed. */
async function isGone({ installation }: WorkItem, error: unknown, { app }: Performing): Promise<boolean> {
  if (installation === null || (error instanceof GitHubUnavailable && error.retryAt !== null)) return false;
  return app.isInstalled(installation).then(
    (installed) => !installed,
    () => false,
  );
}
