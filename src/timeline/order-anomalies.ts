/** Names what is odd about the order of a timeline: steps back, years that cannot be right, changing zones, long gaps. */
import { formatDay, partsOfDay, dayOfParts } from "#src/calendar/day.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import type { TimedMark } from "./resolve-times.ts";

const DAY_MINUTES = 1440;
/** A gap is long when it is beyond half a day and ten times as long as is usual in this timeline. */
const LONG_GAP = 12 * 60;
const TIMES_USUAL = 10;

/** For each point the oddities of its place among the others, in the order of the points. */
export function orderAnomalies(marks: readonly TimedMark[]): string[][] {
  const usual = usualGap(marks);
  return marks.map((mark, index) => {
    const before = lastTimed(marks, index);
    if (before === null || mark.day === null) return [];
    return [
      changedZone(before, mark),
      stepBack({ before, mark, after: marks[index + 1] }),
      longGap(before, mark, usual),
    ].filter((oddity) => oddity !== null);
  });
}

function lastTimed(marks: readonly TimedMark[], index: number): TimedMark | null {
  const { scope } = marks[index]!.mark;
  for (let at = index - 1; at >= Math.max(0, index - 10); at -= 1) {
    const mark = marks[at]!;
    if (mark.mark.scope !== scope) return null;
    if (mark.day !== null) return mark;
  }
  return null;
}

/** Minutes since 1970 on the wall; a day without a time counts from its beginning. */
function position({ day, minutes }: TimedMark): number {
  return day! * DAY_MINUTES + (minutes ?? 0);
}

function changedZone(before: TimedMark, mark: TimedMark): string | null {
  if (!isOtherZone(before, mark)) return null;
  return `the zone changes from ${before.zone} to ${mark.zone}`;
}

function isOtherZone(before: TimedMark, mark: TimedMark): boolean {
  if (before.zone === null || mark.zone === null) return false;
  return sameName(before.zone) !== sameName(mark.zone);
}

/** Greenwich has many names. */
function sameName(zone: string): string {
  return /^(?:UTC|GMT|Z)?\s?(?:[+-]00?:?(?:00)?)?$/.test(zone) ? "UTC" : zone;
}

interface Neighbours {
  readonly before: TimedMark;
  readonly mark: TimedMark;
  readonly after: TimedMark | undefined;
}

function stepBack({ before, mark, after }: Neighbours): string | null {
  if (mark.reversed || isOtherZone(before, mark)) return null;
  const isDayOnly = mark.minutes === null || before.minutes === null;
  const back = isDayOnly ? before.day! > mark.day! : position(before) > position(mark);
  if (!back) return null;
  const { year, month, date } = partsOfDay(mark.day!);
  const nextYear = dayOfParts({ year: year + 1, month, date });
  const fits = nextYear >= before.day! && (after?.day == null || nextYear <= after.day);
  if (mark.mark.stamp.date !== null && fits) return `out of order: is ${formatDay(nextYear)} meant?`;
  return `out of order: it is earlier than line ${before.mark.line}`;
}

function usualGap(marks: readonly TimedMark[]): number | null {
  const timed = marks.filter(({ day, minutes }) => day !== null && minutes !== null);
  const gaps = timed
    .slice(1)
    .map((mark, index) => position(mark) - position(timed[index]!))
    .filter((gap) => gap >= 0)
    .toSorted((a, b) => a - b);
  return gaps.length < 3 ? null : gaps[Math.floor(gaps.length / 2)]!;
}

function longGap(before: TimedMark, mark: TimedMark, usual: number | null): string | null {
  if (usual === null || mark.minutes === null || before.minutes === null) return null;
  const gap = position(mark) - position(before);
  if (gap < LONG_GAP || gap < usual * TIMES_USUAL) return null;
  return `nothing is told of the ${sayDuration(gap * 60)} before it`;
}
