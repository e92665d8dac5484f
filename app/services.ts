/** The ports for one piece of work: GitHub as the installation sees it, watched for the metrics, and a log that names the delivery. */
import type { Kysely } from "kysely";
import type { Logger } from "pino";
import type { Instant } from "#src/calendar/instant.ts";
import type { Performed } from "#src/effect/effect.ts";
import { forgettingWrites } from "#src/flow/forget.ts";
import type { Rechecks, Snapshots } from "#src/flow/rechecks.ts";
import { EffectsUnfinished, type GitHub, type Services } from "#src/flow/services.ts";
import type { Lane } from "#src/github/governor.ts";
import { connectPrometheus } from "#src/prometheus/prometheus.ts";
import { connectSignals } from "#src/prometheus/signals.ts";
import { addWork, type NewWork, type WorkTables } from "#src/queue/work.ts";
import { openProjection } from "#src/store/projection.ts";
import type { Environment } from "./environment.ts";
import type { GitHubApp } from "./github-app.ts";
import { clockJob, presentJob, recheckJob, snapshotJob } from "./jobs.ts";
import type { Metrics } from "./metrics.ts";
import { openRecentPolicies } from "./recent-policies.ts";
import { omissionPageAt } from "./receive-omissions.ts";

/** What the ports are made from. */
export interface ServicesOptions {
  readonly app: Pick<GitHubApp, "forInstallation">;
  readonly db: Kysely<WorkTables>;
  readonly environment: Environment;
  readonly log: Logger;
  readonly metrics: Pick<Metrics, "performed" | "judged">;
  now(): Instant;
  /** Tells the worker that there is work. */
  wake(): void;
}

/** For whom and for what: `kind` is that of the work, `delivery` GitHub's id of the delivery that caused it. */
export interface Purpose {
  readonly installation: number;
  readonly kind: string;
  readonly delivery: string | null;
  /** When the work came. */
  readonly since: Instant;
}

/** Gives the ports as an installation sees them. */
export type ServicesFor = (purpose: Purpose) => Promise<Services>;

/** Verdicts go first; what a person waits for comes next. */
const LANES: Readonly<Record<string, Lane>> = {
  recheck: "verdict",
  clock: "verdict",
  snapshot: "verdict",
  delivery: "conversation",
  present: "conversation",
  omission: "conversation",
};

/** Opens the ports. */
export function openServices(options: ServicesOptions): ServicesFor {
  const { app, environment, metrics, log } = options;
  const { prometheus } = environment;
  const budgetSource = prometheus && connectPrometheus(prometheus);
  const signalSource = prometheus && connectSignals(prometheus);
  const projection = openProjection(options.db);
  const sharePolicies = openRecentPolicies(options.now);
  return async ({ installation, kind, delivery, since }) => {
    const connection = await app.forInstallation(installation, LANES[kind] ?? "background");
    const github = sharePolicies(connection, { installation, since });
    const noted = watched(github, (performed) => metrics.performed(kind, performed));
    const add = (jobs: readonly NewWork[]) => enqueue(options, jobs);
    const rechecks: Rechecks = {
      request: (pulls) => add(pulls.map((pull) => recheckJob(pull, installation))),
      present: (wish) => add([presentJob(wish, installation)]),
      requestAt: (repository, at) => add([clockJob(repository, installation, at)]),
    };
    return {
      github: forgettingWrites(noted, { projection, rechecks }),
      projection,
      log: log.child({ installation, kind, ...(delivery === null ? {} : { delivery }) }),
      judged: metrics.judged,
      face: { kind: "app", reportOnly: environment.reportOnly },
      rechecks,
      ...(environment.publicUrl
        ? { omissionPage: omissionPageAt(environment.publicUrl, environment.webhookSecret) }
        : {}),
      ...(environment.rates ? { rates: environment.rates } : {}),
      ...(budgetSource ? { budgetSource, snapshots: snapshotsFor(installation, options) } : {}),
      ...(signalSource ? { signalSource } : {}),
    };
  };
}

function snapshotsFor(installation: number, options: ServicesOptions): Snapshots {
  return {
    request: (repository, after) => enqueue(options, [snapshotJob(repository, installation, options.now() + after)]),
  };
}

async function enqueue({ db, now, wake }: ServicesOptions, jobs: readonly NewWork[]): Promise<void> {
  await addWork(db, jobs, now());
  wake();
}

function watched(github: GitHub, note: (performed: readonly Performed[]) => void): GitHub {
  return {
    ...github,
    perform: async (effects) => {
      try {
        const performed = await github.perform(effects);
        note(performed);
        return performed;
      } catch (error) {
        if (error instanceof EffectsUnfinished) note(error.performed);
        throw error;
      }
    },
  };
}
