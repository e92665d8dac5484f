/** Clock times as people state them (`14:05`) on a day in a zone: the instant, and a word when the clocks were changed just then. */
import { formatDay, type Day } from "./day.ts";
import { sayInstant, type Instant } from "./instant.ts";
import { firstInstantAt, instantsOf, type Zone } from "./zone.ts";

/** `note` says what was assumed where the clock time named no instant or two; null as a rule. */
export type LocalTime =
  | { readonly ok: true; readonly at: Instant; readonly note: string | null }
  | { readonly ok: false; readonly reason: string };

/**
 * The instant of `HH:MM` or `HH:MM:SS` (24 h) on a day in a zone. A time that the clocks skipped is read as the moment of
 * the change; of a time that came twice the first is taken; both are said in `note`.
 */
export function instantOfTime(text: string, day: Day, zone: Zone): LocalTime {
  const seconds = parseTime(text);
  if (seconds === null)
    return { ok: false, reason: `"${text.trim().slice(0, 40)}" is not a time: write HH:MM, e.g. 14:05` };
  const wall = day * 86_400 + seconds;
  const instants = instantsOf(wall, zone);
  const said = `${text.trim()} on ${formatDay(day)} in ${zone.name}`;
  const [first, second] = instants;
  if (first === undefined) {
    const at = firstInstantAt(wall, zone);
    return { ok: true, at, note: `${said} did not exist (clocks went forward): taken as ${sayInstant(at)}` };
  }
  if (second === undefined) return { ok: true, at: first, note: null };
  const both = `${sayInstant(first)} and ${sayInstant(second)}`;
  return { ok: true, at: first, note: `${said} came twice (clocks went back, ${both}): taken as the first` };
}

/** Reads `HH:MM` or `HH:MM:SS` as seconds since midnight. @returns null when it is not a time of a 24-hour clock. */
export function parseTime(text: string): number | null {
  const match = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const [hour, minute, second] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  return hour > 23 || minute > 59 || second > 59 ? null : hour * 3600 + minute * 60 + second;
}
