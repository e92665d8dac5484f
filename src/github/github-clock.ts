/** GitHub's clock as all connections of one process know it: a verdict that needs no read goes by it, too. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";

/** GitHub's time between its answers. */
export interface GitHubClock {
  now(): Instant;
  /** GitHub said that it was this time just now. */
  note(date: Instant): void;
}

/** Goes by the machine's clock, put right by how far it was off when GitHub last answered. Until then it is the machine's. */
export function openGitHubClock(machine: () => Instant): GitHubClock {
  let ahead: Seconds = 0;
  return {
    now: () => machine() + ahead,
    note: (date) => {
      ahead = date - machine();
    },
  };
}
