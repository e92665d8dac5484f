/** What was promised for a component, read from its configuration. */
import type { Zone } from "#src/calendar/zone.ts";
import type { Combine } from "./impact.ts";
import { compare, fromDecimal, HUNDRED, ZERO, type Rational } from "./rational.ts";
import { parseWindow, type BudgetWindow } from "./window.ts";

/** `sloth`, `pyrra` or an expression for the remaining share; as a map, with the labels that choose the series. */
export type PrometheusConfig =
  | string
  | { readonly kind: "sloth" | "pyrra"; readonly selector: Readonly<Record<string, string>> };

/** The `slo` key of a component, as `component/component-schema.ts` gives it. */
export interface SloConfig {
  /** Percent as it was written: `99.9`. */
  readonly target?: string | undefined;
  /** `28d` or `calendar-month`; an imported one may carry its zone: `calendar-month@Europe/Berlin`. */
  readonly window: string;
  readonly combine: Combine;
  /** `path` or `path#name`; target and window are then filled in from that file. */
  readonly openslo?: string | undefined;
  readonly prometheus?: PrometheusConfig | undefined;
}

/** An objective that can be measured. */
export interface Objective {
  readonly target: Rational;
  /** As written. */
  readonly targetText: string;
  readonly window: BudgetWindow;
  readonly combine: Combine;
}

/** `none` = nothing was promised; `unusable` = something was, but it cannot be measured from the incident history. */
export type ReadObjective =
  | { readonly kind: "objective"; readonly objective: Objective }
  | { readonly kind: "unusable"; readonly reason: string }
  | { readonly kind: "none" };

/**
 * Reads an objective. A target that comes from elsewhere (OpenSLO, Prometheus) and was not filled in is `unusable`, never
 * `none`: missing data must not read as "nothing promised".
 */
export function readObjective(slo: SloConfig | undefined, zone: Zone): ReadObjective {
  if (!slo) return { kind: "none" };
  if (slo.target === undefined) {
    const elsewhere = slo.openslo ?? (slo.prometheus === undefined ? undefined : "Prometheus");
    if (elsewhere === undefined) return { kind: "none" };
    return { kind: "unusable", reason: `the objective comes from ${elsewhere}, which has given nothing usable` };
  }
  const target = fromDecimal(slo.target);
  if (!target || compare(target, ZERO) < 0 || compare(target, HUNDRED) > 0) {
    return { kind: "unusable", reason: `the target ${slo.target} is not a percentage between 0 and 100` };
  }
  const window = parseWindow(slo.window, zone);
  if (!window)
    return { kind: "unusable", reason: `the window ${slo.window} is neither like 28d nor like calendar-month` };
  return { kind: "objective", objective: { target, targetText: slo.target, window, combine: slo.combine } };
}
