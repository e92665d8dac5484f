/** G4: where the policy says so, an overspent budget freezes features, with open remediation or without. */
import { sayBudget, sayThaw, sentence } from "#src/gate/voice.ts";
import { defineRule } from "#src/gate/rule.ts";
import { thawSteps } from "#src/gate/budget-steps.ts";

/** Row G4 of the table. */
export const exhaustedFreezes = defineRule({
  row: "G4",
  key: "policy.exhausted",
  needs: ["budget", "policy"],
  condition: "The error budget is overspent, and `exhausted: freeze`.",
  decide: ({ budget, policy }) =>
    budget === "exhausted" && policy.exhausted === "freeze" ? { rule: "G4", verdict: "block" } : null,
  words: ({ budget }, voice) => ({
    reason: `${sentence(sayBudget(budget))}.${sayThaw(budget)}`,
    todo: "fixes, reverts and documentation may merge; other changes wait",
    unblock: thawSteps(budget, voice),
  }),
});
