/** An analysis without its record: whoever opened it ended before that, or somebody deleted the record while nobody heard of it. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { readAnalysis } from "#src/analysis/read-analysis.ts";
import { type IssueReference, sameIssue } from "#src/facts/issue-reference.ts";
import { eachOnItsOwn } from "./each-on-its-own.ts";
import { openAnalysis } from "./open-analysis.ts";
import type { Services } from "./services.ts";
import type { RepositoryView } from "./view-repository.ts";

/** Writes the record of each that is open. What was stated on a double of it is taken over. Nothing is read where none is missing. */
export async function writeMissingRecords(services: Services, view: RepositoryView): Promise<void> {
  const { policy, records } = view;
  if (services.face.kind !== policy.config.writer) return;
  const bare = records.analyses.filter(({ issue, ...one }) => issue.state === "open" && lacksRecord(one));
  await eachOnItsOwn(bare, ({ incident }) => {
    const record = recordOfDouble(incident, view);
    return openAnalysis(services, { issue: incident, declaredBy: null, ...(record ? { record } : {}) });
  });
}

/** The records name each incident's analysis once: a double is seen by its issue only. */
function recordOfDouble(
  incident: IssueReference,
  { tracked, policy, repository }: RepositoryView,
): AnalysisRecord | null {
  const all = tracked.tracked.flatMap((one) => readAnalysis(one, { config: policy.config, repository }) ?? []);
  return all.find((one) => one.record && sameIssue(one.incident, incident))?.record ?? null;
}

/** One that cannot be read is left to people. */
function lacksRecord({ record, recordCommentId }: Pick<Analysis, "record" | "recordCommentId">): boolean {
  return record === null && recordCommentId === null;
}
