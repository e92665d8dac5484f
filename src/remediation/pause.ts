/** A pause of the gate on some components: an issue of our own, open while the pause stands, found by the umbrella label. */
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";

/** The gate does not block on these components until the moment given. Asked for by someone who may override; told in the weekly summary. */
export interface Pause {
  readonly issue: IssueReference;
  readonly components: readonly string[];
  readonly by: string;
  readonly reason: string;
  readonly from: Instant;
  readonly until: Instant;
}

/** Names of the components that are paused at `now`, sorted, each once. */
export function pausedComponents(pauses: readonly Pause[], now: Instant): string[] {
  const names = pauses.filter((pause) => pause.from <= now && now < pause.until).flatMap((pause) => pause.components);
  return [...new Set(names)].toSorted();
}
