/** Components that were hit again: one question worth asking while it is fresh. */
import { impactByComponent } from "#src/analysis/impact-minutes.ts";
import { add, toDecimal, ZERO } from "#src/budget/rational.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import { bullets } from "#src/digest/bullets.ts";
import type { DigestFacts } from "#src/digest/digest-facts.ts";
import { sayAll } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import { weeksUpTo } from "#src/digest/week.ts";
import { startOf, type Incident } from "#src/incident/incident.ts";
import { escapeText } from "#src/markdown/escape.ts";

const WEEKS = 8;
const MOST_NAMED = 6;

/** For each component with an incident this week and another one within eight weeks. */
export const recurring: Section = {
  title: "Seen before",
  background: true,
  render: (facts) => {
    const hit = [...new Set(facts.incidents.flatMap(({ components }) => components))].toSorted();
    return bullets(hit.flatMap((component) => sayComponent(component, facts)));
  },
};

function sayComponent(component: string, facts: DigestFacts): string[] {
  const all = within(facts).filter(({ components }) => components.includes(component));
  if (all.length < 2) return [];
  const named = all.slice(0, MOST_NAMED).map(({ issue }) => sayIssue(issue, facts.repository));
  const list = all.length > named.length ? [...named, `${all.length - named.length} more`] : named;
  const minutes = all.flatMap((incident) => minutesOn(component, incident));
  const impact = minutes.length === 0 ? "" : `, ${toDecimal(minutes.reduce(add, ZERO), 1)} min of impact in all`;
  return [
    `**${escapeText(component)}**: ${all.length} incidents in eight weeks (${sayAll(list)})${impact}. What do they have in common? An item of type \`prevent\` could end the whole class.`,
  ];
}

/** Those that began within the eight weeks, the latest first. */
function within({ records, week, zone }: DigestFacts): Incident[] {
  const [first] = weeksUpTo(week, WEEKS, zone);
  const began = (incident: Incident) => startOf(incident).at;
  return records.incidents
    .filter((incident) => began(incident) >= first!.period.start && began(incident) < week.period.end)
    .toSorted((a, b) => began(b) - began(a));
}

function minutesOn(component: string, incident: Incident) {
  return impactByComponent(incident).flatMap((impact) =>
    impact.component === component ? (impact.minutes ?? []) : [],
  );
}
