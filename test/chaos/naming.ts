/** Two runs number things differently: names in place of numbers, ids, commits and times, so that their ends can be compared. */
import { findMarker } from "#src/effect/marker.ts";
import type { CommentRow, IssueRow, RepositoryRow } from "#test/support/github/rows.ts";

/** Waves begin at this minute of every third hour, see fast-clock.ts. */
const WAVE_HOURS = 3;
const WAVE_MINUTE = 5;
/** In minutes: no wave takes so long; the times that people state lie behind it. */
const STATED_AFTER = 125;

/** How old something is, in a cell of a table: `1 d 2 h`, `3 h 7 min`, `2 min 29 s`, `12 s`. */
const AGE = /(?<=\| )(?=\d)(?:(\d+) d)? ?(?:(\d+) h)? ?(?:(\d+) min)? ?(?:\d+ s)?(?= \|)/g;

/** Between two things of which the App did one; what people state lies closer together. */
const SILENCE = /(?<=longest silence, )(?:(\d+) d ?)?(?:(\d+) h ?)(?:(\d+) min)?(?= from)/g;

/** In a drawn timeline: after a start that is stated, or that of a wave. */
const LATER = /(?<= : )(?=\d+ [dh])(?:(\d+) d ?)?(?:(\d+) h ?)?(?:(\d+) min ?)?(?=later)/g;

/** Between the lines of a text that is told in one. */
export const BREAK = " ⏎ ";

/** An example in the template of an analysis: no reference. */
const EXAMPLE = "limit → #12";

/** Says texts and numbers of one repository so that equal things read equal. */
export interface Naming {
  /** The name of an issue or pull request. */
  nameOf(number: number): string;
  /** The lines of a text in the order of the alphabet, without what differs by right. */
  linesOf(text: string): readonly string[];
  textOf(text: string): string;
  /** Closed by the App as the double of another. */
  readonly doubles: ReadonlySet<number>;
}

/** By the titles that people chose. */
export function namingOf(repository: RepositoryRow): Naming {
  const doubles = new Set(
    [...repository.issues.values()].filter((issue) => isDouble(issue, repository)).map(({ number }) => number),
  );
  const titles = new Map([...repository.issues].map(([number, { title }]) => [number, title]));
  const nameOf = (number: number, depth = 0): string => {
    const title = titles.get(number);
    if (title === undefined || depth > 3) return `no ${number}`;
    return `“${title.replaceAll(/#(\d+)/g, (_, inner) => nameOf(Number(inner), depth + 1))}”`;
  };
  const textOf = (text: string) => settle(text, (number) => nameOf(number));
  return {
    nameOf: (number) => nameOf(number),
    textOf,
    linesOf: (text) =>
      textOf(text)
        .split("\n")
        .filter((line) => line.trim() !== "")
        .toSorted(),
    doubles,
  };
}

/** What differs between two runs by right, in this order. */
function settle(text: string, nameOf: (number: number) => string): string {
  return (
    text
      .replaceAll(EXAMPLE, "limit → #N")
      // Lines of a calendar are folded, wherever that falls.
      .replaceAll(/\r?\n (?=\S)/g, "")
      .replaceAll(/http(:|%3A)(\/\/|%2F%2F)127\.0\.0\.1(:|%3A)\d+/g, "")
      .replaceAll(/(?<=\d\d)#58;(?=\d\d)/g, ":")
      .replaceAll(/\b2026(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\b/g, "2026-$1-$2T$3:$4:$5Z")
      .replaceAll(/(issues|pull)%2F(\d+)/g, (_, kind, number) => `${kind}/${nameOf(Number(number))}`)
      .replaceAll(/%23(\d+)/g, (_, number) => nameOf(Number(number)))
      .replaceAll(/(issues|pull)\/(\d+)/g, (_, kind, number) => `${kind}/${nameOf(Number(number))}`)
      .replaceAll(/#issuecomment-\d+/g, "#comment")
      .replaceAll(/#35;(\d+)/g, (_, number) => nameOf(Number(number)))
      .replaceAll(/(?<!&)#(\d+)\b(?!;)/g, (_, number) => nameOf(Number(number)))
      .replaceAll(/\b(3\d{5})(%3A|:)(\d+)/g, (_, id, colon, number) => `${id}${colon}${nameOf(Number(number))}`)
      .replaceAll(/\b(review-\d+)-(\d+)@/g, (_, kind, number) => `${kind}-${nameOf(Number(number))}@`)
      .replaceAll(/\bpia="(\d+)"/g, (_, number) => `pia="${nameOf(Number(number))}"`)
      .replaceAll(/\b[0-9a-f]{40}\b|\b[0-9a-f]{12}\b|\b[0-9a-f]{7}\b(?=`)/g, "SHA")
      .replaceAll(/(?<![\d:])(\d\d):(\d\d)(:\d\d)?(?=Z?\b)/g, (_, hour, minute) =>
        sayTime(Number(hour), Number(minute)),
      )
      // Of several that are due together the one with the highest number is named.
      .replaceAll(/; is one of \d+ that \S+ has due in that week; easier to keep: .*$/gm, "")
      // How long something took that people stated is told in lines of its own.
      .replaceAll(/^(?!\| Time to).*\|$/gm, (line) => line.replaceAll(AGE, sayAge))
      .replaceAll(SILENCE, sayAge)
      .replaceAll(LATER, (_, days, hours, minutes) => `${Math.floor(inWaves(days, hours, minutes))} waves `)
      .replaceAll(/\b\d{8,}\b/g, "ID")
  );
}

/** What people state happened at times that are the same in every run; what the App does, at some time of the wave. */
function sayTime(hour: number, minute: number): string {
  const sinceWave = (hour % WAVE_HOURS) * 60 + minute - WAVE_MINUTE;
  const isCertain = sinceWave < 0 || sinceWave >= STATED_AFTER;
  const start = hour - (hour % WAVE_HOURS);
  return isCertain ? `${hour}h${minute}` : `between ${start}h and ${start + WAVE_HOURS}h`;
}

function sayAge(_: string, days?: string, hours?: string, minutes?: string): string {
  return `${Math.round(inWaves(days, hours, minutes))} waves`;
}

function inWaves(days = "0", hours = "0", minutes = "0"): number {
  return (Number(days) * 24 + Number(hours) + Number(minutes) / 60) / WAVE_HOURS;
}

function isDouble(issue: IssueRow, { comments }: RepositoryRow): boolean {
  if (issue.appId === null || issue.state !== "closed") return false;
  return commentsOf(issue, comments).some(
    ({ appId, body }) => appId !== null && findMarker(body, "double") !== undefined,
  );
}

/** The comments on an issue, oldest first. */
export function commentsOf(issue: IssueRow, comments: ReadonlyMap<number, CommentRow>): readonly CommentRow[] {
  return [...comments.values()].filter(({ issueId }) => issueId === issue.id).toSorted((a, b) => a.id - b.id);
}
