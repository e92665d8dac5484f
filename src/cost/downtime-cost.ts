/**
 * What an incident cost: revenue, productivity, response and credits, each as low, likely and high. The formulas are those of
 * common four-part estimates of downtime; the weights of people who respond are those of Netflix' Dispatch.
 */
import type { ComponentRates, Range, Rates } from "./rates.ts";

/** What happened, in time and people. */
export interface CostFacts {
  /** Minutes weighted by the share that was affected; null while it lasts. */
  readonly impacts: readonly { readonly component: string; readonly minutes: number | null }[];
  /** From detection (else from the start) until the cause was mended (else until the impact ended); null when unknown. */
  readonly responseMinutes: number | null;
  /** People who took part. */
  readonly responders: number;
  /** People in the review; null = not held yet, then as many as responded. */
  readonly reviewers: number | null;
}

/** The four parts, their sum, and what was assumed; no sentence holds a rate. */
export interface DowntimeCost {
  readonly currency: string;
  readonly revenue: Range;
  readonly productivity: Range;
  readonly response: Range;
  readonly credits: Range;
  readonly total: Range;
  readonly assumptions: readonly string[];
}

const NOTHING: Range = [0, 0, 0];

/** The estimate. What has no rate, or is not known yet, counts nothing and is named in the assumptions. */
export function downtimeCost(facts: CostFacts, rates: Rates): DowntimeCost {
  const known = facts.impacts.flatMap(({ component, minutes }) => {
    const own = Object.hasOwn(rates.components, component) ? rates.components[component] : undefined;
    return minutes === null || own === undefined ? [] : [{ own, minutes }];
  });
  const revenue = sum(known.map(({ own, minutes }) => lostRevenue(own, minutes)));
  const productivity = sum(known.map(({ own, minutes }) => lostWork(own, minutes, rates.hour_of_work)));
  const credits = sum(known.map(({ own, minutes }) => credit(own, minutes)));
  const response = timesPeople(facts, rates.hour_of_work);
  const total = sum([revenue, productivity, response, credits]);
  return {
    currency: rates.currency,
    revenue,
    productivity,
    response,
    credits,
    total,
    assumptions: assumptions(facts, rates),
  };
}

/** revenue/h × hours × (1 − recovered): the more is recovered, the less it cost, so the ends change places. */
function lostRevenue({ revenue_per_hour: rate = NOTHING, recovered }: ComponentRates, minutes: number): Range {
  const kept: Range = [1 - recovered[2] / 100, 1 - recovered[1] / 100, 1 - recovered[0] / 100];
  return product(rate, kept, fixed(minutes / 60));
}

/** people × work lost × hours × hour of work. */
function lostWork({ people = NOTHING, work_lost: lost }: ComponentRates, minutes: number, hour: Range): Range {
  return product(people, lost, fixed(minutes / 60 / 100), hour);
}

function credit({ sla_credit: owed }: ComponentRates, minutes: number): Range {
  return owed === undefined || minutes <= owed.after_minutes ? NOTHING : owed.amount;
}

const PARTICIPANT = 0.5;

/** One leads and counts whole, the others half; the likely hours are halved and doubled, because nobody clocks in. The review: an hour to prepare, and half an hour each. */
function timesPeople({ responseMinutes, responders, reviewers }: CostFacts, hour: Range): Range {
  const heads = responders === 0 ? 0 : 1 + PARTICIPANT * (responders - 1);
  const hours = (heads * (responseMinutes ?? 0)) / 60;
  const there = reviewers ?? responders;
  const review = there === 0 ? 0 : 1 + PARTICIPANT * there;
  return product([hours / 2 + review, hours + review, hours * 2 + review], hour);
}

function assumptions({ impacts, responseMinutes, responders, reviewers }: CostFacts, { components }: Rates): string[] {
  const without = impacts.filter(({ component }) => !Object.hasOwn(components, component));
  const lasting = impacts.filter(({ minutes }) => minutes === null);
  const names = (list: typeof impacts) => list.map(({ component }) => component).join(", ");
  return [
    "impact as it was stated, minutes weighted by the share affected",
    responseMinutes === null
      ? "how long people were at it is not known, so their time is not counted"
      : `${responders === 1 ? "one person" : `${responders} people`} at it for ${Math.round(responseMinutes)} min; one counts whole, others half; half of that as the low end, twice as the high`,
    `the review: an hour to prepare, half an hour for each of ${reviewers ?? responders}${reviewers === null ? " (as many as responded, until it is held)" : ""}`,
    ...(without.length > 0 ? [`no rates for ${names(without)}, so only the response is counted there`] : []),
    ...(lasting.length > 0 ? [`the impact on ${names(lasting)} still lasts and is not counted yet`] : []),
    "trust, churn and tired people are not counted",
  ];
}

function fixed(value: number): Range {
  return [value, value, value];
}

function product(...ranges: readonly Range[]): Range {
  return ranges.reduce<Range>(([a, b, c], [x, y, z]) => [a * x, b * y, c * z], [1, 1, 1]);
}

function sum(ranges: readonly Range[]): Range {
  return ranges.reduce<Range>(([a, b, c], [x, y, z]) => [a + x, b + y, c + z], NOTHING);
}
