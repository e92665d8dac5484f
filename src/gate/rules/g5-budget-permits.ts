/** G5: there is open remediation, but enough of the error budget remains to permit merging. */
import { sayBudget, sayOpen, sentence } from "#src/gate/voice.ts";
import { firstStep } from "#src/gate/open-work-steps.ts";
import { defineRule } from "#src/gate/rule.ts";

/** Row G5 of the table. */
export const budgetPermits = defineRule({
  row: "G5",
  key: "policy.permit_above",
  needs: ["remediation", "budget"],
  condition: "Remediation is open or overdue, and the error budget is healthy.",
  decide: ({ remediation, budget }) =>
    (remediation === "open" || remediation === "overdue") && budget === "healthy"
      ? { rule: "G5", verdict: "warn" }
      : null,
  words: ({ remediation, budget }, voice) => ({
    reason: `${sentence(sayOpen(voice, remediation.gating))}; ${sayBudget(budget)}, so this may merge.`,
    todo: firstStep(remediation.gating, voice),
    unblock: [],
  }),
});
