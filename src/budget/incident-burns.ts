/** Which incidents use a component's budget, when, and how much of it: stated impact, else all of it from started to mitigated. */
import { formatInstant, type Instant } from "#src/calendar/instant.ts";
import { mitigationOf, startOf, type Incident } from "#src/incident/incident.ts";
import { profileOf, type ImpactProfile, type Stretch } from "./impact.ts";
import type { Burn } from "./measure.ts";
import { compare, fromDecimal, ONE, ratio, ZERO } from "./rational.ts";

/** An incident as the component's budget sees it. */
export interface IncidentBurn extends Burn {
  readonly incident: Incident;
  /** True when a moment that counts here was assumed from the issue's own times, not stated. */
  readonly assumed: boolean;
  /** What does not fit together, in plain words; the incident is then counted by the reading that uses more. */
  readonly problems: readonly string[];
}

/** Whose incidents are asked for. */
export interface ComponentName {
  readonly component: string;
  /** The repository has only this component: incidents that name none are its incidents. */
  readonly soleComponent?: boolean;
}

/** The burns of a component: incidents that are confirmed, not external, and concern it. Others use no budget. */
export function incidentBurns(incidents: readonly Incident[], name: ComponentName): readonly IncidentBurn[] {
  return incidents
    .filter((incident) => incident.confirmed && !incident.external && concerns(incident, name))
    .map((incident) => burnOf(incident, name.component));
}

/** False when the impact certainly ended at or before the moment: most of a long history, told without working out what each used. */
export function mayLastBeyond(incident: Incident, moment: Instant): boolean {
  const { moments, closedAt, impacts } = incident;
  const end = moments.mitigated?.at ?? closedAt;
  // Times that contradict each other are read by the issue's own.
  if (end === null || end > moment || end < startOf(incident).at) return true;
  return impacts.some(({ to }) => to !== null && to > moment);
}

function concerns(incident: Incident, { component, soleComponent }: ComponentName): boolean {
  if (soleComponent === true && incident.components.length === 0 && incident.impacts.length === 0) return true;
  return incident.components.includes(component) || incident.impacts.some((impact) => impact.component === component);
}

function burnOf(incident: Incident, component: string): IncidentBurn {
  const id = `${incident.issue.owner}/${incident.issue.repo}#${incident.issue.number}`;
  const whole = wholeDuration(incident);
  const stated = incident.impacts.filter((impact) => impact.component === component);
  if (stated.length === 0) {
    const stretches = [{ from: whole.from, to: whole.to, impact: ONE }];
    return { id, incident, stretches, assumed: whole.assumed, problems: whole.problems };
  }
  const read = stated.map((impact) => statedStretch(impact, whole));
  return {
    id,
    incident,
    stretches: withoutOverlap(read.map(({ stretch }) => stretch)),
    assumed: whole.endAssumed && stated.some(({ to }) => to === null),
    problems: read.flatMap(({ problems }) => problems),
  };
}

interface WholeDuration {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly assumed: boolean;
  readonly endAssumed: boolean;
  readonly problems: readonly string[];
}

/** From started to mitigated. Where those contradict each other, the issue's own times stand in for the one they refute. */
function wholeDuration(incident: Incident): WholeDuration {
  const start = startOf(incident);
  const end = mitigationOf(incident);
  if (!end || end.at >= start.at) {
    const endAssumed = end?.assumed === true;
    return { from: start.at, to: end?.at ?? null, assumed: start.assumed || endAssumed, endAssumed, problems: [] };
  }
  const told = `mitigated ${formatInstant(end.at)} is before started ${formatInstant(start.at)}`;
  if (end.at >= incident.createdAt) {
    const problems = [`${told}: counted from when the issue was opened`];
    return { from: incident.createdAt, to: end.at, assumed: true, endAssumed: end.assumed, problems };
  }
  const from = Math.min(start.at, incident.createdAt);
  const problems = [`${told}: counted until the issue was closed`];
  return { from, to: incident.closedAt, assumed: true, endAssumed: true, problems };
}

function statedStretch(
  { share, from, to }: Incident["impacts"][number],
  whole: WholeDuration,
): { readonly stretch: Stretch; readonly problems: readonly string[] } {
  const read = fromDecimal(share);
  const usable = read !== null && compare(read, ZERO) >= 0 && compare(read, ONE) <= 0;
  const problems = usable ? [] : [`the impact ${share} is not between 0 and 1: counted as 1`];
  const end = to ?? whole.to;
  if (end !== null && end < from) {
    problems.push(
      `the impact from ${formatInstant(from)} ends before it begins, ${formatInstant(end)}: counted nothing`,
    );
  }
  return { stretch: { from, to: end, impact: usable ? read : ONE }, problems };
}

/** Within one incident the larger of two statements counts, however incidents are combined with each other. */
function withoutOverlap(stretches: readonly Stretch[]): readonly Stretch[] {
  return stretches.length < 2 ? stretches : stretchesOf(profileOf(stretches, "max"));
}

function stretchesOf({ scale, times, levels }: ImpactProfile): readonly Stretch[] {
  return times
    .map((from, index) => ({ from, to: times[index + 1] ?? null, impact: ratio(levels[index]!, scale) }))
    .filter(({ impact }) => impact.numerator > 0n);
}
