/** Names what is odd about the order of an incident's moments, in plain words; nothing is dropped and nobody is accused. */
import { sayInstant } from "#src/calendar/instant.ts";
import { sayDuration } from "#src/calendar/duration.ts";
import type { Incident, Moment } from "#src/incident/incident.ts";

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
