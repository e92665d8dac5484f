/** G2: after one incident that used a large part of the budget, features wait for its systemic items. */
import type { FreezeEvidence } from "#src/gate/evidence.ts";
import { sayFrom, sayList, sayReference, sayUsed, type Voice } from "#src/gate/voice.ts";
import { defineRule } from "#src/gate/rule.ts";

/** More than these would bury what to do; the largest come first. The rest stands in the evidence. */
const NAMED = 3;

/** Row G2 of the table. */
export const incidentFreeze = defineRule({
  row: "G2",
  key: "policy.incident_freeze_above",
  needs: ["incidentFreeze"],
  condition:
    "One incident used more of the budget than `incident_freeze_above`, and its systemic items (prevent or mitigate) are not done; for one budget window at most.",
  decide: (facts) => (facts.incidentFreeze ? { rule: "G2", verdict: "block" } : null),
  words: ({ incidentFreeze: freezes }, voice) => ({
    reason: sayFreezes(freezes, voice),
    todo: sayTodo(freezes, voice),
    unblock: freezes.slice(0, NAMED).flatMap((freeze) => steps(freeze, voice)),
  }),
});

function sayFreezes(freezes: readonly FreezeEvidence[], voice: Voice): string {
  const named = freezes.slice(0, NAMED).map((freeze) => sayFreeze(freeze, voice));
  const more = freezes.length - named.length;
  if (more === 0) return named.join(" ");
  return [...named, more === 1 ? "One more incident freezes it too." : `${more} more incidents freeze it too.`].join(
    " ",
  );
}

function sayFreeze(freeze: FreezeEvidence, voice: Voice): string {
  const incident = sayReference(voice, freeze.incident);
  const used =
    freeze.sharePercent === null
      ? `Incident ${incident} used ${voice.component}'s budget, which is zero.`
      : `Incident ${incident} used ${sayUsed(freeze.sharePercent)} of ${voice.component}'s budget.`;
  return `${used} Feature merges wait for ${sayAwaited(freeze, voice)}.`;
}

function sayAwaited(freeze: FreezeEvidence, voice: Voice): string {
  if (freeze.waitsFor.length === 0) return "its systemic fix, which nobody has accepted yet";
  return `${sayList(freeze.waitsFor.map((item) => sayReference(voice, item)))} (systemic)`;
}

function sayTodo(freezes: readonly FreezeEvidence[], voice: Voice): string | null {
  const items = freezes.flatMap((freeze) => freeze.waitsFor);
  if (items.length === 0) return "accept a systemic item (type prevent or mitigate) and finish it";
  return `finish ${sayList(items.map((item) => sayReference(voice, item)))}`;
}

function steps(freeze: FreezeEvidence, voice: Voice): string[] {
  const incident = sayReference(voice, freeze.incident);
  const systemic =
    freeze.waitsFor.length === 0
      ? `Accept and finish an item of type prevent or mitigate for ${incident}.`
      : `Finish ${sayList(
          freeze.waitsFor.map((item) => sayReference(voice, item)),
          6,
        )}, systemic for ${incident}: a fix of it is always allowed.`;
  return [systemic, `Otherwise it lifts by itself ${sayFrom(freeze.until)}, one budget window after the mitigation.`];
}
