/** The same facts at a later moment: what time alone does. */
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { GateFacts } from "./facts.ts";
import { measureBudgets } from "./measure-budgets.ts";

/** The facts as they will be at a later moment if nothing happens. Budgets move with time, too; those that other sources measure are then not known. */
export function atTime(facts: GateFacts, now: Instant): GateFacts {
  const measured = measureBudgets({ config: facts.policy.config, repository: facts.pull, records: facts.records, now });
  const budgets = [...measured].map(([name, status]): [string, BudgetStatus] => {
    const known = facts.budgets.get(name);
    const isElsewhere = known !== undefined && known.source !== "incidents";
    return [name, isElsewhere ? { ...known, status: "unknown", reason: "it is not known in advance" } : status];
  });
  return { ...facts, now, budgets: new Map(budgets) };
}
