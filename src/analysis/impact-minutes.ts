/** Impact of an incident on each component: time weighted by the share that was affected, read just as the error budget reads it. */
import { incidentBurns } from "#src/budget/incident-burns.ts";
import { ownSeconds } from "#src/budget/incident-share.ts";
import { divide, type Rational, whole } from "#src/budget/rational.ts";
import type { Incident } from "#src/incident/incident.ts";

/** What one incident cost one component. */
export interface ComponentImpact {
  readonly component: string;
  /** Σ minutes × share, exact; null while the impact lasts. */
  readonly minutes: Rational | null;
  /** Nobody stated an impact on it: 100% from started to mitigated is assumed. */
  readonly assumed: boolean;
}

/** The impact on each component that the incident names or that an impact was stated for, by name; confirmed and external or not. */
export function impactByComponent(incident: Incident): ComponentImpact[] {
  const stated = new Set(incident.impacts.map((impact) => impact.component));
  const names = [...new Set([...incident.components, ...stated])].toSorted();
  const counted = { ...incident, confirmed: true, external: false };
  return names.map((component) => {
    const stretches = incidentBurns([counted], { component }).flatMap((burn) => burn.stretches);
    const ends = stretches.map((stretch) => stretch.to);
    const lasts = ends.includes(null);
    const minutes = lasts ? null : divide(ownSeconds(stretches, Math.max(0, ...ends.map(Number))), whole(60));
    return { component, minutes, assumed: !stated.has(component) };
  });
}
