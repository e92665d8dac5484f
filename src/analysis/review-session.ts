/** The review of an analysis: when it takes place, and what was decided. */
import { type BusinessHours } from "#src/calendar/business-time.ts";
import { parseDay } from "#src/calendar/day.ts";
import { type Instant, sayInstant, type Seconds } from "#src/calendar/instant.ts";
import type { Invitation } from "#src/calendar/invitation.ts";
import { firstInstantAt } from "#src/calendar/zone.ts";
import { type IssueReference } from "#src/facts/issue-reference.ts";
import { cleanText } from "#src/markdown/escape.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { type RecordChange, type Statement, withCorrection, withoutUnreadable } from "./record.ts";

const HOUR: Seconds = 3600;
const DAY: Seconds = 86_400;
const LONGEST_DECISION = 500;
/** All decisions together; the record comment holds 65,536 characters at most. */
const MOST_CHARACTERS = 8_000;

/** When the review is. */
export interface ReviewTime {
  readonly start: Instant;
  readonly end: Instant;
  /** Nobody has set it: it is the due day, an hour after work begins, so that there is time to read. */
  readonly proposed: boolean;
}

/** The time that was set, else one on the due day within working hours; null when no day is known. One hour long. */
export function reviewTime(
  { session, reviewDue }: Pick<AnalysisRecord, "session" | "reviewDue">,
  hours: BusinessHours,
): ReviewTime | null {
  if (session !== null) return { start: session.at, end: session.at + HOUR, proposed: false };
  const day = parseDay(reviewDue ?? "");
  if (day === null) return null;
  const begins = Math.max(hours.open, Math.min(hours.open + HOUR, hours.close - HOUR));
  const start = firstInstantAt(day * DAY + begins, hours.zone);
  return { start, end: start + HOUR, proposed: true };
}

/** What an invitation is made of. */
export interface InvitationTerms {
  readonly record: Pick<AnalysisRecord, "session" | "corrections">;
  readonly time: ReviewTime;
  readonly incident: IssueReference;
  /** Id of the repository, which renaming does not change. */
  readonly repositoryId: number;
  readonly analysis: { readonly url: string; readonly createdAt: Instant };
}

/** The appointment. It names no person, and not what happened: calendars are seen by more people than the repository. */
export function invitationOf({ record, time, incident, repositoryId, analysis }: InvitationTerms): Invitation {
  const { session, corrections } = record;
  const moves = corrections.filter(({ field }) => field === SESSION).length;
  return {
    uid: `review-${repositoryId}-${incident.number}@aftercare`,
    sequence: session === null ? 0 : 1 + moves,
    start: time.start,
    end: time.end,
    stamp: session?.said ?? analysis.createdAt,
    title: `Blameless review of ${incident.owner}/${incident.repo}#${incident.number}`,
    description:
      "We look for what made it possible, not for who. Please read the comment “For the review” on the analysis before; ten minutes are enough.",
    url: analysis.url,
  };
}

const SESSION = "review at";

/** The review takes place then. Said again, it moves, and the earlier time stays visible. */
export function appointReview(record: AnalysisRecord, at: Instant, statement: Statement): RecordChange {
  const before = record.session;
  if (before?.at === at) return { kind: "unchanged", said: `The review is already set for ${sayInstant(at)}.` };
  const next = withoutUnreadable(
    { ...record, session: { at, by: statement.by, said: statement.now } },
    "Fact",
    SESSION,
  );
  const change = { field: SESSION, from: before === null ? "" : sayInstant(before.at), to: sayInstant(at) };
  const moved = before === null ? next : withCorrection(next, change, statement);
  return { kind: "changed", record: moved, said: `The review is set for ${sayInstant(at)}.`, loosens: false };
}

/** Something was agreed. The same from the same comment is kept once. Refused: nothing, and one more when there are fifty. */
export function decide(record: AnalysisRecord, decision: string, statement: Statement): RecordChange {
  const characters = [...cleanText(decision).replaceAll(/\s*\n\s*/g, " ")];
  const text =
    characters.length <= LONGEST_DECISION
      ? characters.join("")
      : `${characters.slice(0, LONGEST_DECISION - 1).join("")}…`;
  if (text === "") return { kind: "refused", why: "Say what was decided: `/pia decided we accept an hour a year`." };
  if (record.decisions.some((other) => other.text === text && other.source === statement.source))
    return { kind: "unchanged", said: "That is recorded already." };
  const used = record.decisions.reduce((sum, other) => sum + other.text.length, 0);
  if (used + text.length > MOST_CHARACTERS)
    return {
      kind: "refused",
      why: "The record has no room for more decisions; write this one into the analysis itself.",
    };
  const entry = { at: statement.now, by: statement.by, text, source: statement.source };
  return {
    kind: "changed",
    record: { ...record, decisions: [...record.decisions, entry] },
    said: "Recorded.",
    loosens: false,
  };
}
