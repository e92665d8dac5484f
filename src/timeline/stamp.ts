/** The point in time that a line of a timeline begins (or ends) with: date, clock time and zone in any order, ranges, `~`, `T+5m`. */
import { type Clock, readClock } from "./clock.ts";
import { readEpoch } from "./epoch-stamp.ts";
import { readRelative } from "./relative-time.ts";
import { readWrittenDate, type WrittenDate } from "./written-date.ts";
import { readZone } from "./zone-words.ts";

/** What stands at the beginning of a line. At least one of `date`, `clock`, `offset` is there. */
export interface Stamp {
  readonly date: WrittenDate | null;
  readonly clock: Clock | null;
  readonly zone: string | null;
  /** Seconds since the start of the incident, for `T+5m`. */
  readonly offset: number | null;
  /** It begins with a word as in a sentence: `At 14:05 we …`. */
  readonly prose: boolean;
  /** It is said to be on the day after the one before: `next day 09:00`. */
  readonly nextDay: boolean;
  /** It signs what stands above it: `Posted Mar 14, 16:42 UTC`. */
  readonly signed: boolean;
  /** A dash, colon, bar or bracket sets it off from what happened. */
  readonly separated: boolean;
  /** Offset of the first character of what happened. */
  readonly end: number;
}

const LEAD =
  /(?:[\s[(*•·▪◦‣>"“~≈±–—-]|:[a-z][a-z_]{1,30}:|[Dd]ay \d{1,2}(?=[\s:,]{0,2}[\s(–—-]\s?(?:\d|[A-Z]))[:,]?|\p{Extended_Pictographic}|\ufe0f)*/uy;
const HEDGE =
  /(?:approximately|approx\.?|about|around|roughly|circa|ca\.?|c\.|shortly (?:after|before)|just (?:after|before)|≈|~|late|early)[\s:~]{1,3}|~/iy;
const PROSE =
  /(?:at|by|from|between|since|on|um|gegen|kl\.?|klo|à|vers|a las|alle|starting (?:at|from)|until)\s{1,3}/iy;
/** What a story begins a further day with. */
const ALSO =
  /(?:also|then|later|(?:later )?(?:the|that) (?:same|next|following) (?:day|morning|evening)),?\s{1,2}(?=on\s)/iy;
/** `next day 09:00` */
const NEXT_DAY =
  /(?:on\s)?(?:the\s)?(?:next|following)\s(?:day|morning),?\s{1,2}(?:at\s)?(?=~?\d{1,2}\s?(?:[:.h]|[ap]m))/iy;
/** As status pages sign an update. */
const SIGNED = /(?:posted|last updated|updated)(?:\s(?:on|at))?:?\s{1,2}/iy;
const BETWEEN_DATE_AND_TIME =
  /(?:\s?(?:[T@|,;:(–—-]|\bat\b|\bum\b|\baround\b|\babout\b|~|≈|\bapprox\.?)){0,2}[\s(~≈]*/uy;
const BETWEEN_TIME_AND_DATE = /(?:\s?,)?\s{0,2}(?:[([]\s?|on\s|of\s|,\s)?/iy;
const RANGE = /\s?(?:[-–—→]|->|\bto\b|\buntil\b|\btill\b|\bthrough\b|\band\b|\bbis\b|\/)\s?(?:~|approx\.? |around )?/iy;
const SEPARATOR = /\s{0,3}[)\]]?\s{0,3}(?:[-–—:|→>=•·,;.]|\.{2,}|-{2,}|=>)+/y;
function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found ? at + found[0].length : at;
}

/** Only so far is looked: a stamp stands at the beginning, and lines may be long. */
const LONGEST = 160;

/** Reads the stamp at the beginning of a line of visible text; null when the line begins with something else. */
export function readStamp(line: string): Stamp | null {
  const text = line.length > LONGEST ? line.slice(0, LONGEST) : line;
  const lead = skip(LEAD, text, 0);
  const start = skip(SIGNED, text, lead);
  const spoken = skip(PROSE, text, skip(ALSO, text, start));
  const shifted = skip(NEXT_DAY, text, spoken);
  const from = skip(LEAD, text, skip(HEDGE, text, shifted));
  const parts = readParts(text, from);
  if (parts === null || (start > lead && (parts.clock === null || parts.date === null))) return null;
  const nextDay = shifted > spoken && parts.date === null;
  return { ...finish(text, parts, spoken > start), signed: start > lead, nextDay };
}

interface Parts {
  readonly date: WrittenDate | null;
  readonly clock: Clock | null;
  readonly zone: string | null;
  readonly offset: number | null;
  readonly end: number;
}

function readParts(text: string, from: number): Parts | null {
  const relative = readRelative(text, from);
  if (relative !== null) return withClockBehind(text, { date: null, clock: null, zone: null, ...relative });
  const epoch = readEpoch(text, from);
  if (epoch !== null) return { ...epoch, zone: "UTC", offset: null };
  return readDateFirst(text, from) ?? readClockFirst(text, from) ?? readZoneFirst(text, from);
}

/** `UTC 10:00` */
function readZoneFirst(text: string, from: number): Parts | null {
  const zone = readZone(text, from);
  const at = zone === null ? from : skip(/\s{1,2}/y, text, zone.end);
  if (zone === null || at === zone.end) return null;
  const parts = readDateFirst(text, at) ?? readClockFirst(text, at);
  return parts?.clock ? { ...parts, zone: parts.zone ?? zone.zone } : null;
}

/** `T+0 (10:00 UTC)` says both. */
function withClockBehind(text: string, relative: Parts): Parts {
  const at = skip(/\s?[([=,@-]\s?/y, text, relative.end);
  const clock = at > relative.end ? readClock(text, at) : null;
  return clock === null ? relative : { ...relative, clock, ...readTail(text, clock.end) };
}

function readDateFirst(text: string, from: number): Parts | null {
  const date = readWrittenDate(text, from);
  if (date === null) return null;
  const clock = readClock(text, skip(BETWEEN_DATE_AND_TIME, text, date.end));
  if (clock === null) {
    // `2019-10-21 (UTC)` carries a zone, `2019-10-21 IST` hardly.
    return { date, clock: null, zone: null, offset: null, end: date.end };
  }
  return { date, clock, offset: null, ...readTail(text, clock.end) };
}

function readClockFirst(text: string, from: number): Parts | null {
  const clock = readClock(text, from);
  if (clock === null) return null;
  const tail = readTail(text, clock.end);
  const dateAt = skip(BETWEEN_TIME_AND_DATE, text, tail.end);
  const date = dateAt > tail.end ? readWrittenDate(text, dateAt) : null;
  if (date === null || !isTrustedBehindClock(text, date)) return { date: null, clock, offset: null, ...tail };
  const end = skip(/\s?[)\]]/y, text, date.end);
  const zone = tail.zone === null ? readZone(text, end) : null;
  return { date, clock, offset: null, zone: tail.zone ?? zone?.zone ?? null, end: zone?.end ?? end };
}

/** `14:05 3/5 pods are back`: without a month's name or a year it is a date only when something sets it off. */
function isTrustedBehindClock(text: string, { written, weekday, year, end }: WrittenDate): boolean {
  if (year !== null || /\p{L}{3}/u.test(written) || weekday !== null) return true;
  return /^\s?(?:[)\]:|–—-]|$)/.test(text.slice(end, end + 3));
}

/** Zone, and the end of a range (which does not count). */
function readTail(text: string, from: number): { readonly zone: string | null; readonly end: number } {
  const first = readZone(text, from);
  const at = first?.end ?? from;
  const rangeAt = skip(RANGE, text, at);
  if (rangeAt === at) return { zone: first?.zone ?? null, end: at };
  const last = readRangeEnd(text, rangeAt);
  if (last === null) return { zone: first?.zone ?? null, end: at };
  const zone = readZone(text, last);
  return { zone: first?.zone ?? zone?.zone ?? null, end: zone?.end ?? last };
}

function readRangeEnd(text: string, at: number): number | null {
  const clock = readClock(text, at);
  if (clock) return clock.end;
  const date = readWrittenDate(text, at);
  if (date === null || date.month === null) return null;
  return readClock(text, skip(BETWEEN_DATE_AND_TIME, text, date.end))?.end ?? null;
}

function finish(text: string, parts: Parts, prose: boolean): Stamp {
  const closed = skip(
    /\s?\((?:T ?)?[+−–-]\s?\d[\d:]{0,6}\s?[a-z]{0,7}\)|\s?\(?(?:approx(?:\.|imately)?|approximate|ish|estimated|est\.)\)?|\s?[)\]"”]/iy,
    text,
    parts.end,
  );
  const end = skip(SEPARATOR, text, closed);
  const rest = skip(/[\s"”)\]]*/y, text, end);
  const { date, clock, zone, offset } = parts;
  return {
    date,
    clock,
    zone,
    offset,
    prose,
    signed: false,
    nextDay: false,
    separated: end > closed || closed > parts.end,
    end: rest,
  };
}

/**
 * The stamp that a line ends with, as in `First detected: 2025-07-23 15:35` or `Alert fires (14:05 UTC)`; null when it
 * ends otherwise, or with a date alone.
 * `textEnd` is where the words before it end.
 */
export function readStampAtEnd(line: string): { readonly stamp: Stamp; readonly textEnd: number } | null {
  const text = line.trimEnd();
  const earliest = Math.max(1, text.length - 60);
  if (!/\d\s?(?:[a-z.)\]]|[A-Z]|$)/i.test(text.slice(-14))) return null;
  for (let at = earliest; at < text.length; at += 1) {
    if (!/[\s(:[,-]/.test(text[at - 1]!) || /[\s(:[,-]/.test(text[at]!)) continue;
    const parts = readParts(text, at);
    if (parts === null || parts.clock === null) continue;
    if (!/^[\s.)\]]*$/.test(text.slice(parts.end))) continue;
    const textEnd = text.slice(0, at).replace(/[\s([:,–—-]+$/, "").length;
    return { stamp: finish(text, parts, false), textEnd };
  }
  return null;
}
