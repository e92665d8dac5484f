/** Decides whether an incident needs an analysis, and says why. Defaults follow the SRE book, ch. 15, and the SRE workbook's error-budget policy. */
import type { Severity } from "./incident.ts";

/** What speaks for an analysis. Null = not known yet, which never counts against one. */
export interface CriteriaFacts {
  readonly severity: Severity | null;
  /** Minutes of impact, weighted by share. */
  readonly impactMinutes: number | null;
  /** The largest share of a component's error budget that this incident took, in percent. */
  readonly budgetSharePercent: number | null;
  readonly dataLoss: boolean;
  /** The same cause, or the same component within 90 days, had an incident whose items were closed. */
  readonly recurrence: boolean;
  /** A person noticed it before any monitoring did. */
  readonly detectedByPeople: boolean;
}

/** `required` gates until the analysis is complete; `recommended` asks; `optional` leaves it to the team. */
export interface AnalysisNeed {
  readonly level: "required" | "recommended" | "optional";
  /** Each a clause that can follow "because": `it is severity 2`. Never empty. */
  readonly reasons: readonly string[];
}

/** One incident that takes more than this share of the budget needs an analysis (SRE workbook, error-budget policy). Strict. */
export const BUDGET_SHARE_PERCENT = 20;
const LONG_IMPACT_MINUTES = 60;

/** All criteria at once; the strictest that holds decides, and only its reasons are given. */
export function analysisNeed(facts: CriteriaFacts): AnalysisNeed {
  const required = requiredReasons(facts);
  if (required.length > 0) return { level: "required", reasons: required };
  const recommended = recommendedReasons(facts);
  if (recommended.length > 0) return { level: "recommended", reasons: recommended };
  return { level: "optional", reasons: [`it is severity ${facts.severity ?? 4} and no other criterion is met`] };
}

function requiredReasons(facts: CriteriaFacts): string[] {
  const { severity, budgetSharePercent } = facts;
  return [
    severity !== null && severity <= 2 ? `it is severity ${severity}` : null,
    budgetSharePercent !== null && budgetSharePercent > BUDGET_SHARE_PERCENT
      ? `it used ${sayPercent(budgetSharePercent)} of an error budget (more than ${BUDGET_SHARE_PERCENT}%)`
      : null,
    facts.dataLoss ? "data was lost" : null,
    facts.recurrence ? "it has happened before" : null,
  ].filter((reason) => reason !== null);
}

function recommendedReasons(facts: CriteriaFacts): string[] {
  const { severity, impactMinutes } = facts;
  return [
    severity === 3 ? "it is severity 3" : null,
    severity === null ? "its severity is not known yet" : null,
    impactMinutes !== null && impactMinutes >= LONG_IMPACT_MINUTES ? "its impact lasted an hour or more" : null,
    facts.detectedByPeople ? "people noticed it before monitoring did" : null,
  ].filter((reason) => reason !== null);
}

function sayPercent(percent: number): string {
  return `${Number(percent.toFixed(1))}%`;
}

/** `Required: it is severity 2 and data was lost.` */
export function sayNeed(need: AnalysisNeed): string {
  const level = { required: "Required", recommended: "Recommended", optional: "Optional" }[need.level];
  const reasons =
    need.reasons.length > 1 ? `${need.reasons.slice(0, -1).join(", ")} and ${need.reasons.at(-1)}` : need.reasons[0];
  return `${level}: ${reasons}.`;
}
