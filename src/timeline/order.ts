/** Names what is odd about the order of an incident's moments, in plain words; nothing is dropped and nobody is accused. */
import { sayInstant, type Seconds } from "#src/calendar/instant.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import type { Incident, Moment } from "#src/incident/incident.ts";
import type { TimelineEntry } from "./timeline-entry.ts";

interface OrderRule {
  readonly earlier: Moment;
  readonly later: Moment;
  readonly advice: string;
}

// `declared` is missing on purpose: many teams declare after they have mitigated.
const RULES: readonly OrderRule[] = [
  {
    earlier: "started",
    later: "detected",
    advice: "An alert may come before users feel anything; else one of the two is wrong.",
  },
  { earlier: "started", later: "mitigated", advice: "One of the two is wrong." },
  { earlier: "started", later: "resolved", advice: "One of the two is wrong." },
  { earlier: "detected", later: "acknowledged", advice: "Someone can only take it up after it was noticed." },
  {
    earlier: "mitigated",
    later: "resolved",
    advice: "When the cause was mended first, both happened at the same time.",
  },
];

/** One sentence or two for each pair in the wrong order; empty when all is well. */
export function findOrderAnomalies(moments: Incident["moments"]): string[] {
  return RULES.flatMap(({ earlier, later, advice }) => {
    const first = moments[earlier]?.at;
    const second = moments[later]?.at;
    if (first === undefined || second === undefined || second >= first) return [];
    const distance = sayDuration(first - second);
    return [`${later} (${sayInstant(second)}) stands ${distance} before ${earlier} (${sayInstant(first)}). ${advice}`];
  });
}

const LONG_GAP_SECONDS: Seconds = 30 * 60;

/** Stretches of more than 30 minutes without any entry while users were affected: often there is more to remember. */
export function findGaps(entries: readonly TimelineEntry[], moments: Incident["moments"]): string[] {
  const from = moments.started?.at;
  const to = moments.mitigated?.at;
  if (from === undefined || to === undefined) return [];
  const times = [from, ...entries.map((entry) => entry.at).filter((at) => from < at && at < to), to].toSorted(
    (a, b) => a - b,
  );
  return times.slice(1).flatMap((at, index) => {
    const before = times[index]!;
    if (at - before <= LONG_GAP_SECONDS) return [];
    return [
      `Nothing is noted between ${sayInstant(before)} and ${sayInstant(at)} (${sayDuration(at - before)}). What was tried then?`,
    ];
  });
}
