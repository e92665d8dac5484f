/** Times and dates as people write them in commands: `14:05`, an ISO time with an offset, `2026-12-01`, `14d`. */
import { dayAt, formatDay, parseDay, sayDay, type Day } from "#src/calendar/day.ts";
import { formatInstant, parseInstant, type Instant } from "#src/calendar/instant.ts";
import { instantsOf, wallAt, type Zone } from "#src/calendar/zone.ts";
import { inCode } from "./say.ts";

/** The value, or what is wrong in one sentence with the right form. */
export type Reading<T> = { readonly value: T } | { readonly problem: string };

/** What a time without a date refers to. */
export interface TimeTerms {
  readonly zone: Zone;
  /** The incident's day in that zone. */
  readonly day: Day;
  /** When it was said: what `now` means. */
  readonly now: Instant;
}

/** Reads a moment: ISO 8601 with an offset, `HH:MM` or `HH:MM:SS` on the incident's day, or `now`. */
export function readTime(text: string, terms: TimeTerms): Reading<Instant> {
  if (text.toLowerCase() === "now") return { value: terms.now };
  const instant = parseInstant(text);
  if (instant !== null) return { value: instant };
  const clock = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  if (clock) return onClock(terms.day, clock, terms.zone);
  return { problem: whyNoTime(text, terms) };
}

function onClock(day: Day, clock: RegExpExecArray, zone: Zone): Reading<Instant> {
  const [hour, minute, second] = [Number(clock[1]), Number(clock[2]), Number(clock[3] ?? "0")];
  if (hour > 23 || minute > 59 || second > 59)
    return { problem: `No clock shows ${clock[0]}: hours go to 23, minutes to 59.` };
  const found = instantsOf(day * 86_400 + hour * 3600 + minute * 60 + second, zone);
  if (found.length === 1) return { value: found[0]! };
  const said = `On ${sayDay(day)} the clocks in ${zone.name}`;
  if (found.length === 0)
    return {
      problem: `${said} skipped ${clock[0]}. Write the time with its offset, as in ${isoIn(day * 86_400, zone)}.`,
    };
  const both = found.map((instant) => `\`${isoAt(instant, zone)}\``).join(" or ");
  return { problem: `${said} showed ${clock[0]} twice. Write which one: ${both}.` };
}

function whyNoTime(text: string, { zone, day }: TimeTerms): string {
  const local = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?$/.exec(text);
  const date = local ? parseDay(local[1]!) : null;
  const readable = date !== null && Number(local![2]) < 24 && Number(local![3]) < 60;
  if (readable) {
    const wall = date * 86_400 + Number(local![2]) * 3600 + Number(local![3]) * 60 + Number(local![4] ?? "0");
    return `${inCode(text)} does not say in which zone. If you mean ${zone.name}, write \`${isoIn(wall, zone)}\`.`;
  }
  const example = `\`14:05\` (${zone.name}, on ${sayDay(day)}) or \`${isoIn(day * 86_400 + 50_700, zone)}\``;
  if (/^\d{4}-\d{2}-\d{2}[T ]/.test(text)) return `${inCode(text)} is not a time that exists. Write ${example}.`;
  return text === ""
    ? `Which time? Write ${example}.`
    : `${inCode(text)} is not a time that I can read. Write ${example}.`;
}

/** Reads a date that has not passed: `2026-12-01`, or so many days from today, `14d`. Gives `YYYY-MM-DD`. */
export function readDate(text: string, { zone, now }: Pick<TimeTerms, "zone" | "now">): Reading<string> {
  const today = dayAt(now, zone);
  const ahead = /^(\d{1,4})\s?d(?:ays?)?$/i.exec(text);
  const day = ahead ? today + Number(ahead[1]) : parseDay(text);
  const example = `\`${formatDay(today + 14)}\` or \`14d\``;
  if (day === null) {
    const why = /^\d{4}-\d{2}-\d{2}$/.test(text) ? "is not in the calendar" : "is not a date that I can read";
    return { problem: text === "" ? `Which date? Write ${example}.` : `${inCode(text)} ${why}. Write ${example}.` };
  }
  if (day < today) return { problem: `${sayDay(day)} has passed; today is ${sayDay(today)}. Write ${example}.` };
  return { value: formatDay(day) };
}

function isoIn(wall: number, zone: Zone): string {
  const instant = instantsOf(wall, zone)[0] ?? wall - zone.offsetAt(wall);
  return isoAt(instant, zone);
}

/** `2026-11-22T14:05+01:00`. */
function isoAt(instant: Instant, zone: Zone): string {
  const offset = zone.offsetAt(instant);
  const pad = (value: number) => String(value).padStart(2, "0");
  const sign = offset < 0 ? "-" : "+";
  const minutes = Math.abs(Math.trunc(offset / 60));
  const written = offset === 0 ? "Z" : `${sign}${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
  return formatInstant(wallAt(instant, zone)).slice(0, 16) + written;
}
