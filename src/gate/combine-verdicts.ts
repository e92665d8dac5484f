/** One verdict for several pull requests that share a commit: two with one head, or the members of a merge queue's group. */
import { holdsBackFirst } from "./verdict-order.ts";
import { fingerprintOf } from "./fingerprint.ts";
import type { Verdict } from "./verdict.ts";
import { sayReference } from "./voice.ts";

/**
 * The worst of the verdicts, with the pull request named that it belongs to, and a note for each of the others that would
 * fail or warn. A single verdict is returned as it is.
 * @returns null for an empty list
 */
export function combineVerdicts(verdicts: readonly Verdict[]): Verdict | null {
  const [worst, ...others] = verdicts.toSorted(holdsBackFirst);
  if (!worst || others.length === 0) return worst ?? null;
  const name = (verdict: Verdict) => sayReference({ reader: verdict.pull }, verdict.pull);
  const notes = others.map(
    (verdict) => `${name(verdict)}, on the same commit: ${verdict.verdict} (${verdict.rule}). ${verdict.reason}`,
  );
  const moments = verdicts.flatMap(({ nextChangeAt }) => (nextChangeAt === null ? [] : [nextChangeAt]));
  return {
    ...worst,
    reason: worst.verdict === "pass" ? worst.reason : `${name(worst)}: ${worst.reason}`,
    notes: [...worst.notes, ...notes],
    nextChangeAt: moments.length === 0 ? null : Math.min(...moments),
    liftsAt: liftsAtOf(verdicts),
    fingerprint: fingerprintOf(
      verdicts
        .map(({ pull, fingerprint }) => `${pull.number}=${fingerprint}`)
        .toSorted()
        .join(),
    ),
  };
}

/** The commit is let through when the last of those that fail is. */
function liftsAtOf(verdicts: readonly Verdict[]): Verdict["liftsAt"] {
  const failing = verdicts.filter(({ fails }) => fails).map(({ liftsAt }) => liftsAt);
  return failing.length === 0 || failing.includes(null) ? null : Math.max(...failing.map(Number));
}
