/** G6: there is open remediation, and nobody can tell whether the error budget permits merging. */
import { sayBudget, sayOpen, saySource, sentence } from "#src/gate/voice.ts";
import { firstStep, stepsFor } from "#src/gate/open-work-steps.ts";
import { defineRule } from "#src/gate/rule.ts";

/** Row G6 of the table. */
export const budgetUnknown = defineRule({
  row: "G6",
  key: "policy.unknown",
  needs: ["remediation", "budget", "policy"],
  condition: "Remediation is open or overdue, and the budget is configured but has no usable data: `unknown` decides.",
  decide: ({ remediation, budget, policy }) =>
    (remediation === "open" || remediation === "overdue") && budget === "unknown"
      ? { rule: "G6", verdict: policy.unknown === "hold" ? "block" : "warn" }
      : null,
  words: ({ remediation, budget, policy }, voice) => ({
    reason: `${sentence(sayOpen(voice, remediation.gating))}, and ${sayBudget(budget)}: ${policy.unknown === "hold" ? "cannot confirm that the budget permits" : "let through by `unknown: pass`"}.`,
    todo: firstStep(remediation.gating, voice),
    unblock: [
      ...stepsFor(remediation.gating, voice),
      `Or mend the budget's source (${saySource(budget)}): with at least ${budget.permitAbove}% remaining this may merge.`,
    ],
  }),
});
