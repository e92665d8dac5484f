/** Who is seen at work in a timeline. */
import type { TimelineEntry } from "./timeline-entry.ts";

/** Writes the notes that alerts make; nobody's login. */
export const ALERTMANAGER = "alertmanager";

/** Logins as written, once for each entry; bots and what tells alerts are nobody. */
export function peopleIn(timeline: readonly Pick<TimelineEntry, "by">[]): string[] {
  return timeline.flatMap(({ by }) => (by === null || by.endsWith("[bot]") || by === ALERTMANAGER ? [] : [by]));
}
