/** One line of an incident's timeline. */
import type { Instant } from "#src/calendar/instant.ts";

/** What happened, when, and where one can see it. */
export interface TimelineEntry {
  readonly at: Instant;
  /** As people wrote it or as we say it; not escaped. */
  readonly text: string;
  /** Login of who did or said it; null when nobody is known. */
  readonly by: string | null;
  /** Address of the evidence; null when there is none. */
  readonly url: string | null;
  readonly source: "moment" | "note" | "activity";
}
