/** The ports to the monitoring: budgets that Prometheus measures, what it saw around an incident, and who counts verdicts. */
import type { SignalWindow } from "#src/analysis/signal-comment.ts";
import type { RemainingQuery } from "#src/budget/prometheus-query.ts";
import type { RemainingAnswer } from "#src/budget/remaining.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import type { SignalAnswer } from "#src/timeline/signal.ts";

/** Reads budgets that are measured outside the incident history. */
export interface BudgetSource {
  /** The remaining share, from data not older than 15 minutes at `now`. Never throws: what goes wrong is the answer. */
  readRemaining(query: RemainingQuery, now: Instant): Promise<RemainingAnswer>;
}

/** Reads the error signal of a component. */
export interface SignalSource {
  /** One series over this time. Never throws: what goes wrong is the answer. */
  readSignal(expression: string, window: SignalWindow): Promise<SignalAnswer>;
}

/** Counts a verdict. */
export type VerdictObserver = (verdict: Pick<Verdict, "verdict" | "rule">) => void;
