/** What was learned: the lessons of analyses that were reviewed or finished this week, in their own words. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { DigestFacts } from "#src/digest/digest-facts.ts";
import { bullets } from "#src/digest/bullets.ts";
import { readLesson } from "#src/digest/lesson.ts";
import { brief, named } from "#src/digest/phrases.ts";
import type { Section } from "#src/digest/section.ts";
import { isWithin } from "#src/digest/week.ts";

const LONGEST_LESSON = 280;

/** One line for each analysis that has something written under its lessons. */
export const lessons: Section = {
  title: "What we learned",
  background: false,
  render: (facts) => bullets(facts.analyses.flatMap(({ analysis }) => sayLesson(analysis, facts))),
};

function sayLesson({ issue, record }: Analysis, { week, repository }: DigestFacts): string[] {
  const finished = issue.stateReason !== "not_planned" && issue.stateReason !== "duplicate" ? issue.closedAt : null;
  if (!isWithin(record?.reviewed?.at ?? null, week) && !isWithin(finished, week)) return [];
  const lesson = readLesson(issue.body);
  return lesson === null ? [] : [`${named(issue, repository)}: “${brief(lesson, LONGEST_LESSON)}”`];
}
