/** Reads the timeline that a report tells, in whatever layout its authors chose. */
import type { Outline } from "#src/markdown/outline.ts";
import { outsideDays, readDatedStatements, readDateHabits, readYearHint } from "./dated-statements.ts";
import { orderAnomalies } from "./order-anomalies.ts";
import type { ReportEntry } from "./report-entry.ts";
import { formatWall, resolveTimes } from "./resolve-times.ts";
import type { TimelineMark } from "./timeline-candidates.ts";
import { findTimelineMarks } from "./timeline-marks.ts";
import { statedZone } from "./zone-words.ts";

/**
 * All entries in the order of the file. What is odd about a time (out of order, impossible, no date, another zone) is said
 * in `anomaly` and never drops the entry. Linear in the text.
 * @param file name or path of the file, for dates that only its name states; null when it has none
 */
export function parseTimeline(outline: Outline, file: string | null): ReportEntry[] {
  const marks = findTimelineMarks(outline);
  if (marks.length === 0) return [];
  const outside = outsideDays(file, outline.frontMatter.values);
  const statements = readDatedStatements(outline);
  const dates = [...statements, ...marks.map(({ stamp }) => stamp)].flatMap(({ date }) => (date ? [date] : []));
  const days = [outside.file, outside.title, outside.published].filter((day) => day !== null);
  const known = readDateHabits(dates, days);
  const habits = known.near === null ? { ...known, near: readYearHint(outline) } : known;
  const zoneOf = zones(outline, marks);
  const timed = resolveTimes(marks, { outline, statements, habits, outside });
  const anomalies = orderAnomalies(timed);
  return timed.map((entry, index) => {
    const zone = entry.zone ?? zoneOf(entry.mark);
    const anomaly = [...entry.oddities, ...anomalies[index]!].join("; ");
    return {
      line: entry.mark.line,
      at: formatWall(entry),
      ...(zone === null ? {} : { zone }),
      text: tidy(entry.mark.text),
      ...(anomaly === "" ? {} : { anomaly }),
    };
  });
}

const LONGEST_TEXT = 500;

function tidy(text: string): string {
  const line = text
    .slice(0, LONGEST_TEXT * 2)
    .replaceAll(/\s+/g, " ")
    .trim()
    .replace(/^[:|–—-]\s+|\s+\|$/g, "");
  return line.length <= LONGEST_TEXT ? line : `${line.slice(0, LONGEST_TEXT).trimEnd()}…`;
}

/** The zone for entries that write none: as stated in the section's title or lead-in, else anywhere, else as in the entry before. */
function zones(outline: Outline, marks: readonly TimelineMark[]): (mark: TimelineMark) => string | null {
  const written = new Map<number, string>();
  for (const { scope, stamp } of marks) if (stamp.zone !== null && !written.has(scope)) written.set(scope, stamp.zone);
  const points = new Set(marks.filter(({ kind }) => kind === "entry").map(({ unit }) => unit));
  const stated = new Map<number, string>();
  let anywhere: string | null = null;
  for (const [index, unit] of outline.units.entries()) {
    const isStatement = unit.kind !== "code" && unit.kind !== "row" && !points.has(index);
    const zone = isStatement && unit.text.length < 600 ? statedZone(unit.text) : null;
    if (zone === null) continue;
    anywhere ??= zone;
    const heading = unit.kind === "heading" ? index : unit.heading;
    if (!stated.has(heading)) stated.set(heading, zone);
  }
  return ({ scope }) => stated.get(scope) ?? written.get(scope) ?? anywhere;
}
