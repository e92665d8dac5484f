/** States or corrects when something happened in an incident, and refuses what cannot be. */
import { type Instant, sayInstant } from "#src/calendar/instant.ts";
import { type Moment, MOMENTS } from "#src/incident/incident.ts";
import type { AnalysisRecord } from "./analysis.ts";
import { type RecordChange, type Statement, withCorrection, withoutUnreadable } from "./record.ts";

/** Clocks differ a little; a moment further ahead than this is a slip of the pen. */
const TOLERATED_AHEAD_SECONDS = 300;

/** Orders that no incident can break. Others (declared after mitigated, an alert before the impact) happen and are only pointed out. */
const IMPOSSIBLE: readonly (readonly [earlier: Moment, later: Moment])[] = [
  ["started", "mitigated"],
  ["started", "resolved"],
  ["mitigated", "resolved"],
];

/**
 * The record with this moment. Correcting one keeps the old value under *Corrections*.
 * Refused: a moment in the future, and an order that cannot be (mitigated before started, resolved before mitigated).
 */
export function stateMoment(
  record: AnalysisRecord,
  { moment, at }: { readonly moment: Moment; readonly at: Instant },
  statement: Statement,
): RecordChange {
  const before = record.moments[moment];
  if (before?.at === at) return { kind: "unchanged", said: `It already says ${moment} ${sayInstant(at)}.` };
  if (at > statement.now + TOLERATED_AHEAD_SECONDS) return refuseFuture(at, statement);
  const contradiction = findContradiction(record, moment, at);
  if (contradiction) return { kind: "refused", why: contradiction };
  const stated = { at, by: statement.by, source: statement.source };
  const moments = inOrder({ ...record.moments, [moment]: stated });
  const next = withoutUnreadable({ ...record, moments }, "Moment", moment);
  if (!before) return { kind: "changed", record: next, said: `${capital(moment)} ${sayInstant(at)}.`, loosens: false };
  const change = { field: moment, from: sayInstant(before.at), to: sayInstant(at) };
  return {
    kind: "changed",
    record: withCorrection(next, change, statement),
    said: `${capital(moment)} ${change.to} (it said ${change.from}).`,
    loosens: (moment === "started" && at > before.at) || (moment === "mitigated" && at < before.at),
  };
}

function refuseFuture(at: Instant, { now }: Statement): RecordChange {
  return {
    kind: "refused",
    why: `${sayInstant(at)} lies ahead; it is ${sayInstant(now)} now. State it when it has happened.`,
  };
}

function findContradiction(record: AnalysisRecord, moment: Moment, at: Instant): string | null {
  for (const [earlier, later] of IMPOSSIBLE) {
    if (moment !== earlier && moment !== later) continue;
    const other = moment === earlier ? later : earlier;
    const known = record.moments[other]?.at;
    if (known === undefined) continue;
    const broken = moment === earlier ? at > known : at < known;
    if (!broken) continue;
    return `${sayInstant(at)} cannot be: it would be ${earlier === moment ? "after" : "before"} ${other} (${sayInstant(known)}). If that one is wrong, correct it first: \`/pia ${other} TIME\`.`;
  }
  return null;
}

// One order for all records, so that equal facts give equal text.
function inOrder(moments: AnalysisRecord["moments"]): AnalysisRecord["moments"] {
  return Object.fromEntries(MOMENTS.flatMap((moment) => (moments[moment] ? [[moment, moments[moment]]] : [])));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
