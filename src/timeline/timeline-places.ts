/** Where in a report a timeline may stand: under which headings and labels. */
import type { Outline, Unit } from "#src/markdown/outline.ts";
import type { SectionRole } from "#src/markdown/section-role.ts";
import { readStamp } from "./stamp.ts";

/** Answers for the units of one outline. */
export interface TimelinePlaces {
  /** It stands in a timeline, by a heading or label above it. */
  isTimeline(unit: Unit): boolean;
  /** Index of the outermost heading of the timeline that it stands in, else of its heading; -1 before the first. */
  scopeOf(unit: Unit, index: number): number;
}

/** Below a timeline's heading these go on with it: `### Detection`. */
const WITHIN: ReadonlySet<SectionRole> = new Set([
  "timeline",
  "moments",
  "detection",
  "response",
  "recovery",
  "trigger",
  "summary",
  "impact",
]);

interface Heading {
  readonly inTimeline: boolean;
  readonly scope: number;
}

/** Looks at the headings once. A heading that is itself a point in time goes on with the timeline, whatever else it says. */
export function findTimelinePlaces({ units }: Outline): TimelinePlaces {
  const headings = new Map<number, Heading>();
  for (const [index, unit] of units.entries()) {
    if (unit.kind !== "heading") continue;
    const above = headings.get(unit.heading);
    const stamp = readStamp(unit.text);
    const isPoint = stamp !== null && (stamp.clock !== null || (stamp.date !== null && above?.inTimeline === true));
    const isDated = isPoint && unit.role !== "excluded" && unit.role !== "actions";
    const goesOn = above?.inTimeline === true && (unit.role === null || WITHIN.has(unit.role));
    const inTimeline =
      unit.role === "timeline" || goesOn || (isDated && (stamp.date !== null || above?.inTimeline === true));
    headings.set(index, { inTimeline, scope: above?.inTimeline && inTimeline ? above.scope : index });
  }
  const above = (unit: Unit) => headings.get(unit.heading);
  return {
    isTimeline(unit) {
      if (unit.kind === "heading") return above(unit)?.inTimeline === true || unit.role === "timeline";
      if (unit.role === "timeline") return true;
      const labelled = unit.label !== -1 && unit.role !== null && !WITHIN.has(unit.role);
      return above(unit)?.inTimeline === true && !labelled;
    },
    scopeOf: (unit, index) => (unit.kind === "heading" ? headings.get(index) : above(unit))?.scope ?? -1,
  };
}
