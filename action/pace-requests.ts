/** Keeps the Action's upkeep within GitHub's limits. A verdict needs a handful of requests and is not held back: what is kept here is kept for it. */
import { type Lane, openGovernor, type Session } from "#src/github/governor.ts";
import { hasPublishedLimits } from "#src/github/published-limits.ts";
import type { ActionInputs } from "./inputs.ts";

/** A run rather waits a minute than fails: the longest that a secondary limit of GitHub's lasts. */
const PATIENCE = 70;

/** For one run: replies and items go as `conversation`, sweeps as `background`. */
export function paceRequests({ apiUrl }: Pick<ActionInputs, "apiUrl">, lane: Exclude<Lane, "verdict">): Session {
  return openGovernor({
    now: () => Math.floor(Date.now() / 1000),
    wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    patience: PATIENCE,
    paced: hasPublishedLimits(apiUrl),
  }).session(lane);
}
