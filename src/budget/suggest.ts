/** Which objective the incident history would support, and how much downtime was in fact tolerated. */
import type { Instant } from "#src/calendar/instant.ts";
import { areaBetween, profileOf, type Combine, type ImpactProfile } from "./impact.ts";
import { ownSeconds } from "./incident-share.ts";
import type { Burn } from "./measure.ts";
import {
  compare,
  divide,
  fromDecimal,
  HUNDRED,
  multiply,
  ONE,
  ratio,
  subtract,
  whole,
  ZERO,
  type Rational,
} from "./rational.ts";

/** The history of one component. */
export interface SuggestQuestion {
  readonly burns: readonly Burn[];
  readonly now: Instant;
  readonly combine: Combine;
  /** Percent of the budget that the worst window should leave (`permit_above`). */
  readonly leave: Rational;
}

/** What happened in the last so many days. */
export interface History {
  readonly days: number;
  readonly start: Instant;
  /** Incidents with impact in these days. */
  readonly incidents: number;
  /** Seconds of full downtime. */
  readonly downtime: Rational;
  /** Percent */
  readonly availability: Rational;
  /** The longest impact of a single incident within these days, in seconds of full downtime. */
  readonly longest: Rational;
  /** The highest customary objective that was kept over these days; null below the lowest. */
  readonly met: string | null;
}

/** The stretch of 28 days in the last 90 with the most downtime. */
export interface WorstWindow {
  readonly start: Instant;
  readonly end: Instant;
  readonly downtime: Rational;
}

/** What the history supports. */
export interface ObjectiveSuggestion {
  readonly history: readonly History[];
  readonly worst: WorstWindow;
  /** The highest customary objective that even the worst 28 days leave `leave` percent of; null when none, or when there was no downtime to judge by. */
  readonly objective: string | null;
  /** Seconds of downtime in 28 days that the suggested objective permits; null without one. */
  readonly permits: Rational | null;
  readonly why: "supported" | "no downtime" | "below all";
}

/** Objectives that teams customarily promise, in percent, highest first (SRE book, appendix A, and the halves between). */
export const CUSTOMARY_OBJECTIVES = ["99.999", "99.99", "99.95", "99.9", "99.5", "99", "98", "95", "90"] as const;

const DAY = 86_400;
const WINDOW = 28 * DAY;
const LOOKBACK = 90 * DAY;

/**
 * Judges the last 28 and 90 days, and every window of 28 days within the last 90: an objective is supported when even
 * the worst window keeps it with `leave` percent of its budget to spare. History shows what was tolerated, not what users need.
 */
export function suggestObjective(question: SuggestQuestion): ObjectiveSuggestion {
  const { burns, combine, leave } = question;
  const profile = profileOf(
    burns.flatMap(({ stretches }) => stretches),
    combine,
  );
  const worst = worstWindow(profile, question.now);
  const usable = divide(subtract(HUNDRED, leave), HUNDRED);
  const objective = CUSTOMARY_OBJECTIVES.find(
    (target) => compare(worst.downtime, multiply(permitted(target, WINDOW), usable)) <= 0,
  );
  const history = [28, 90].map((days) => historyOf(profile, days, question));
  if (worst.downtime.numerator === 0n) return { history, worst, objective: null, permits: null, why: "no downtime" };
  if (objective === undefined) return { history, worst, objective: null, permits: null, why: "below all" };
  return { history, worst, objective, permits: permitted(objective, WINDOW), why: "supported" };
}

/** Seconds of downtime that an objective permits in so many seconds. */
function permitted(target: string, seconds: number): Rational {
  return multiply(subtract(ONE, divide(fromDecimal(target) ?? HUNDRED, HUNDRED)), whole(seconds));
}

function historyOf(profile: ImpactProfile, days: number, { burns, now }: SuggestQuestion): History {
  const start = now - days * DAY;
  const downtime = ratio(areaBetween(profile, start, now), profile.scale);
  const own = burns.map(({ stretches }) => ownSeconds(stretches, now, start)).filter(({ numerator }) => numerator > 0n);
  return {
    days,
    start,
    incidents: own.length,
    downtime,
    availability: multiply(subtract(ONE, divide(downtime, whole(days * DAY))), HUNDRED),
    longest: own.reduce((a, b) => (compare(a, b) >= 0 ? a : b), ZERO),
    met: CUSTOMARY_OBJECTIVES.find((target) => compare(downtime, permitted(target, days * DAY)) <= 0) ?? null,
  };
}

/** Downtime within a moving window grows and shrinks in straight lines: its maximum lies where impact enters or leaves. */
function worstWindow(profile: ImpactProfile, now: Instant): WorstWindow {
  const first = now - LOOKBACK + WINDOW;
  const turns = profile.times.flatMap((time) => [time, time + WINDOW]).filter((end) => end > first && end < now);
  let worst = { end: now, area: areaBetween(profile, now - WINDOW, now) };
  for (const end of [first, ...turns]) {
    const area = areaBetween(profile, end - WINDOW, end);
    if (area > worst.area) worst = { end, area };
  }
  return { start: worst.end - WINDOW, end: worst.end, downtime: ratio(worst.area, profile.scale) };
}
