/** Gives each point of a timeline its local date and time: dates are carried on, midnight is crossed, and what is odd is named. */
import { type Day, formatDay } from "#src/calendar/day.ts";
import { type BaseDay, type DaySources, findBaseDay } from "./base-day.ts";
import { type Clock, minutesOf } from "./clock.ts";
import { isTwelveHourClock, nextHalfDay } from "./half-days.ts";
import type { TimelineMark } from "./timeline-candidates.ts";
import type { Stamp } from "./stamp.ts";
import { findTimeZero } from "./time-zero.ts";
import { resolveDay } from "./written-day.ts";

/** A point with its time. */
export interface TimedMark {
  readonly mark: TimelineMark;
  /** Null when it cannot be known. */
  readonly day: Day | null;
  /** Minutes since midnight; null when only a day is written or the time is impossible. */
  readonly minutes: number | null;
  /** The zone that is written with it. */
  readonly zone: string | null;
  /** What is odd about the writing itself; the order is looked at later. */
  readonly oddities: readonly string[];
  /** It stands newest first. */
  readonly reversed: boolean;
}

interface State {
  readonly sources: DaySources;
  readonly base: BaseDay;
  readonly twelveHour: boolean;
  readonly reversed: boolean;
  day: Day | null;
  minutes: number | null;
  /** The day came from an entry's own words, not from a line that dates what follows. */
  fromEntry: boolean;
  /** Instant of `T+0` as minutes since 1970 on the wall, for relative times. */
  zero: number | null;
  zeroZone: string | null;
}

/** A fall of the clock by more than this is another day; by less it is out of order. */
const NIGHT = 6 * 60;
const DAY_MINUTES = 1440;

/** Times all points; lines that only date others are gone from the answer. */
export function resolveTimes(marks: readonly TimelineMark[], sources: DaySources): TimedMark[] {
  const scopes = Map.groupBy(marks, ({ scope }) => scope);
  const isRelative = marks.some(({ stamp }) => stamp.offset !== null && stamp.clock === null);
  const start = isRelative ? findTimeZero(sources.outline) : null;
  const states = new Map<number, State>();
  return marks.flatMap((mark) => {
    let state = states.get(mark.scope);
    if (state === undefined) {
      state = openScope(scopes.get(mark.scope)!, sources, start);
      states.set(mark.scope, state);
    }
    return mark.kind === "day" ? dateFollowing(state, mark) : [timeEntry(state, mark)];
  });
}

function openScope(marks: readonly TimelineMark[], sources: DaySources, start: Stamp | null): State {
  const base = findBaseDay(sources, { scope: marks[0]!.scope, first: marks[0]!.unit });
  const clocks = marks.map(({ stamp }) => stamp.clock).filter((clock) => clock !== null);
  const twelveHour = isTwelveHourClock(clocks);
  const reversed = isReversed(marks);
  const state = { sources, base, twelveHour, reversed, day: base.day, minutes: null, fromEntry: false };
  return { ...state, ...zeroOf(start, contextOf(state)) };
}

/** `T+0` as the report states it outside of the timeline; an entry that tells it counts more. */
function zeroOf(start: Stamp | null, context: ReturnType<typeof contextOf>): Pick<State, "zero" | "zeroZone"> {
  const minutes = start?.clock ? minutesOf(start.clock) : null;
  if (start === null || minutes === null) return { zero: null, zeroZone: null };
  const day = start.date === null ? context.near : resolveDay(start.date, context).day;
  return { zero: day === null ? null : day * DAY_MINUTES + minutes, zeroZone: start.zone };
}

/** Newest first: more falls than rises among entries without a date of their own. */
function isReversed(marks: readonly TimelineMark[]): boolean {
  let rises = 0;
  let falls = 0;
  for (const [index, { stamp, kind }] of marks.entries()) {
    const before = marks[index - 1];
    const [from, to] = [before?.stamp.clock, stamp.clock].map((clock) => (clock ? minutesOf(clock) : null));
    if (kind === "day" || stamp.date !== null || from === null || to === null) continue;
    if (to! > from!) rises += 1;
    if (to! < from!) falls += 1;
  }
  return falls >= 2 && falls > rises * 2;
}

function dateFollowing(state: State, { stamp }: TimelineMark): TimedMark[] {
  const { day } = resolveDay(stamp.date!, contextOf(state));
  if (day !== null) state.day = day;
  state.minutes = null;
  state.fromEntry = false;
  return [];
}

