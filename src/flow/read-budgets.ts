/** The budgets as each component's configuration wants them: from the incident history, Prometheus, or the App's snapshot. */
import { remainingQuery } from "#src/budget/prometheus-query.ts";
import { ageProblem, type BudgetReading } from "#src/budget/remaining.ts";
import { readSnapshot, type SnapshotRow } from "#src/budget/snapshot.ts";
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import type { PrometheusConfig } from "#src/budget/objective.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { IssueFacts, TrackedIssues } from "#src/facts/issue.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { measureBudgets } from "#src/gate/measure-budgets.ts";
import { isByApp } from "#src/incident/recognise.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import type { PolicyInForce } from "./load-policy.ts";
import type { BudgetSource } from "./monitoring.ts";
import type { Services } from "./services.ts";

/** What the budgets are read by; a `RepositoryView` has it. */
export interface BudgetScene {
  readonly policy: Pick<PolicyInForce, "config" | "objectives">;
  readonly repository: RepositoryName;
  readonly tracked: TrackedIssues;
  readonly records: RepositoryRecords;
  readonly now: Instant;
}

/** One status for each component. Reads nothing from GitHub. In the App it asks for a new snapshot when one is due. */
export async function readBudgets(
  services: Services,
  { policy, repository, tracked, records, now }: BudgetScene,
): Promise<ReadonlyMap<string, BudgetStatus>> {
  const { config, objectives } = policy;
  const elsewhere = measuredElsewhere(config);
  const readings = await readReadings(services, { config, tracked, now });
  if (elsewhere.length > 0 && isSnapshotDue(tracked, config, now)) await services.snapshots?.request(repository, 0);
  return measureBudgets({ config, repository, records, now, readings, ...(objectives ? { objectives } : {}) });
}

/** A component that is measured in Prometheus. */
export interface MeasuredElsewhere {
  readonly component: string;
  readonly prometheus: PrometheusConfig;
}

/** The components that are, in the order of the configuration. */
export function measuredElsewhere({ components }: Pick<Config, "components">): readonly MeasuredElsewhere[] {
  return Object.entries(components).flatMap(([component, { slo }]) =>
    slo?.prometheus === undefined ? [] : [{ component, prometheus: slo.prometheus }],
  );
}

type Readings = ReadonlyMap<string, BudgetReading>;

/** What the sources outside the incident history say now, by component; those that none is configured for are left out. */
export async function readReadings(
  { budgetSource, face }: Services,
  { config, tracked, now }: Pick<BudgetScene, "tracked" | "now"> & { readonly config: Config },
): Promise<Readings> {
  const elsewhere = measuredElsewhere(config);
  if (budgetSource) {
    const rows = await readPrometheus(budgetSource, elsewhere, now);
    return new Map(rows.map(({ component, answer }) => [component, { ...answer, source: "prometheus" }]));
  }
  if (elsewhere.length === 0) return new Map();
  const rows = face.kind === "app" ? null : (findSnapshot(tracked, config)?.rows ?? null);
  const reason = rows === null ? ABSENT[face.kind] : "the App's snapshot does not hold it yet";
  return new Map(
    elsewhere.map(({ component }) => [
      component,
      fromSnapshot(
        rows?.find((row) => row.component === component),
        { reason, now },
      ),
    ]),
  );
}

const ABSENT = {
  app: "PROMETHEUS_URL is not set for the App",
  action: "there is no snapshot of the App, which alone can ask Prometheus (set PROMETHEUS_URL there)",
  cli: "PROMETHEUS_URL is not set, and there is no snapshot of the App",
} as const;

function fromSnapshot(
  row: SnapshotRow | undefined,
  { reason, now }: { readonly reason: string; readonly now: Instant },
): BudgetReading {
  const source = "snapshot";
  if (!row) return { kind: "unusable", source, reason };
  const old = ageProblem(row.asOf, now);
  return old === null ? { ...row.answer, source } : { kind: "unusable", source, reason: old };
}

/** So many queries run at a time: a repository may have many components, and Prometheus has other readers. */
const SIDE_BY_SIDE = 8;

/** Asks Prometheus for each component. */
export async function readPrometheus(
  source: BudgetSource,
  elsewhere: readonly MeasuredElsewhere[],
  now: Instant,
): Promise<readonly SnapshotRow[]> {
  const rows: SnapshotRow[] = [];
  for (let from = 0; from < elsewhere.length; from += SIDE_BY_SIDE) {
    const some = elsewhere.slice(from, from + SIDE_BY_SIDE).map(async ({ component, prometheus }) => ({
      component,
      answer: await source.readRemaining(remainingQuery(component, prometheus), now),
      asOf: now,
    }));
    rows.push(...(await Promise.all(some)));
  }
  return rows;
}

/** The App's snapshot among the tracked issues, open or closed; of doubles the lowest number. Only the App's own count: a workflow could say anything. */
export function findSnapshot(
  { tracked }: TrackedIssues,
  config: Pick<Config, "app">,
): { readonly issue: IssueFacts; readonly rows: readonly SnapshotRow[] } | null {
  const found = tracked
    .map(({ issue }) => issue)
    .filter(({ author }) => isByApp(author, config))
    .toSorted((a, b) => a.number - b.number)
    .flatMap((issue) => {
      const rows = readSnapshot(issue.body);
      return rows === null ? [] : [{ issue, rows }];
    });
  return found[0] ?? null;
}

/** The App looks again every ten minutes while pull requests are open; one that is older was not needed for a while. */
const DUE_AFTER = 10 * 60;

function isSnapshotDue(tracked: TrackedIssues, config: Config, now: Instant): boolean {
  const rows = findSnapshot(tracked, config)?.rows ?? [];
  return rows.length === 0 || rows.some(({ asOf }) => now - asOf > DUE_AFTER);
}
