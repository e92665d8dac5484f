/** The key moments of an incident as a report tells them: stated in its preamble, or recognisable in its timeline. */
import { parseInstant, type Instant, type Seconds } from "#src/calendar/instant.ts";
import type { Outline } from "#src/markdown/outline.ts";
import type { ReportEntry } from "#src/timeline/report-entry.ts";
import { readStamp, readStampAtEnd } from "#src/timeline/stamp.ts";
import { resolveDay } from "#src/timeline/written-day.ts";
import { offsetOfZone } from "#src/timeline/zone-words.ts";
import type { ReportMoment } from "./metric-definitions.ts";

/** A moment, on the wall of the report. */
export interface ToldMoment {
  readonly moment: ReportMoment;
  /** Local wall time as if it were UTC: only differences count. */
  readonly wall: Instant;
  /** `2021-02-03T10:00` */
  readonly at: string;
  /** As written; null when none is stated for it. */
  readonly zone: string | null;
  /** 1-based line in the file. */
  readonly line: number;
  /** `stated` = in a line that names the moment; `timeline` = recognised by an entry's words. */
  readonly source: "stated" | "timeline";
}

interface Words {
  readonly moment: ReportMoment;
  /** How a line of the preamble names it. */
  readonly stated: RegExp;
  /** How an entry of the timeline tells it, without doubt. */
  readonly told: RegExp;
  /** The last entry that tells it counts, not the first. */
  readonly last: boolean;
}

const WORDS: readonly Words[] = [
  {
    moment: "started",
    stated: /^(?:(?:incident|outage|impact|issue)\s)?(?:start(?:ed)?|began|begin)\b/i,
    told: /\b(?:impact|incident|outage|degradation|errors?|failures|disruption)\b.{0,24}\b(?:begins?|began|starts?|started)\b|\bfirst (?:errors?|failures?)\b/i,
    last: false,
  },
  {
    moment: "detected",
    stated: /^(?:(?:first|incident|initially)\s)?(?:detected|detection|noticed|discovered|identified|reported)\b/i,
    told: /\b(?:detection|(?:incident|issue|problem|outage) (?:is |was )?(?:first )?(?:detected|reported|noticed))\b|\balerts? (?:fires?|fired|triggered)\b|\b(?:monitoring|alerting) (?:detects?|detected)\b|\bon-?call.{0,20}\b(?:is |was |gets? |got )?paged\b/i,
    last: false,
  },
  {
    moment: "acknowledged",
    stated: /^(?:incident\s)?(?:acknowledged|engaged|response started)\b/i,
    told: /\b(?:acknowledge[sd]?|acks|acked)\b|\b(?:begins?|began|starts?|started) (?:looking|investigat\w+|investigation)\b/i,
    last: false,
  },
  {
    moment: "declared",
    stated: /^(?:incident\s)?declared\b/i,
    told: /\bincident (?:is |was )?(?:formally )?(?:declared|opened)(?! resolved)\b|\bdeclare[sd]? (?:an? |the )?(?:incident|sev)/i,
    last: false,
  },
  {
    moment: "mitigated",
    stated: /^(?:(?:incident|outage|impact|issue)\s)?(?:mitigated|repaired|recovered|restored|fixed|ended|end)\b/i,
    told: /\b(?:mitigated|impact ends?|outage ends?|fully (?:recovered|restored|operational)|service (?:is |was )?(?:restored|recovered)|back online|site is fully recovered|recovery)\b/i,
    last: false,
  },
  {
    moment: "resolved",
    stated: /^(?:incident\s)?(?:resolved|closed)\b/i,
    told: /\b(?:incident|issue|outage) (?:is |was |marked (?:as )?|declared )?(?:fully )?(?:resolved|closed)\b|\bdeclared resolved\b/i,
    last: true,
  },
];

