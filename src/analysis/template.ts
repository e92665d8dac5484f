/** The analysis as it is opened: everything that is known is filled in, and each section asks one short question. After that it belongs to people. */
import { parseDay, sayDay } from "#src/calendar/day.ts";
import type { Config } from "#src/config/schema.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import { type AnalysisNeed, sayNeed } from "#src/incident/criteria.ts";
import { analysisMarker } from "#src/incident/declare.ts";
import type { Incident } from "#src/incident/incident.ts";
import { cleanText, escapeCell, escapeLink } from "#src/markdown/escape.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import { timelineTable } from "#src/timeline/timeline-table.ts";
import { attendeesSection } from "./attendees.ts";
import { emptyChecklist } from "./checklist-lines.ts";
import { nearMissQuestions, QUESTIONS_AFTER_TIMELINE, QUESTIONS_BEFORE_TIMELINE } from "./questions.ts";

/** All that goes into a new analysis. */
export interface TemplateInput {
  readonly incident: Incident;
  readonly nearMiss: boolean;
  readonly repository: RepositoryFacts;
  readonly config: Pick<Config, "components" | "review">;
  readonly need: AnalysisNeed;
  /** In order of time. */
  readonly timeline: readonly TimelineEntry[];
  /** Logins of people (no bots) who took part so far. */
  readonly participants: readonly string[];
  /** Login of who leads the analysis; null when nobody can be assigned. */
  readonly lead: string | null;
  /** `YYYY-MM-DD` */
  readonly reviewDue: string | null;
}

/** GitHub takes 65,536 characters; people need room to write. */
const LONGEST_BODY = 60_000;
const LONGEST_TIMELINE = 30_000;
const LONGEST_TITLE = 250;

/** Title and body of the analysis issue. The body carries the marker by which we find it again. */
export function analysisDocument(input: TemplateInput): { readonly title: string; readonly body: string } {
  return { title: documentTitle(input), body: input.nearMiss ? nearMissBody(input) : incidentBody(input) };
}

function documentTitle({ incident, nearMiss }: TemplateInput): string {
  const end = ` (#${incident.issue.number})`;
  const start = `${nearMiss ? "Near miss" : "PIA"}: `;
  const title = [...cleanText(incident.title).replaceAll(/\s+/g, " ")];
  const room = LONGEST_TITLE - start.length - end.length;
  const fitting = title.length <= room ? title.join("") : `${title.slice(0, room - 1).join("")}…`;
  return start + (fitting || "untitled incident") + end;
}

function incidentBody(input: TemplateInput): string {
  const parts = (timeline: string) => [
    renderMarker(analysisMarker(input.repository, input.incident.issue)),
    PREAMBLE,
    factsTable(input),
    QUESTIONS_BEFORE_TIMELINE,
    `## Timeline\n\n${TIMELINE_PROMPT}\n\n${timeline}`,
    QUESTIONS_AFTER_TIMELINE,
    attendeesSection(input),
    `## Follow-up checklist\n\n*It ticks itself from what is known. What a line still needs stands in the first comment.*\n\n${emptyChecklist()}`,
  ];
  const rest = parts("").join("\n\n").length;
  const room = { characters: Math.min(LONGEST_TIMELINE, LONGEST_BODY - rest), restUrl: input.incident.url };
  return parts(timelineTable(input.timeline, room)).join("\n\n");
}

function nearMissBody(input: TemplateInput): string {
  const { incident, repository } = input;
  const link = escapeLink(`#${incident.issue.number}`, incident.url);
  return [
    renderMarker(analysisMarker(repository, incident.issue)),
    `Nothing broke, and that is worth understanding: see ${link}. Five short answers are enough; nothing is due and nothing is held back.`,
    nearMissQuestions(),
  ].join("\n\n");
}

const PREAMBLE = [
  "> [!NOTE]",
  // GitHub shows a line break in an issue as one, so a sentence stays on its line.
  "> **Everybody did what made sense to them with what they knew at the time.** We look for what made the outcome possible, so that the next person meets a safer system. Ask *what* and *how*; causes have no names. Gaps are welcome: say “we do not know yet”.",
].join("\n");

const TIMELINE_PROMPT =
  "*A draft from what GitHub saw when this was opened; the first comment keeps collecting. Mark what mattered with ⭐, delete what did not, and add what happened elsewhere: in chat, on the phone, in people's heads.*";

function factsTable({ incident, need, lead, reviewDue }: TemplateInput): string {
  const due = reviewDue === null ? null : parseDay(reviewDue);
  const rows: readonly (readonly [string, string])[] = [
    ["Incident", escapeLink(`#${incident.issue.number} ${incident.title}`, incident.url)],
    ["Severity", incident.severity === null ? "not known yet" : String(incident.severity)],
    ["Components", incident.components.map(escapeCell).join(", ") || "not known yet"],
    ["Led by", lead === null ? "nobody yet: assign this issue" : escapeCell(lead)],
    ["Review due", due === null ? "no date" : sayDay(due)],
    ["Why an analysis", sayNeed(need)],
  ];
  const lines = rows.map(([name, value]) => `| **${name}** | ${value} |`);
  return [
    "| | |\n|---|---|",
    ...lines,
    "",
    "Times, impact and error budget are kept in the first comment below, from what you say: `/pia started 14:05`, `/pia mitigated 14:40`, `/pia impact COMPONENT 50% 14:05..14:40`.",
  ].join("\n");
}
