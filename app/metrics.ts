/** What the App counts about itself, in Prometheus' format. Labels have few values each: never a repository, a person or an address. */
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from "prom-client";
import type { Performed } from "#src/effect/effect.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import type { SentRequest } from "#src/github/client.ts";
import type { Quota } from "#src/github/governor.ts";
import type { WorkCounts } from "#src/queue/count-work.ts";
import type { WorkReport } from "#src/queue/worker.ts";

/** What is asked for when somebody looks at the metrics. */
export interface MetricsSources {
  /** Rejects when the database does not answer. */
  countWork(): Promise<WorkCounts>;
  quotas(): readonly { readonly installation: number; readonly quota: Quota }[];
  replicas(): number;
}

/** The App's counters. */
export interface Metrics {
  /** Deliveries stored, duplicates left out. */
  stored(count: number): void;
  /** One answer to a webhook. */
  answered(status: number, seconds: number): void;
  worked(report: WorkReport): void;
  sent(request: SentRequest): void;
  judged(verdict: Pick<Verdict, "verdict" | "rule">): void;
  /** Effects that a piece of work of this kind performed. */
  performed(kind: string, performed: readonly Performed[]): void;
  /** The text that `/metrics` answers. */
  expose(): Promise<string>;
}

/** Installations whose remaining quota is told: the ones with the least, so that the labels stay few. */
const TOLD_INSTALLATIONS = 50;

/** A registry of its own, so that two Apps in one process (tests) do not share counts. */
export function openMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const count = openCounters(registry);
  const gauges = openGauges(registry);
  return {
    stored: (number) => count.deliveries.inc(number),
    answered: (status, seconds) => {
      count.answers.inc({ status });
      count.answerSeconds.observe(seconds);
    },
    worked: ({ item: { kind }, outcome, seconds }) => {
      count.work.inc({ kind, outcome });
      count.workSeconds.observe({ kind }, seconds);
    },
    sent: (request) => count.requests.inc({ ...request }),
    judged: ({ verdict, rule }) => count.verdicts.inc({ verdict, rule }),
    performed: (kind, performed) => {
      for (const { effect, outcome } of performed) {
        count.effects.inc({ effect: effect.kind, outcome });
        if (kind === "sweep" && outcome === "done") count.corrections.inc({ effect: effect.kind });
      }
    },
    expose: async () => {
      await refresh(gauges, sources);
      return registry.metrics();
    },
  };
}

function openCounters(registry: Registry) {
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `aftercare_${name}`, help, labelNames, registers });
  return {
    deliveries: counter("deliveries_total", "Deliveries stored, duplicates left out"),
    answers: counter("webhook_answers_total", "Answers to webhooks, by HTTP status", ["status"]),
    answerSeconds: new Histogram({
      name: "aftercare_webhook_answer_seconds",
      help: "Time from a webhook's arrival to its answer; GitHub waits ten seconds",
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    work: counter("work_total", "Work done, by kind and what became of it", ["kind", "outcome"]),
    workSeconds: new Histogram({
      name: "aftercare_work_seconds",
      help: "How long one row of work took, by kind",
      labelNames: ["kind"] as const,
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120],
      registers,
    }),
    requests: counter("github_requests_total", "Requests to GitHub, by route and HTTP status (0 = no answer)", [
      "route",
      "status",
    ]),
    verdicts: counter("verdicts_total", "Verdicts on pull requests, by word and rule", ["verdict", "rule"]),
    effects: counter("effects_total", "What was to be true on GitHub, by kind and outcome", ["effect", "outcome"]),
    corrections: counter(
      "sweep_corrections_total",
      "What a sweep had to put right: an event was lost, or time passed",
      ["effect"],
    ),
  };
}

type Gauges = ReturnType<typeof openGauges>;

function openGauges(registry: Registry) {
  const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Gauge({ name: `aftercare_${name}`, help, labelNames, registers: [registry] });
  return {
    database: gauge("database_up", "1 when the database answered just now"),
    rows: gauge(
      "work_rows",
      "Rows of the work table by state; scheduled ones wait for their time, parked ones need a person",
      ["state"],
    ),
    oldest: gauge("work_oldest_seconds", "Age of the oldest row that is not done, by kind", ["kind"]),
    quota: gauge("github_quota_remaining", "Requests left this hour, of the installations with the fewest", [
      "installation",
    ]),
    replicas: gauge("replicas", "Processes that share the database"),
  };
}

async function refresh(gauges: Gauges, sources: MetricsSources): Promise<void> {
  gauges.quota.reset();
  const quotas = sources.quotas().toSorted((a, b) => a.quota.remaining - b.quota.remaining);
  for (const { installation, quota } of quotas.slice(0, TOLD_INSTALLATIONS)) {
    gauges.quota.set({ installation }, quota.remaining);
  }
  gauges.replicas.set(sources.replicas());
  try {
    showCounts(gauges, await sources.countWork());
    gauges.database.set(1);
  } catch {
    gauges.database.set(0);
  }
}

function showCounts({ rows, oldest }: Gauges, { pending, parked, done }: WorkCounts): void {
  const sum = (of: "count" | "scheduled") => pending.reduce((total, kind) => total + kind[of], 0);
  rows.set({ state: "pending" }, sum("count"));
  rows.set({ state: "scheduled" }, sum("scheduled"));
  rows.set({ state: "parked" }, parked);
  rows.set({ state: "done" }, done);
  oldest.reset();
  for (const kind of pending) oldest.set({ kind: kind.kind }, kind.oldest);
}
