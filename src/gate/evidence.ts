/** What stands behind each input of the decision: the facts that the words name, so that a verdict can be checked by hand. */
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { Due } from "#src/remediation/due.ts";
import type { ItemState, ItemType, Priority } from "#src/remediation/item.ts";
import type { BudgetState, Kind, Remediation, TablePolicy } from "./input.ts";

/** Something open that a component waits for: a remediation item, or an analysis that is not complete. */
export interface OpenWork {
  readonly what: "item" | "analysis";
  readonly reference: IssueReference;
  readonly title: string;
  readonly url: string;
  /** As labelled; without a label P1. An analysis counts as P1. */
  readonly priority: Priority;
  /** False for the P1 of an item without a priority. */
  readonly priorityStated: boolean;
  readonly state: ItemState | "analysis-incomplete";
  readonly type: ItemType | null;
  readonly owners: readonly string[];
  readonly due: Due | null;
  readonly overdue: boolean;
  /** Since when it counts: acceptance, else creation. */
  readonly since: Instant;
  /** For an analysis: what is still missing, each as a sentence that says what to do. */
  readonly missing: readonly string[];
}

/** A component's open work. `gating` is sorted by urgency: overdue first, then priority, due date, number. */
export interface RemediationEvidence {
  readonly state: Remediation;
  readonly gating: readonly OpenWork[];
  readonly minor: readonly OpenWork[];
  /** Closed work that is shown, but does not gate: closed without proof, or an analysis closed before it was complete. */
  readonly shown: readonly OpenWork[];
}

/** A component's error budget as the words state it. */
export interface BudgetEvidence extends BudgetStatus {
  /** `policy.permit_above`, in percent. */
  readonly permitAbove: string;
}

/** One incident that used so much of the budget that features wait for its systemic items. */
export interface FreezeEvidence {
  readonly incident: IssueReference;
  readonly title: string;
  /** Null for a budget of zero: any use is beyond every share. */
  readonly sharePercent: number | null;
  /** Systemic items that are not done; empty when none has been accepted yet. */
  readonly waitsFor: readonly IssueReference[];
  /** It ends here at the latest: one budget window after the mitigation. */
  readonly until: Instant;
}

/** What a pull request is, and what proves it. */
export type KindEvidence =
  | { readonly kind: "change" | "docs-only" | "bot-bump" }
  | { readonly kind: "policy-repair"; readonly path: string }
  | { readonly kind: "mitigation"; readonly incident: IssueReference }
  | { readonly kind: "revert" | "security"; readonly proof: string };

/** An item that the pull request fixes: it gates the component, or it did while the link existed. */
export interface FixEvidence {
  readonly reference: IssueReference;
  readonly priority: Priority;
  /** False when it has been closed since. */
  readonly open: boolean;
}

/** For every input of a component, what stands behind it. The names are those of {@link RuleFacts}. */
export interface RuleEvidence {
  readonly kind: KindEvidence;
  readonly fixes: readonly FixEvidence[];
  readonly incidentFreeze: readonly FreezeEvidence[];
  readonly remediation: RemediationEvidence;
  readonly budget: BudgetEvidence;
  readonly policy: TablePolicy;
}

/** For every input of a component, its value in the words of the table. */
export interface RuleFacts {
  readonly kind: Kind;
  readonly fixes: boolean;
  readonly incidentFreeze: boolean;
  readonly remediation: Remediation;
  readonly budget: BudgetState;
  readonly policy: TablePolicy;
}

/** The names of the facts that a rule may ask for. */
export type FactName = keyof RuleFacts;
