/** What people found worth talking about: entries of the timeline that are starred, by command, by a ⭐ in a comment or note, or by one in the analysis itself. */
import { type Instant, parseInstant, sayInstant } from "#src/calendar/instant.ts";
import { readOutline } from "#src/markdown/outline.ts";
import { parseTimeline } from "#src/timeline/parse-timeline.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { type RecordChange, type Statement } from "./record.ts";

const STAR = "⭐";
const MOST_STARS = 100;

/** One starred entry; `url` and `by` are null where nobody knows. */
export interface StarredEntry extends Pick<TimelineEntry, "text" | "by" | "url"> {
  /** Null where the analysis gives no time that can be placed. */
  readonly at: Instant | null;
}

/** Where to look for stars. */
export interface StarredSources {
  readonly record: Pick<AnalysisRecord, "stars">;
  readonly timeline: readonly TimelineEntry[];
  /** The analysis as people wrote it. */
  readonly body: string;
}

/**
 * All starred entries in order of time, each once. A star is for a minute: it marks every entry of the draft in it, because a
 * person says `14:05` of what GitHub saw at 14:05:31. A starred line of the analysis is shown as written where the draft has none.
 */
export function starredEntries({ record, timeline, body }: StarredSources): StarredEntry[] {
  const written = starredLines(body);
  const minutes = new Set([
    ...record.stars.map(({ at }) => minuteOf(at)),
    ...written.flatMap(({ at }) => (at === null ? [] : [minuteOf(at)])),
  ]);
  const seen = timeline.filter(({ at, text }) => minutes.has(minuteOf(at)) || text.includes(STAR));
  const seenMinutes = new Set(seen.map(({ at }) => minuteOf(at)));
  const own = written.filter(({ at }) => at === null || !seenMinutes.has(minuteOf(at)));
  return [...seen.map(({ at, text, by, url }) => ({ at, text: unstarred(text), by, url })), ...own].toSorted(
    (a, b) => (a.at ?? Number.MAX_SAFE_INTEGER) - (b.at ?? Number.MAX_SAFE_INTEGER),
  );
}

/** Starred moments at which nothing is told yet. */
export function emptyStars({ record, ...sources }: StarredSources): Instant[] {
  const told = new Set(starredEntries({ record, ...sources }).flatMap(({ at }) => (at === null ? [] : [minuteOf(at)])));
  return record.stars.map(({ at }) => at).filter((at) => !told.has(minuteOf(at)));
}

function starredLines(body: string): StarredEntry[] {
  if (!body.includes(STAR)) return [];
  const outline = readOutline(body);
  const lines = body.split("\n");
  return parseTimeline(outline, null)
    .filter(({ line }) => lines[line - 1]?.includes(STAR))
    .map(({ at, zone, text }) => {
      const instant = at !== null && /^(?:UTC|GMT|Z)$/i.test(zone ?? "") ? parseInstant(`${at}Z`) : null;
      const said =
        instant === null && at !== null ? `${at.replace("T", " ")}${zone === undefined ? "" : ` ${zone}`} ` : "";
      return {
        at: instant,
        text: unstarred(said + text.replace(/ \| (?:stated|note|GitHub)$/, "")),
        by: null,
        url: null,
      };
    });
}

function unstarred(text: string): string {
  return text.replaceAll(/⭐\uFE0F?\s?/gu, "").trim();
}

function minuteOf(at: Instant): number {
  return Math.floor(at / 60);
}

/** Stars the moments, each once. Refused when there would be more than anybody reads before a review. */
export function star(record: AnalysisRecord, moments: readonly Instant[], statement: Statement): RecordChange {
  const isStarred = (at: Instant) => record.stars.some((one) => minuteOf(one.at) === minuteOf(at));
  const added = moments.filter((at, index) => !isStarred(at) && moments.indexOf(at) === index);
  if (added.length === 0) return { kind: "unchanged", said: "That is starred already." };
  if (record.stars.length + added.length > MOST_STARS)
    return { kind: "refused", why: `${MOST_STARS} moments are starred: more than that nobody reads before a review.` };
  const stars = [...record.stars, ...added.map((at) => ({ at, by: statement.by }))].toSorted((a, b) => a.at - b.at);
  return { kind: "changed", record: { ...record, stars }, said: `Starred ${sayAll(added)}.`, loosens: false };
}

/** Takes stars away. */
export function unstar(record: AnalysisRecord, moments: readonly Instant[]): RecordChange {
  const minutes = new Set(moments.map(minuteOf));
  const stars = record.stars.filter(({ at }) => !minutes.has(minuteOf(at)));
  if (stars.length === record.stars.length) return { kind: "unchanged", said: `${sayAll(moments)} carries no star.` };
  return {
    kind: "changed",
    record: { ...record, stars },
    said: `${sayAll(moments)} is not starred any more.`,
    loosens: false,
  };
}

function sayAll(moments: readonly Instant[]): string {
  return moments.map(sayInstant).join(", ");
}
