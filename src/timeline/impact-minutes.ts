/** Impact of an incident on each component: time weighted by the share that was affected. */
import type { Instant } from "#src/calendar/instant.ts";
import { add, compare, fromDecimal, multiply, type Rational, ratio, whole, ZERO } from "#src/budget/rational.ts";
import { type Incident, mitigationOf, startOf, type StatedImpact } from "#src/incident/incident.ts";

/** What one incident cost one component. */
export interface ComponentImpact {
  readonly component: string;
  /** Σ minutes × share, exact; null while the impact lasts. */
  readonly minutes: Rational | null;
  /** Nobody stated an impact: 100% from started to mitigated is assumed. */
  readonly assumed: boolean;
}

/**
 * The impact on each component, by name. Where lines for one component overlap, the largest share counts.
 * A line without an end ends when the incident is mitigated (stated, else the closing).
 */
export function impactByComponent(incident: Incident): ComponentImpact[] {
  const isAssumed = incident.impacts.length === 0;
  const lines = isAssumed ? assumedImpacts(incident) : incident.impacts;
  const end = mitigationOf(incident)?.at ?? null;
  const names = [...new Set(lines.map((line) => line.component))].toSorted();
  return names.map((component) => {
    const own = lines.filter((line) => line.component === component);
    return { component, minutes: weightedMinutes(own, end), assumed: isAssumed };
  });
}

function assumedImpacts(incident: Incident): StatedImpact[] {
  const from = startOf(incident).at;
  return incident.components.map((component) => ({ component, share: "1", from, to: null, by: "" }));
}

function weightedMinutes(lines: readonly StatedImpact[], end: Instant | null): Rational | null {
  if (end === null && lines.some((line) => line.to === null)) return null;
  const ended = lines.map((line) => ({
    from: line.from,
    to: line.to ?? end ?? line.from,
    share: fromDecimal(line.share) ?? ZERO,
  }));
  const edges = [...new Set(ended.flatMap(({ from, to }) => [from, to]))].toSorted((a, b) => a - b);
  let total = ZERO;
  for (const [index, from] of edges.slice(0, -1).entries()) {
    const active = ended.filter((line) => line.from <= from && from < line.to).map((line) => line.share);
    const largest = active.reduce((most, share) => (compare(share, most) > 0 ? share : most), ZERO);
    total = add(total, multiply(largest, ratio(BigInt(edges[index + 1]! - from), 60n)));
  }
  return total;
}

/** All components together, each counted by itself; null while any impact lasts or when there is none. */
export function totalImpactMinutes(impacts: readonly ComponentImpact[]): Rational | null {
  if (impacts.length === 0) return null;
  return impacts.reduce<Rational | null>(
    (sum, impact) => (sum === null || impact.minutes === null ? null : add(sum, impact.minutes)),
    whole(0),
  );
}
