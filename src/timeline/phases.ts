/** How long the phases of an incident took, each with its exact definition; what is not known is null, never 0. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { Incident, Moment } from "#src/incident/incident.ts";

/** What a phase is called, and between which moments it is measured. */
export interface PhaseDefinition {
  readonly key: "detect" | "acknowledge" | "mitigate" | "repair" | "resolve";
  readonly title: string;
  readonly from: Moment;
  readonly to: Moment;
}

/** Definitions differ between vendors, so each is printed with its two moments. */
export const PHASES: readonly PhaseDefinition[] = [
  { key: "detect", title: "Time to detect", from: "started", to: "detected" },
  { key: "acknowledge", title: "Time to acknowledge", from: "detected", to: "acknowledged" },
  { key: "mitigate", title: "Time to mitigate", from: "started", to: "mitigated" },
  { key: "repair", title: "Time to repair", from: "detected", to: "mitigated" },
  { key: "resolve", title: "Time to resolve", from: "started", to: "resolved" },
];

/** A phase as it was in one incident. */
export interface Phase extends PhaseDefinition {
  readonly fromAt: Instant | null;
  readonly toAt: Instant | null;
  /** Null when either moment is unknown, or when they stand in the wrong order. */
  readonly seconds: Seconds | null;
}

/** All phases of an incident, by stated moments only: an assumed moment would make a figure out of a guess. */
export function measurePhases(moments: Incident["moments"]): Phase[] {
  return PHASES.map((phase) => {
    const fromAt = moments[phase.from]?.at ?? null;
    const toAt = moments[phase.to]?.at ?? null;
    const isMeasurable = fromAt !== null && toAt !== null && toAt >= fromAt;
    return { ...phase, fromAt, toAt, seconds: isMeasurable ? toAt - fromAt : null };
  });
}
