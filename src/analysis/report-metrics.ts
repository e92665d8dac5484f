/** Holds the metrics that a report claims against those that its own moments give, and says in words where they differ. */
import { sayDuration } from "#src/calendar/duration.ts";
import type { Seconds } from "#src/calendar/instant.ts";
import type { Outline } from "#src/markdown/outline.ts";
import type { ReportEntry } from "#src/timeline/report-entry.ts";
import { claimedMetrics, type ClaimedMetric } from "./claimed-metrics.ts";
import { METRICS, type MetricDefinition, type ReportMoment } from "./metric-definitions.ts";
import { secondsBetween, statedMoments, timelineMoments, type ToldMoment } from "./report-moments.ts";

/** One metric as the moments give it. */
export interface ComputedMetric {
  readonly key: MetricDefinition["key"];
  readonly title: string;
  readonly seconds: Seconds;
  /** Between which two moments, and which lines tell them. */
  readonly definition: string;
  readonly from: { readonly at: string; readonly line: number };
  readonly to: { readonly at: string; readonly line: number };
}

/** Where the report contradicts itself. */
export interface MetricDisagreement {
  /** 1-based line of the claim. */
  readonly line: number;
  readonly message: string;
}

/** All of it. */
export interface ReportMetrics {
  readonly claimed: readonly ClaimedMetric[];
  readonly computed: readonly ComputedMetric[];
  readonly disagreements: readonly MetricDisagreement[];
}

/** Reads claims and moments. What is not told is left out, never 0. A file with several incidents is not computed over all of them. */
export function reportMetrics(outline: Outline, timeline: readonly ReportEntry[]): ReportMetrics {
  const claimed = claimedMetrics(outline);
  const stated = statedMoments(outline, timeline);
  const told = isOneIncident(timeline) ? timelineMoments(timeline) : [];
  const computed = compute([...stated, ...told]);
  const disagreements = [
    ...claimed.flatMap((claim) => againstSpan(claim)),
    ...claimed.flatMap((claim) => againstMoments(claim, computed)),
    ...stated.flatMap((moment) => againstTimeline(moment, told)),
  ];
  return { claimed, computed, disagreements: disagreements.toSorted((a, b) => a.line - b.line) };
}

/** More than one end of the story is more than one incident. */
function isOneIncident(timeline: readonly ReportEntry[]): boolean {
  const ends = timeline.filter(({ text }) =>
    /\bfully (?:recovered|restored)\b|\bincident (?:is |was )?resolved\b/i.test(text),
  );
  const days = new Set(ends.map(({ at }) => at?.slice(0, 10)));
  return days.size <= 1;
}

function compute(moments: readonly ToldMoment[]): ComputedMetric[] {
  const find = (wanted: ReportMoment) => moments.find(({ moment }) => moment === wanted);
  return METRICS.flatMap(({ key, title, definition, ...metric }) => {
    const start = find(metric.from);
    const instead =
      start === undefined && metric.from === "started" && metric.to !== "detected" ? find("detected") : undefined;
    const from = start ?? instead;
    const to = find(metric.to);
    const seconds = from === undefined || to === undefined ? -1 : secondsBetween(from, to);
    if (from === undefined || to === undefined || seconds < 0) return [];
    const words = instead ? `${definition}; no start is stated, so counted from detection` : definition;
    return [{ key, title, seconds, definition: words, from: place(from), to: place(to) }];
  });
}

function place({ at, line }: ToldMoment) {
  return { at, line };
}

const MINUTE = 60;

function differs(claim: ClaimedMetric, seconds: Seconds): boolean {
  const tolerance = claim.rough ? Math.max(5 * MINUTE, seconds / 4) : MINUTE;
  return Math.abs(claim.seconds - seconds) > tolerance;
}

function againstSpan(claim: ClaimedMetric): MetricDisagreement[] {
  if (claim.span === null || !differs(claim, claim.span)) return [];
  // Beyond a day the two clock times alone do not say it.
  if (claim.seconds >= 86_400) return [];
  const message = `It says ${sayDuration(claim.seconds)}, but the times beside it are ${sayDuration(claim.span)} apart.`;
  return [{ line: claim.line, message }];
}

function againstMoments(claim: ClaimedMetric, computed: readonly ComputedMetric[]): MetricDisagreement[] {
  const metric = computed.find(({ key }) => key === claim.key);
  if (metric === undefined || !differs(claim, metric.seconds)) return [];
  const { title, seconds, from, to, definition } = metric;
  const message = `${title}: the text says ${sayDuration(claim.seconds)}, lines ${from.line} and ${to.line} give ${sayDuration(seconds)} (${definition}).`;
  return [{ line: claim.line, message }];
}

/** The preamble and the timeline may tell the same moment differently. */
function againstTimeline(stated: ToldMoment, told: readonly ToldMoment[]): MetricDisagreement[] {
  const other = told.find(({ moment, line }) => moment === stated.moment && line !== stated.line);
  if (other === undefined || !SURE.has(stated.moment) || Math.abs(secondsBetween(stated, other)) <= MINUTE) return [];
  const message = `It was ${stated.moment} at ${say(stated)} here, and at ${say(other)} in line ${other.line}.`;
  return [{ line: stated.line, message }];
}

/** Entries tell these in so many words; when something was detected is often a matter of opinion. */
const SURE: ReadonlySet<ReportMoment> = new Set(["declared", "resolved"]);

function say({ at }: ToldMoment): string {
  return at.replace("T", " ");
}
