/** Who took part in an incident, or answers for what it touched, and was not in the review: whom to ask what they would add. */
import type { Config } from "#src/config/schema.ts";
import type { Incident } from "#src/incident/incident.ts";
import { peopleIn } from "#src/timeline/people-in.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";

/** One person or team, and why they are missed. */
export interface Absent {
  /** Login, or `org/team`, without `@`. */
  readonly name: string;
  readonly why: string;
  /** True for a team: who belongs to it is not known here, so somebody of it may have been there. */
  readonly team: boolean;
}

/** What decides. */
export interface AttendanceTerms {
  readonly attendees: readonly string[];
  readonly incident: Pick<Incident, "components">;
  readonly timeline: readonly Pick<TimelineEntry, "by">[];
  readonly config: Pick<Config, "components" | "review">;
}

/** Everyone once, by their first reason: those who took part, owners, those who are always invited. Bots are nobody. */
export function absentFrom({ attendees, incident, timeline, config }: AttendanceTerms): Absent[] {
  const there = new Set(attendees.map(keyOf));
  const owners = incident.components.flatMap((component) =>
    (config.components[component]?.owners ?? []).map((name) => ({ name, why: `owns ${component}` })),
  );
  const expected = [
    ...peopleIn(timeline).map((name) => ({ name, why: "took part" })),
    ...owners,
    ...config.review.invite.map((name) => ({ name, why: "always invited" })),
  ];
  const missing = new Map<string, Absent>();
  for (const { name, why } of expected) {
    const key = keyOf(name);
    if (key === "" || there.has(key) || missing.has(key)) continue;
    missing.set(key, { name: name.trim().replace(/^@/, ""), why, team: key.includes("/") });
  }
  return [...missing.values()];
}

function keyOf(name: string): string {
  return name.trim().replace(/^@/, "").toLowerCase();
}
