/** Incidents for the tests of timelines, with only what a test is about. */
import { parseInstant } from "#src/calendar/instant.ts";
import { type Incident, type Moment, MOMENTS } from "#src/incident/incident.ts";

/** A time of 22 November 2026, UTC. */
export function at(time: string): number {
  return parseInstant(`2026-11-22T${time}:00Z`)!;
}

/** Stated moments from times of that day: `{ started: "05:30" }`. */
export function momentsOf(times: Partial<Record<Moment, string>>): Incident["moments"] {
  const stated = MOMENTS.flatMap((moment) => {
    const time = times[moment];
    return time === undefined ? [] : [[moment, { at: at(time), by: "alice", source: "" }] as const];
  });
  return Object.fromEntries(stated);
}

/** An incident on `checkout`, opened at 05:36. */
export function incidentWith(parts: Partial<Incident>): Incident {
  return {
    issue: { owner: "acme", repo: "shop", number: 7 },
    title: "Checkout is down",
    url: "https://github.com/acme/shop/issues/7",
    open: true,
    createdAt: at("05:36"),
    closedAt: null,
    severity: 2,
    components: ["checkout"],
    confirmed: true,
    external: false,
    moments: {},
    impacts: [],
    ...parts,
  };
}
