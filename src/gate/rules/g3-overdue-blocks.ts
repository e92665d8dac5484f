/** G3: where the policy says so, overdue remediation blocks whatever the budget. */
import { sayDue, sayList, sayReference, sayWork, sentence, type Voice } from "#src/gate/voice.ts";
import type { OpenWork } from "#src/gate/evidence.ts";
import { firstStep, stepsFor } from "#src/gate/open-work-steps.ts";
import { defineRule } from "#src/gate/rule.ts";

/** Row G3 of the table. */
export const overdueBlocks = defineRule({
  row: "G3",
  key: "policy.overdue",
  needs: ["remediation", "policy"],
  condition: "Remediation is overdue, and `overdue: block`.",
  decide: ({ remediation, policy }) =>
    remediation === "overdue" && policy.overdue === "block" ? { rule: "G3", verdict: "block" } : null,
  words: ({ remediation }, voice) => {
    const overdue = remediation.gating.filter((work) => work.overdue);
    const [first] = overdue;
    return {
      reason: `${sentence(sayList(overdue.map((work) => sayOverdue(work, voice))))}.`,
      todo: firstStep(overdue, voice),
      unblock: [...stepsFor(overdue, voice), ...(first?.what === "item" ? [redate(first, voice)] : [])],
    };
  },
});

function sayOverdue(work: OpenWork, voice: Voice): string {
  return work.due === null ? sayWork(voice, work) : `${sayWork(voice, work)} was due ${sayDue(work.due)}`;
}

function redate(work: OpenWork, voice: Voice): string {
  const reference = sayReference(voice, work.reference);
  return `If the date was not realistic: \`/pia due ${reference} YYYY-MM-DD reason:"…"\` moves it, once with write permission, again by an owner of ${voice.component}.`;
}
