/** Required analyses that are not complete yet: with whom, since when, and the one thing to do next. */
import { parseDay, sayDay, startOfDay } from "#src/calendar/day.ts";
import type { DigestFacts } from "#src/digest/digest-facts.ts";
import { bullets } from "#src/digest/bullets.ts";
import { named, people } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import type { AnalysisStanding } from "#src/gate/facts.ts";

/** Those whose review day has passed first. */
export const analyses: Section = {
  title: "Analyses to complete",
  background: false,
  render: (facts) => {
    const waiting = facts.analyses
      .filter(({ analysis, required, missing }) => required && missing.length > 0 && analysis.issue.state === "open")
      .toSorted((a, b) => dueEnd(a, facts) - dueEnd(b, facts) || a.analysis.issue.number - b.analysis.issue.number);
    return bullets(waiting.map((standing) => sayStanding(standing, facts)));
  },
};

function dueEnd({ analysis }: AnalysisStanding, { zone }: DigestFacts): number {
  const day = parseDay(analysis.record?.reviewDue ?? "");
  return day === null ? Number.MAX_SAFE_INTEGER : startOfDay(day + 1, zone);
}

function sayStanding(standing: AnalysisStanding, facts: DigestFacts): string {
  const { analysis, missing } = standing;
  const day = parseDay(analysis.record?.reviewDue ?? "");
  const passed = dueEnd(standing, facts) <= facts.asOf;
  const due = day === null ? "" : `, review ${passed ? "was due" : "due"} ${sayDay(day)}`;
  const more = missing.length > 1 ? ` (and ${missing.length - 1} more)` : "";
  return `${named(analysis.issue, facts.repository)} (with ${people(analysis.issue.assignees)}${due}). Next: ${missing[0]}${more}`;
}
