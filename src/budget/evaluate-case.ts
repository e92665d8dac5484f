/** Answers a question about a budget that is written as JSON with plain numbers, texts and booleans. */
import type { z } from "zod";
import { formatInstant } from "#src/calendar/instant.ts";
import { burnAlerts } from "./burn-alerts.ts";
import { burnsOf } from "./case-burns.ts";
import { eventCase, firstProblem, timeCase, type TimeCase } from "./case-schema.ts";
import { eventBudget } from "./event-budget.ts";
import { isAbove, ownSeconds, sharePercent } from "./incident-share.ts";
import { isFrozen, measureBudget, windowBurnRate, type BudgetMeasure, type Burn } from "./measure.ts";
import { projectedExhaustion } from "./projection.ts";
import { divide, toNumber, whole, type Rational } from "./rational.ts";
import { thawAt } from "./thaw.ts";

/** A budget of time in plain values; instants as ISO 8601 with `Z`, numbers with at most 9 decimals. */
export interface TimeResult {
  readonly windowStart: string;
  readonly windowEnd: string;
  readonly windowSeconds: number;
  readonly budgetSeconds: number;
  readonly budgetMinutes: number;
  readonly consumedSeconds: number;
  readonly consumedMinutes: number;
  readonly remainingSeconds: number;
  readonly remainingPercent: number | null;
  readonly burnRate: number | null;
  readonly frozen: boolean;
  readonly incidentSharePercent: Readonly<Record<string, number | null>>;
  readonly piaRequired: readonly string[];
  readonly thawAt: string | null;
  /** Present when a lookback was given. */
  readonly projectedExhaustion?: string | null;
}

/** Burn-rate alerts by name. */
export type AlertResult = Readonly<
  Record<
    string,
    { readonly threshold: number; readonly long: number | null; readonly short: number | null; readonly fires: boolean }
  >
>;

/** A budget of events in plain values. */
export interface EventResult {
  readonly budgetEvents: number;
  readonly badEvents: number;
  readonly remainingEvents: number;
  readonly remainingPercent: number | null;
  readonly burnRate: number | null;
  readonly frozen: boolean;
  readonly noData: boolean;
}

/** The answer to one question, or why there is none, in one line. */
export type CaseAnswer =
  | { readonly kind: "time"; readonly result: TimeResult }
  | { readonly kind: "alerts"; readonly result: AlertResult }
  | { readonly kind: "events"; readonly result: EventResult }
  | { readonly error: string };

/** Problems keep the input, so that a missing value can be told from a wrong one. */
const OPTIONS = { reportInput: true } as const;

/**
 * Answers one question: `time` (a budget of time), `alerts` (burn-rate alerts) or `events` (a budget of events).
 * Numbers are rounded to 9 decimals; everything is decided on exact ones. Unreadable input gives `error`, never an exception.
 */
export function evaluateCase(kind: unknown, input: unknown): CaseAnswer {
  if (kind === "events")
    return answer(eventCase.safeParse(input, OPTIONS), (counts) => ({ kind, result: eventResult(counts) }));
  if (kind !== "time" && kind !== "alerts") {
    return { error: `kind must be time, alerts or events, not ${JSON.stringify(kind) ?? "missing"}` };
  }
  return answer(timeCase.safeParse(input, OPTIONS), (question) => {
    const burns = burnsOf(question.incidents, question.component);
    if ("error" in burns) return burns;
    const measure = measureBudget({ ...question, burns });
    return kind === "alerts"
      ? { kind, result: alertResult(measure) }
      : { kind, result: timeResult(question, burns, measure) };
  });
}

function answer<T>(parsed: z.ZodSafeParseResult<T>, then: (data: T) => CaseAnswer): CaseAnswer {
  return parsed.success ? then(parsed.data) : { error: firstProblem(parsed.error) };
}

function timeResult(question: TimeCase, burns: readonly Burn[], measure: BudgetMeasure): TimeResult {
  const { window, now, freezeBelowRemainingPercent: below, projectionLookback: lookback } = question;
  const frozen = isFrozen(measure.remainingPercent, below);
  const shares = burns.map(({ id, stretches }) => ({
    id,
    share: sharePercent(ownSeconds(stretches, now), measure.budget),
  }));
  return {
    windowStart: formatInstant(measure.start),
    windowEnd: formatInstant(measure.end),
    windowSeconds: measure.end - measure.start,
    budgetSeconds: toNumber(measure.budget),
    budgetMinutes: minutes(measure.budget),
    consumedSeconds: toNumber(measure.consumed),
    consumedMinutes: minutes(measure.consumed),
    remainingSeconds: toNumber(measure.remaining),
    remainingPercent: plain(measure.remainingPercent),
    burnRate: plain(windowBurnRate(measure)),
    frozen,
    incidentSharePercent: Object.fromEntries(shares.map(({ id, share }) => [id, plain(share)])),
    piaRequired: shares.filter(({ share }) => isAbove(share, question.incidentThresholdPercent)).map(({ id }) => id),
    thawAt: frozen ? instantOrNull(thawAt(measure, window, below)) : null,
    ...(lookback === undefined
      ? {}
      : { projectedExhaustion: instantOrNull(projectedExhaustion(measure, { window, lookback })) }),
  };
}

function alertResult(measure: BudgetMeasure): AlertResult {
  return Object.fromEntries(
    burnAlerts(measure).map(({ name, threshold, long, short, fires }) => [
      name,
      { threshold: toNumber(threshold), long: plain(long), short: plain(short), fires },
    ]),
  );
}

function eventResult(counts: ReturnType<typeof eventCase.parse>): EventResult {
  const budget = eventBudget(counts, counts.freezeBelowRemainingPercent);
  return {
    budgetEvents: toNumber(budget.budget),
    badEvents: toNumber(budget.bad),
    remainingEvents: toNumber(budget.remaining),
    remainingPercent: plain(budget.remainingPercent),
    burnRate: plain(budget.burnRate),
    frozen: budget.frozen,
    noData: budget.noData,
  };
}

function plain(value: Rational | null): number | null {
  return value === null ? null : toNumber(value);
}

function minutes(seconds: Rational): number {
  return toNumber(divide(seconds, whole(60)));
}

function instantOrNull(instant: number | null): string | null {
  return instant === null ? null : formatInstant(instant);
}
