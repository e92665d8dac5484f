/** The App's jobs beside deliveries: which kind runs which flow. */
import { createHash } from "node:crypto";
import { z } from "zod";
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { issueKey } from "#src/facts/issue-reference.ts";
import { gatePullRequest } from "#src/flow/gate-pull-request.ts";
import type { PresentWish } from "#src/flow/present-wish.ts";
import { presentAnew } from "#src/flow/present-later.ts";
import { publishDigest } from "#src/flow/publish-digest.ts";
import { publishSnapshot } from "#src/flow/publish-snapshot.ts";
import { recordAlerts } from "#src/flow/record-alerts.ts";
import { type Omission, recordOmission } from "#src/flow/record-omission.ts";
import { recheckInTime } from "#src/flow/recheck.ts";
import type { Services } from "#src/flow/services.ts";
import { sweepRepository } from "#src/flow/sweep-repository.ts";
import type { AlertGroup } from "#src/incident/alert-group.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import type { NewWork } from "#src/queue/work.ts";

const pull = z.object({ owner: z.string(), repo: z.string(), number: z.number() });
const wish = z.object({ analysis: pull, made: z.array(z.number()) });
const repository = z.object({ owner: z.string(), repo: z.string() });

/** As `alertsJob` stored it: what it holds was checked when it came. */
const alerts = repository.extend({ group: z.custom<AlertGroup>() });

/** As `omissionJob` stored it. */
const omission = pull.extend({ omission: z.object({ text: z.string(), time: z.string(), told: z.number() }) });

/** Told what jobs find out. */
export interface JobObserver {
  judged(verdict: Verdict): void;
}

type Job = (services: Services, payload: unknown, observer: JobObserver) => Promise<unknown>;

/** Verdicts go before everything else, sweeps and digests after everything else. */
export const JOBS: Readonly<Record<string, Job>> = {
  recheck: async (services, payload, { judged }) => {
    const report = await gatePullRequest(services, pull.parse(payload));
    if (report) judged(report.judgement.verdict);
  },
  clock: (services, payload) => recheckInTime(services, repository.parse(payload)),
  present: (services, payload) => presentAnew(services, wish.parse(payload)),
  sweep: (services, payload) => sweepRepository(services, repository.parse(payload)),
  digest: (services, payload) => publishDigest(services, repository.parse(payload)),
  alerts: (services, payload) => {
    const { owner, repo, group } = alerts.parse(payload);
    return recordAlerts(services, { owner, repo }, group);
  },
  omission: (services, payload) => {
    const { omission: told, ...issue } = omission.parse(payload);
    return recordOmission(services, issue, told);
  },
  snapshot: (services, payload) => publishSnapshot(services, repository.parse(payload)),
};

/** A verdict to be reached again; equal requests that wait collapse into one. */
export function recheckJob(target: IssueReference, installation: number): NewWork {
  const { owner, repo, number } = target;
  return {
    key: `gate:${issueKey(target)}`,
    kind: "recheck",
    dedupe: null,
    priority: 1,
    installation,
    payload: { owner, repo, number },
  };
}

/** The key of deliveries about the issue: it waits until all of them that are there are done, and shows them together. */
export function presentJob({ analysis, made, said }: PresentWish, installation: number): NewWork {
  const key = `${said.repository}#${said.issue}`;
  return { key, kind: "present", dedupe: null, priority: 5, installation, payload: { analysis, made } };
}

const MINUTE = 60;

/** Time changes a verdict at this moment. Whatever changes within one minute is looked at together, once, at its end. */
export function clockJob(target: RepositoryName, installation: number, at: Instant): NewWork {
  const { owner, repo } = target;
  const runAt = Math.ceil(at / MINUTE) * MINUTE;
  const key = `clock:${owner}/${repo}@${runAt}`.toLowerCase();
  return { key, kind: "clock", dedupe: null, priority: 2, installation, payload: { owner, repo }, runAt };
}

/** One message of Alertmanager's, which is done once however often it is sent. Which installation sees the repository is asked when it is done. */
export function alertsJob(target: RepositoryName, group: AlertGroup, digest: string): NewWork {
  const { owner, repo } = target;
  const key = `alerts:${owner}/${repo}`.toLowerCase();
  return {
    key,
    kind: "alerts",
    dedupe: `${key}:${digest}`,
    priority: 3,
    installation: null,
    payload: { owner, repo, group },
  };
}

/** A fact told without a name, once however often the form is sent. Which installation sees the repository is asked when it is done. */
export function omissionJob(target: IssueReference, omission: Omission): NewWork {
  const { owner, repo, number } = target;
  const digest = createHash("sha256").update(`${omission.time}\n${omission.text}`).digest("hex");
  return {
    key: issueKey(target),
    kind: "omission",
    dedupe: `omission:${issueKey(target)}:${digest}`,
    priority: 5,
    installation: null,
    payload: { owner, repo, number, omission },
  };
}

/** A job for a whole repository. */
export function repositoryJob(kind: "sweep" | "digest", target: RepositoryName, installation: number): NewWork {
  const key = `${kind}:${target.owner}/${target.repo}`.toLowerCase();
  return { key, kind, dedupe: null, priority: 9, installation, payload: { owner: target.owner, repo: target.repo } };
}

/** The snapshot for the Action, to be looked at again at this time. It goes before decorations: verdicts wait for it. */
export function snapshotJob(target: RepositoryName, installation: number, runAt: Instant): NewWork {
  const { owner, repo } = target;
  const key = `snapshot:${owner}/${repo}`.toLowerCase();
  return { key, kind: "snapshot", dedupe: null, priority: 2, installation, payload: { owner, repo }, runAt };
}
