/** How a flow asks that something be looked at again: at once in the Action, by the queue in the App. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type { PresentWish } from "./present-wish.ts";

/** Asks that pull requests be judged again: at once in the Action, by queued jobs in the App, where bursts collapse. */
export interface Rechecks {
  /** In this order, as far as limits let only some be judged at once. */
  request(pulls: readonly IssueReference[]): Promise<void>;
  /** Asks to look at the repository's open pull requests at this time. Left out where only a schedule of the workflow does. */
  requestAt?(repository: RepositoryName, at: Instant): Promise<void>;
  /** Asks that an analysis show its new items after all that waits for the issue on which they were asked for; left out = at once. */
  present?(wish: PresentWish): Promise<void>;
}

/** Asks that the snapshot of a repository be looked at again. Requests that wait collapse into one. */
export interface Snapshots {
  request(repository: RepositoryName, after: Seconds): Promise<void>;
}
