/** Metrics that the authors of a report state themselves: `Time to repair: 27m`, `TTD 53m`, `downtime: 2h`. */
import type { Seconds } from "#src/calendar/instant.ts";
import { readWrittenDuration } from "#src/calendar/written-duration.ts";
import { lineBreaksBefore } from "#src/markdown/line-breaks.ts";
import type { Outline, Unit } from "#src/markdown/outline.ts";
import { type MetricDefinition, METRICS } from "./metric-definitions.ts";

/** One metric as claimed. */
export interface ClaimedMetric {
  readonly key: MetricDefinition["key"];
  readonly title: string;
  readonly seconds: Seconds;
  /** 1-based line in the file. */
  readonly line: number;
  /** The words, as they stand. */
  readonly text: string;
  /** `about`, `~`, `over`: the authors do not claim it to the minute. */
  readonly rough: boolean;
  /** What the span of clock times beside it amounts to: `(10:45 - 16:11 UTC)`; null when none is written. */
  readonly span: Seconds | null;
}

const BETWEEN =
  "[\\s:|=*~≈>()–—-]{1,40}(?:(?:was|is|of|about|around|approximately|approx\\.?|roughly|nearly|almost|over|under|took|for|a|total of|up to|~|≈)[\\s~≈]{1,4}){0,3}";
const NAMED = METRICS.map((metric) => ({ metric, pattern: new RegExp(`\\b(?:${metric.names})\\b${BETWEEN}`, "gi") }));
const IMPACT = METRICS.find(({ key }) => key === "impact")!;
const TOLD =
  /\b(?:(?:outage|incident|issue|disruption|impact|degradation|downtime|unavailability)\s(?:of|lasted|lasting|took)|lasted(?: for)?|(?:was |were )?(?:down|unavailable|unusable|offline|broken|degraded) for)[\s~≈]{1,4}(?:(?:about|around|approximately|approx\.?|roughly|nearly|almost|over|under|a total of|more than)\s)?/gi;
const ROUGH = /~|≈|\b(?:about|around|approx\w*|roughly|nearly|almost|over|under|more than|up to)\b|\d\+/i;

/** All claims in the order of the file. Claims about the future or about other incidents (actions, chat logs) are none. */
export function claimedMetrics({ units }: Outline): ClaimedMetric[] {
  return units.flatMap((unit) => (isClaiming(unit) ? claimsIn(unit) : []));
}

function isClaiming({ kind, quoted, role, text }: Unit): boolean {
  return kind !== "code" && !quoted && role !== "actions" && role !== "excluded" && role !== "timeline"
    ? HAS_NUMBER.test(text)
    : role === "timeline" && kind === "paragraph" && HAS_NUMBER.test(text);
}

const HAS_NUMBER = /\d/;

function claimsIn(unit: Unit): ClaimedMetric[] {
  const { text } = unit;
  const breaksBefore = lineBreaksBefore(text);
  const place: Place = { text, lineAt: (offset) => unit.line + breaksBefore(offset) };
  const named = NAMED.flatMap(({ metric, pattern }) =>
    [...text.matchAll(pattern)].flatMap((match) => claim(place, metric, match)),
  );
  const told = [...text.matchAll(TOLD)].flatMap((match) => claim(place, IMPACT, match));
  const first = named.length > 0 ? named : told.slice(0, 1);
  return first.toSorted((a, b) => a.line - b.line);
}

const LONGEST = 140;

interface Place {
  readonly text: string;
  lineAt(offset: number): number;
}

function claim({ text, lineAt }: Place, metric: MetricDefinition, match: RegExpExecArray): ClaimedMetric[] {
  const from = match.index;
  const at = from + match[0].length;
  // `10:45 to 16:11 (103 minutes)`: the length may stand behind the span.
  const duration = readWrittenDuration(text, at);
  const lineEnd = (text.indexOf("\n", at) + 1 || text.length + 1) - 1;
  const rest = text.slice(at, Math.min(lineEnd, at + LONGEST));
  const behind = duration === null || isClock(text, at) ? behindSpan(rest) : null;
  const seconds = behind ?? (duration && !isClock(text, at) ? duration.seconds : null);
  if (seconds === null) return [];
  return [
    {
      key: metric.key,
      title: metric.title,
      seconds,
      line: lineAt(from),
      text: text
        .slice(from, Math.min(lineEnd, from + LONGEST))
        .replaceAll(/\s+/g, " ")
        .trim(),
      rough: ROUGH.test(text.slice(from, (duration?.end ?? at) + 1)),
      span: spanIn(rest),
    },
  ];
}

/** `21:45 to …` is a time of day, not a length. */
function isClock(text: string, at: number): boolean {
  return /^\d{1,2}:\d{2}(?::\d{2})?\s?(?:(?:[ap]\.?m\.?|[A-Z]{2,4})\b\s?)?(?:to|[-–—]|until|on|\()/.test(
    text.slice(at, at + 40),
  );
}

function behindSpan(rest: string): Seconds | null {
  const open = rest.indexOf("(");
  return open === -1 ? null : (readWrittenDuration(rest, open + 1)?.seconds ?? null);
}

const SPAN =
  /(\d{1,2}):(\d{2})(?::\d{2})?(?:\s?(?:UTC|GMT|[A-Z]{2,4}))?(?:\son\s[A-Za-z]{3,9}\.?\s\d{1,2})?\s?(?:to|[-–—]|until|and)\s?(\d{1,2}):(\d{2})/;

function spanIn(rest: string): Seconds | null {
  const found = SPAN.exec(rest);
  if (!found || /[ap]\.?m\b/i.test(rest)) return null;
  const [from, to] = [Number(found[1]) * 60 + Number(found[2]), Number(found[3]) * 60 + Number(found[4])];
  return ((to - from + 1440) % 1440) * 60;
}
