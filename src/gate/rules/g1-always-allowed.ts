/** G1: what makes things better is never held back: documentation, reverts, security fixes, mitigations, and the fix itself. */
import { sayList, sayReference, type Voice } from "#src/gate/voice.ts";
import type { FixEvidence, KindEvidence } from "#src/gate/evidence.ts";
import { defineRule } from "#src/gate/rule.ts";

/** Row G1 of the table. */
export const alwaysAllowed = defineRule({
  row: "G1",
  key: "policy.exempt",
  needs: ["kind", "fixes"],
  condition:
    "The pull request is proven to be documentation only, a revert, a security fix, a mitigation or a repair of the policy, or it fixes a gating item of the component.",
  decide: ({ kind, fixes }) => {
    if (kind !== "change" && kind !== "bot-bump") return { rule: `G1-${kind}`, verdict: "pass" };
    return fixes ? { rule: "G1-remediation-fix", verdict: "pass" } : null;
  },
  words: ({ kind, fixes }, voice) => ({
    reason: sayKind(kind, voice) ?? sayFix(fixes, voice),
    todo: null,
    unblock: [],
  }),
});

function sayKind(kind: KindEvidence, voice: Voice): string | null {
  switch (kind.kind) {
    case "docs-only":
      return "Documentation only: always allowed.";
    case "policy-repair":
      return `Repairs ${kind.path}: always allowed.`;
    case "mitigation":
      return `Mitigates ${sayReference(voice, kind.incident)}, which is not over yet: always allowed.`;
    case "revert":
      return `${kind.proof}: a revert is always allowed.`;
    case "security":
      return `${kind.proof}: a security fix is always allowed.`;
    default:
      return null;
  }
}

function sayFix(fixes: readonly FixEvidence[], voice: Voice): string {
  const named = fixes.map(
    (fix) => `${sayReference(voice, fix.reference)}, ${fix.open ? "the open" : "a closed"} ${fix.priority}`,
  );
  return `Fixes ${sayList(named)} for ${voice.component}: always allowed.`;
}
