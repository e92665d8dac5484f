/** What would make a budget permit again: the steps that several rules offer. */
import type { BudgetEvidence } from "./evidence.ts";
import { sayFrom, sayRemaining, type Voice } from "./voice.ts";

/** How an overspent budget comes back. */
export function thawSteps(budget: BudgetEvidence, voice: Voice): string[] {
  const wait =
    budget.thawAt === null
      ? "Wait until the budget is no longer overspent."
      : `Wait until ${sayFrom(budget.thawAt)}: then the budget is no longer overspent, if nothing else fails.`;
  return [wait, ...correctTimes(budget, voice)];
}

/** How a budget that does not permit comes to permit. */
export function permitSteps(budget: BudgetEvidence, voice: Voice): string[] {
  if (budget.status === "none") {
    return [
      `Or give ${voice.component} an objective (\`slo:\` in .github/aftercare.yml), so that a healthy budget can permit merges.`,
    ];
  }
  const needed = sayRemaining(Number(budget.permitAbove));
  const when = budget.permitsAt === null ? "" : `: ${sayFrom(budget.permitsAt)}, if nothing else fails`;
  return [`Or wait until ${needed} of the budget remains${when}.`, ...correctTimes(budget, voice)];
}

/** Only a budget from the incident history moves with them. */
function correctTimes({ source }: BudgetEvidence, voice: Voice): readonly string[] {
  if (source !== "incidents") return [];
  return [
    `If an incident's times or impact on ${voice.component} are wrong, correct them on its analysis (\`/pia mitigated TIME\`, \`/pia impact …\`).`,
  ];
}
