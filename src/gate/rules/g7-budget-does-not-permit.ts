/** G7: there is open remediation, and the error budget does not permit merging (too little, overspent, or none at all). */
import type { BudgetEvidence } from "#src/gate/evidence.ts";
import { sayBudget, sayOpen, sayRemaining, sentence } from "#src/gate/voice.ts";
import { permitSteps } from "#src/gate/budget-steps.ts";
import { firstStep, stepsFor } from "#src/gate/open-work-steps.ts";
import { defineRule } from "#src/gate/rule.ts";

/** Row G7 of the table. */
export const budgetDoesNotPermit = defineRule({
  row: "G7",
  key: "policy.no_objective",
  needs: ["remediation", "budget", "policy"],
  condition: "Remediation is open or overdue, and the budget is low, overspent, or none (then `no_objective` decides).",
  decide: ({ remediation, budget, policy }) => {
    if (remediation !== "open" && remediation !== "overdue") return null;
    return { rule: "G7", verdict: budget === "none" && policy.noObjective === "warn" ? "warn" : "block" };
  },
  words: ({ remediation, budget }, voice) => ({
    reason: `${sentence(sayOpen(voice, remediation.gating))}, and ${sayBudget(budget)}${sayNeeded(budget)}.`,
    todo: firstStep(remediation.gating, voice),
    unblock: [...stepsFor(remediation.gating, voice), ...permitSteps(budget, voice)],
  }),
});

function sayNeeded(budget: BudgetEvidence): string {
  return budget.status === "low" ? ` (needs ${sayRemaining(Number(budget.permitAbove))})` : "";
}
