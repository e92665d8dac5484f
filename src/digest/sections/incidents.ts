/** The incidents of the week: how severe, what they cost, and how quickly they were noticed and ended. */
import { impactByComponent } from "#src/analysis/impact-minutes.ts";
import { toDecimal } from "#src/budget/rational.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import { sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import type { DigestFacts } from "#src/digest/digest-facts.ts";
import { fitting } from "#src/digest/bullets.ts";
import { median, ninetieth } from "#src/digest/median.ts";
import { named, sayAll } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import type { Incident } from "#src/incident/incident.ts";
import { measurePhases, type PhaseDefinition } from "#src/timeline/phases.ts";
import { escapeCell } from "#src/markdown/escape.ts";

/** Incidents that started within the week. */
export const incidents: Section = {
  title: "Incidents",
  background: false,
  render: (facts) => {
    if (facts.incidents.length === 0) return null;
    const rows = fitting(facts.incidents.map((incident) => rowOf(incident, facts)));
    const more = facts.incidents.length - rows.length;
    const table = [...HEADING, ...rows].join("\n");
    return [table, ...(more > 0 ? [`and ${more} more.`] : []), ...times(facts.incidents)].join("\n\n");
  },
};

const HEADING = [
  "| Incident | Severity | Impact | Detected after | Mitigated after | Analysis |",
  "| :-- | :-- | :-- | :-- | :-- | :-- |",
];

function rowOf(incident: Incident, { repository, records }: DigestFacts): string {
  const analysis = records.analyses.find((one) => sameIssue(one.incident, incident.issue));
  const unconfirmed = incident.confirmed ? "" : " (not confirmed yet: `/pia confirm`)";
  const cells = [
    named({ ...incident.issue, title: incident.title }, repository) + unconfirmed,
    incident.severity === null ? "not known yet" : String(incident.severity),
    sayImpact(incident),
    sayPhase(incident, "detect"),
    sayPhase(incident, "mitigate"),
    analysis ? sayIssue(analysis.issue, repository) : "none yet",
  ];
  return `| ${cells.join(" | ")} |`;
}

function sayImpact(incident: Incident): string {
  const impacts = impactByComponent(incident).map(({ component, minutes, assumed }) => {
    const said = minutes === null ? "still lasting" : `${toDecimal(minutes, 1)} min`;
    return `${escapeCell(component)} ${said}${assumed ? " (assumed)" : ""}`;
  });
  const external = incident.external ? ", cause outside" : "";
  return impacts.length === 0 ? "no component set" : `${impacts.slice(0, 5).join("<br>")}${external}`;
}

function phaseSeconds({ moments }: Incident, key: PhaseDefinition["key"]): number | null {
  return measurePhases(moments).find((phase) => phase.key === key)?.seconds ?? null;
}

function sayPhase(incident: Incident, key: PhaseDefinition["key"]): string {
  const seconds = phaseSeconds(incident, key);
  return seconds === null ? "not known yet" : sayDuration(seconds);
}

/** Medians say little of one or two incidents, so from three on; a mean is never given, since one long incident makes it. */
const FEWEST = 3;

function times(list: readonly Incident[]): string[] {
  const said = (["detect", "mitigate"] as const).flatMap((key) => {
    const known = list.flatMap((incident) => phaseSeconds(incident, key) ?? []);
    const [middle, most] = [median(known), ninetieth(known)];
    if (middle === null || most === null || known.length < FEWEST) return [];
    return [`to ${key} ${sayDuration(Math.round(middle))} (p90 ${sayDuration(most)}, n = ${known.length})`];
  });
  return said.length === 0 ? [] : [`Median time ${sayAll(said)}. p90: nine of ten took no longer.`];
}
