/** Brings facts from outside of GitHub onto an analysis' record, and shows it anew. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { GitHubUnavailable, type Services } from "./services.ts";
import { followAnalysis } from "./track-remediation.ts";
import { isRecordLost } from "./until-recorded.ts";
import type { RepositoryView } from "./view-repository.ts";

/** What is to stand there. */
export interface FedRecord {
  readonly view: RepositoryView;
  readonly record: AnalysisRecord;
}

/** Does nothing when the record is the same. @throws GitHubUnavailable when somebody changed the record just now: it is to be tried again. */
export async function feedRecord(services: Services, analysis: Analysis, { view, record }: FedRecord): Promise<void> {
  if (record === analysis.record) return;
  const fed = { ...analysis, record };
  const analyses = view.records.analyses.map((one) => (one === analysis ? fed : one));
  const performed = await followAnalysis(services, fed, { ...view, records: { ...view.records, analyses } });
  if (isRecordLost(performed)) {
    throw new GitHubUnavailable("records", "somebody changed the analysis' record just now");
  }
}