function contextOf({ day, base, sources }: Pick<State, "day" | "base" | "sources">) {
  return { near: day ?? base.day ?? sources.habits.near, dayFirst: sources.habits.dayFirst };
}

function timeEntry(state: State, mark: TimelineMark): TimedMark {
  const { stamp } = mark;
  if (stamp.offset !== null && stamp.clock === null) return relativeEntry(state, mark, stamp.offset);
  const oddities: string[] = [];
  const dated = stamp.date === null ? null : resolveDay(stamp.date, contextOf(state));
  if (dated?.oddity) oddities.push(dated.oddity);
  const timed = (day: Day | null, minutes: number | null): TimedMark => {
    return { mark, day, minutes, zone: stamp.zone, oddities, reversed: state.reversed };
  };
  if (stamp.clock === null) {
    const day = dated?.day ?? null;
    if (day !== null) Object.assign(state, { day, minutes: null, fromEntry: true });
    return timed(day, null);
  }
  const clock = readMinutes(state, stamp.clock, dated !== null);
  if (clock.oddity !== null) oddities.push(clock.oddity);
  if (clock.minutes === null) return timed(null, null);
  const day = dated === null ? followingDay(state, mark, clock.minutes) : dated.day;
  if (day === null) {
    if (dated === null) oddities.push("no date is stated: write it once above the timeline");
    return timed(null, clock.minutes);
  }
  state.fromEntry = dated === null ? state.fromEntry : true;
  state.day = day;
  state.minutes = clock.minutes;
  if (state.zero === null || stamp.offset !== null) {
    state.zero = day * DAY_MINUTES + clock.minutes - Math.floor((stamp.offset ?? 0) / 60);
    state.zeroZone = stamp.zone;
  }
  return timed(day, clock.minutes);
}

function readMinutes(state: State, clock: Clock, isDated: boolean) {
  const written = `${clock.hour}:${String(clock.minute).padStart(2, "0")}`;
  if (clock.unknown) return { minutes: null, oddity: "the time still has to be filled in" };
  const minutes = minutesOf(clock);
  if (minutes === null) return { minutes, oddity: `${written} is no time of day` };
  const { meridiem, hour } = clock;
  if (meridiem !== null && (hour > 12 || hour === 0)) {
    return { minutes, oddity: `${written} ${meridiem.toUpperCase()} mixes two clocks; taken as ${say(minutes)}` };
  }
  if (!state.twelveHour || meridiem !== null) return { minutes, oddity: null };
  const half = nextHalfDay(clock, isDated ? null : state.minutes);
  const oddity = half?.guessed ? `${written} without am or pm; taken as ${say(half.minutes)}` : null;
  return { minutes: half?.minutes ?? minutes, oddity };
}

function say(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

function followingDay(state: State, { stamp }: TimelineMark, minutes: number): Day | null {
  return stamp.nextDay && state.day !== null ? state.day + 1 : carriedDay(state, minutes);
}

/** The day of an entry that states none. */
function carriedDay(state: State, minutes: number): Day | null {
  const { base, reversed } = state;
  if (state.fromEntry && base.forAll && base.day !== null && state.day !== base.day) {
    state.fromEntry = false;
    return base.day;
  }
  if (state.day === null || state.minutes === null) return state.day;
  const fall = state.minutes - minutes;
  if (!reversed && fall >= NIGHT) return state.day + 1;
  if (reversed && -fall >= NIGHT) return state.day - 1;
  return state.day;
}

function relativeEntry(state: State, mark: TimelineMark, offset: number): TimedMark {
  const timed = { mark, zone: mark.stamp.zone ?? state.zeroZone, reversed: false };
  if (state.zero === null) {
    const oddity = "it is not stated when T+0 was";
    return { ...timed, day: null, minutes: null, oddities: [oddity] };
  }
  const minutes = state.zero + Math.floor(offset / 60);
  const day = Math.floor(minutes / DAY_MINUTES);
  return { ...timed, day, minutes: minutes - day * DAY_MINUTES, oddities: [] };
}

/** `YYYY-MM-DDTHH:MM[:SS]`, or the day alone; null when either cannot be known. */
export function formatWall({ mark, day, minutes }: TimedMark): string | null {
  if (day === null) return null;
  const { clock, offset } = mark.stamp;
  if (clock === null && offset === null) return formatDay(day);
  if (minutes === null) return null;
  const carried = day + Math.floor(minutes / DAY_MINUTES);
  const seconds = clock?.second == null ? "" : `:${String(clock.second).padStart(2, "0")}`;
  return `${formatDay(carried)}T${say(minutes % DAY_MINUTES)}${seconds}`;
}
