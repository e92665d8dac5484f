/** States or corrects how much of a component was affected, from when to when. */
import { type Instant, sayInstant } from "#src/calendar/instant.ts";
import type { StatedImpact } from "#src/incident/incident.ts";
import { sayShare } from "#src/incident/share.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { type RecordChange, type Statement, withCorrection, withoutUnreadable } from "./record.ts";

/** One stretch of impact; `share` is a decimal string from `parseShare`. */
export interface ImpactStatement {
  readonly component: string;
  readonly share: string;
  readonly from: Instant;
  readonly to: Instant | null;
}

/**
 * The record with this impact. A line for the same component and the same start replaces the one that stands there and
 * keeps it under *Corrections*; another start adds a line, so that an incident may come in waves.
 * Refused: an end that is not after the start, and times in the future.
 */
export function stateImpact(record: AnalysisRecord, impact: ImpactStatement, statement: Statement): RecordChange {
  const why = findContradiction(impact, statement.now);
  if (why) return { kind: "refused", why };
  const before = record.impacts.find((line) => line.component === impact.component && line.from === impact.from);
  if (before && before.share === impact.share && before.to === impact.to) {
    return { kind: "unchanged", said: `It already says ${sayImpact(before)}.` };
  }
  const line: StatedImpact = { ...impact, by: statement.by };
  const impacts = [...record.impacts.filter((other) => other !== before), line].toSorted(byComponentAndStart);
  const next = withoutUnreadable({ ...record, impacts }, "Impact on", impact.component);
  if (!before) return { kind: "changed", record: next, said: `${sayImpact(line)}.`, loosens: false };
  const change = { field: `impact ${impact.component}`, from: sayImpact(before), to: sayImpact(line) };
  return {
    kind: "changed",
    record: withCorrection(next, change, statement),
    said: `${change.to} (it said ${change.from}).`,
    loosens: isSmaller(before, line),
  };
}

/** `checkout 50% from 22 Nov 2026 05:30Z to 22 Nov 2026 06:10Z`. */
export function sayImpact(impact: ImpactStatement): string {
  const end = impact.to === null ? ", still lasting" : ` to ${sayInstant(impact.to)}`;
  return `${impact.component} ${sayShare(impact.share)} from ${sayInstant(impact.from)}${end}`;
}

function findContradiction({ from, to }: ImpactStatement, now: Instant): string | null {
  if (to !== null && to <= from) {
    return `The impact would end (${sayInstant(to)}) before it begins (${sayInstant(from)}). Write FROM..TO, the earlier time first.`;
  }
  const latest = to ?? from;
  if (latest > now + 300)
    return `${sayInstant(latest)} lies ahead; it is ${sayInstant(now)} now. Leave TO out while it lasts.`;
  return null;
}

function isSmaller(before: StatedImpact, after: StatedImpact): boolean {
  const endsEarlier = after.to !== null && (before.to === null || after.to < before.to);
  return endsEarlier || Number(after.share) < Number(before.share);
}

function byComponentAndStart(a: StatedImpact, b: StatedImpact): number {
  return a.component === b.component ? a.from - b.from : a.component < b.component ? -1 : 1;
}
