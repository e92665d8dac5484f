/** The error budgets of all components as of one moment: from the incident history, or from the source that is configured in its place. */
import { compileComponents } from "#src/component/component-map.ts";
import { type BudgetStatus, componentBudget } from "#src/budget/component-budget.ts";
import { groupIncidents } from "#src/budget/group-incidents.ts";
import type { Instant } from "#src/calendar/instant.ts";
import { type BudgetReading, statusByReading } from "#src/budget/remaining.ts";
import { openZone, UTC } from "#src/calendar/zone.ts";
import type { Config } from "#src/config/schema.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";

/** What the measure goes by. */
export interface BudgetSources {
  readonly config: Config;
  readonly repository: RepositoryName;
  readonly records: RepositoryRecords;
  readonly now: Instant;
  /** What other sources said, by component. One that is measured in Prometheus and is not among them is `unknown`. */
  readonly readings?: ReadonlyMap<string, BudgetReading>;
  /** How imported objectives were read, by component. */
  readonly objectives?: ReadonlyMap<string, ObjectiveSource>;
}

/** Where an imported objective stands, or why it could not be imported: then its budget is `unknown`. */
export type ObjectiveSource = { readonly origin: string } | { readonly problem: string };

const NOT_ASKED: BudgetReading = {
  kind: "unusable",
  source: "prometheus",
  reason: "it is measured in Prometheus, which is asked when a pull request is judged",
};

/** One status for each component; `none` for those without an objective. */
export function measureBudgets({
  config,
  repository,
  records,
  now,
  ...sources
}: BudgetSources): ReadonlyMap<string, BudgetStatus> {
  const components = [...compileComponents(config, repository).values()];
  const zone = openZone(config.timezone) ?? UTC;
  const incidentsOf = groupIncidents(records.incidents);
  const shared = { zone, now, permitAbove: config.policy.permit_above, soleComponent: components.length === 1 };
  return new Map(
    components.map(({ name, config: { slo } }) => {
      const asked = { ...shared, component: name };
      const measured = withOrigin(
        componentBudget({ ...asked, slo, incidents: incidentsOf(asked) }),
        sources.objectives?.get(name),
      );
      if (slo?.prometheus === undefined) return [name, measured];
      return [name, statusByReading(measured, sources.readings?.get(name) ?? NOT_ASKED, config.policy.permit_above)];
    }),
  );
}

function withOrigin(status: BudgetStatus, objective: ObjectiveSource | undefined): BudgetStatus {
  if (!objective) return status;
  if ("origin" in objective) return { ...status, origin: objective.origin };
  return { ...status, status: "unknown", reason: objective.problem };
}
