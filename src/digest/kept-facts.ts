/** What a summary keeps of the moment in which it was made, hidden in itself: later runs tell the same, and the next week knows where it began. */
import type { BudgetReading } from "#src/budget/remaining.ts";
import { readSnapshot, renderSnapshot, SNAPSHOT, type SnapshotRow } from "#src/budget/snapshot.ts";
import { findMarker, renderMarker } from "#src/effect/marker.ts";

/** Facts that cannot be read again for a week that has ended. */
export interface KeptFacts {
  /** The version of the configuration that held; `none` = there was no file. */
  readonly policy: string;
  /** How the policy was loosened since the summary before, a line each. */
  readonly loosened: readonly string[];
  /** What was read of budgets that are measured outside the incident history. */
  readonly readings: readonly SnapshotRow[];
}

const KIND = "digest-kept";

/** As it stands in the summary. `readKeptFacts` is the inverse, but that shares are rounded down to a 10,000th of a percent. */
export function renderKeptFacts({ policy, loosened, readings }: KeptFacts): string {
  const rows = readings.length === 0 ? {} : { readings: tableOf(renderSnapshot(readings)) };
  const lines = loosened.length === 0 ? {} : { loosened: loosened.join("\n") };
  return renderMarker({ kind: KIND, keys: { policy, ...lines, ...rows } });
}

/** Null for a summary that keeps nothing: it is older than this. */
export function readKeptFacts(body: string): KeptFacts | null {
  const keys = findMarker(body, KIND)?.keys;
  if (!keys) return null;
  const loosened = (keys["loosened"] ?? "").split("\n").filter((line) => line !== "");
  return { policy: keys["policy"] ?? "none", loosened, readings: rowsOf(keys["readings"] ?? "") };
}

function tableOf(snapshot: string): string {
  const lines = snapshot.split("\n").filter((line) => line.startsWith("|"));
  return lines.join("\n");
}

function rowsOf(table: string): readonly SnapshotRow[] {
  return readSnapshot(`${renderMarker(SNAPSHOT)}\n\n${table}`) ?? [];
}

/** The readings by component, as budgets are measured by them. */
export function readingsOf({ readings }: Pick<KeptFacts, "readings">): ReadonlyMap<string, BudgetReading> {
  return new Map(readings.map(({ component, answer }) => [component, { ...answer, source: "prometheus" }]));
}
