/** The error budgets of all components from the incident history, as of one moment. */
import { compileComponents } from "#src/component/component-map.ts";
import { type BudgetStatus, componentBudget } from "#src/budget/component-budget.ts";
import type { Instant } from "#src/calendar/instant.ts";
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
}

/** One status for each component; `none` for those without an objective. Other sources (Prometheus, a snapshot) replace entries. */
export function measureBudgets({ config, repository, records, now }: BudgetSources): ReadonlyMap<string, BudgetStatus> {
  const components = [...compileComponents(config, repository).values()];
  const zone = openZone(config.timezone) ?? UTC;
  const shared = {
    zone,
    now,
    incidents: records.incidents,
    permitAbove: config.policy.permit_above,
    soleComponent: components.length === 1,
  };
  return new Map(
    components.map(({ name, config: { slo } }) => [name, componentBudget({ ...shared, component: name, slo })]),
  );
}
