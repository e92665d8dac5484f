/** The draft timeline of an incident as GitHub's own activity and people's statements give it now. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import type { Config } from "#src/config/schema.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { draftTimeline } from "#src/timeline/draft-timeline.ts";
import type { TimelineEntry } from "#src/timeline/timeline-entry.ts";
import type { Services } from "./services.ts";

/** One listing of the incident's activity. */
export async function readTimeline(
  services: Services,
  issue: IssueFacts,
  { config, record }: { readonly config: Config; readonly record: AnalysisRecord | null },
): Promise<TimelineEntry[]> {
  const activity = await services.github.readActivity(issue);
  return draftTimeline({ activity, moments: record?.moments ?? {}, notes: record?.notes ?? [], config, issue });
}
