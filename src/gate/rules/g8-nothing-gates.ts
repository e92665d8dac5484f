/** G8: nothing gates, but something is worth knowing: minor items, or the state of the budget. */
import type { BudgetEvidence } from "#src/gate/evidence.ts";
import { sayBudget, sayOpen, sayThaw, sentence } from "#src/gate/voice.ts";
import { defineRule } from "#src/gate/rule.ts";

/** Row G8 of the table. */
export const nothingGates = defineRule({
  row: "G8",
  key: null,
  needs: ["remediation", "budget"],
  condition: "Otherwise: only minor items, or a budget that is low, overspent or unknown.",
  decide: () => ({ rule: "G8", verdict: "warn" }),
  words: ({ remediation, budget }, voice) => {
    const clauses = [
      ...(remediation.minor.length > 0 ? [sayOpen(voice, remediation.minor)] : []),
      ...(worthSaying(budget) ? [sayBudget(budget)] : []),
    ];
    return {
      reason: `${sentence(clauses.join(", and "))}. Nothing holds this back.${sayThaw(budget)}`,
      todo: null,
      unblock: [],
    };
  },
});

/** The numbers are always stated, also a healthy budget beside minor items; a missing objective is not news. */
function worthSaying(budget: BudgetEvidence): boolean {
  return budget.status !== "none";
}