/** Moments that lines of the preamble state, such as `First detected 2021-02-03 10:00` or `| Start time | 10:00 UTC |`. */
export function statedMoments({ units }: Outline, timeline: readonly ReportEntry[]): ToldMoment[] {
  const entries = new Map(timeline.map((entry) => [entry.line, entry]));
  const near = dayNear(timeline);
  const found = new Map<ReportMoment, ToldMoment>();
  for (const unit of units) {
    if (unit.kind === "code" || unit.quoted || unit.kind === "heading" || unit.role === "timeline") continue;
    for (const [offset, line] of unit.text.split("\n").entries()) {
      const told = statedIn(line, { near, entry: entries.get(unit.line + offset) });
      if (told && !found.has(told.moment)) found.set(told.moment, { ...told, line: unit.line + offset });
    }
  }
  return [...found.values()];
}

interface Known {
  readonly near: number | null;
  readonly entry: ReportEntry | undefined;
}

function statedIn(line: string, { near, entry }: Known): Omit<ToldMoment, "line"> | null {
  if (line.length > 160 || !/\d/.test(line)) return null;
  const text = line.replace(/^[\s|*•-]+/, "").replace(/[\s|]+$/, "");
  const moment = WORDS.find(({ stated }) => stated.test(text))?.moment;
  if (moment === undefined) return null;
  if (entry?.at != null) return toldAt(moment, { at: entry.at, zone: entry.zone ?? null }, "stated");
  const words = /^[\p{L}\s/-]{3,40}(?:\([^)]{1,20}\))?[\s:|=–-]+/u.exec(text)?.[0].length ?? 0;
  const stamp = readStampAtEnd(text)?.stamp ?? readStamp(text.slice(words));
  if (!stamp?.clock) return null;
  const day = stamp.date === null ? near : resolveDay(stamp.date, { near, dayFirst: null }).day;
  const { hour, minute, meridiem } = stamp.clock;
  const hours = meridiem === "pm" && hour < 12 ? hour + 12 : meridiem === "am" && hour === 12 ? 0 : hour;
  const at = day === null ? null : `${dayText(day)}T${two(hours)}:${two(minute)}`;
  return at === null ? null : toldAt(moment, { at, zone: stamp.zone }, "stated");
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function dayText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}

function dayNear(timeline: readonly ReportEntry[]): number | null {
  const first = timeline.find(({ at }) => at !== null)?.at;
  const wall = first ? wallOf(first) : null;
  return wall === null ? null : Math.floor(wall / 86_400);
}

/** Moments that entries of the timeline tell by their words. Days without a time tell none. */
export function timelineMoments(timeline: readonly ReportEntry[]): ToldMoment[] {
  return WORDS.flatMap(({ moment, told, last }) => {
    const entries = timeline.filter(({ text, at }) => at !== null && at.includes("T") && told.test(text));
    const entry = last ? entries.at(-1) : entries[0];
    const found = entry?.at ? toldAt(moment, { at: entry.at, zone: entry.zone ?? null }, "timeline") : null;
    return found && entry ? [{ ...found, line: entry.line }] : [];
  });
}

function toldAt(
  moment: ReportMoment,
  { at, zone }: Pick<ToldMoment, "at" | "zone">,
  source: ToldMoment["source"],
): Omit<ToldMoment, "line"> | null {
  const wall = wallOf(at);
  return wall === null ? null : { moment, at, zone, wall, source };
}

/** From one moment to the other. Where both say their zones, and those differ, clocks are not compared as they stand. */
export function secondsBetween(from: ToldMoment, to: ToldMoment): Seconds {
  const [before, after] = [from, to].map(({ zone }) => (zone === null ? null : offsetOfZone(zone)));
  const apart = to.wall - from.wall;
  return before == null || after == null ? apart : apart - (after - before);
}

function wallOf(at: string): Instant | null {
  return parseInstant(at.includes("T") ? `${at}Z` : `${at}T00:00Z`);
}
