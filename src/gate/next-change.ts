/** When time alone may change a verdict: due dates, a budget that thaws, the end of a freeze, a pause or an override. */
import type { Instant } from "#src/calendar/instant.ts";
import type { OverrideJudgement } from "./override.ts";
import type { ComponentStanding, RepositoryStanding } from "./standing.ts";
import type { Touch } from "./touch.ts";

/** What the moments are taken from. */
export interface ChangeSources {
  readonly now: Instant;
  readonly standing: RepositoryStanding;
  readonly touch: Touch;
  readonly override: OverrideJudgement;
}

/** The first moment after now; null when nothing changes by itself. Components that the pull request does not touch do not count. */
export function nextChangeOf({ now, standing, touch, override }: ChangeSources): Instant | null {
  const all = [...standing.components.values()];
  const relevant = touch.known ? all.filter(({ name }) => touch.components.has(name)) : all;
  const moments = [...relevant.flatMap(momentsOf), ...(override.state === "valid" ? [override.until] : [])].filter(
    (moment) => moment > now,
  );
  return moments.length === 0 ? null : Math.min(...moments);
}

function momentsOf({ remediation, freezes, budget, pause }: ComponentStanding): readonly Instant[] {
  return [
    ...remediation.gating.flatMap((work) => (work.due ? [work.due.end] : [])),
    ...freezes.map((freeze) => freeze.until),
    ...(budget.nextChangeAt === null ? [] : [budget.nextChangeAt]),
    ...(pause === null ? [] : [pause.until]),
  ];
}
