/** Changes items where their facts live, says why where people look, and shows it on the analyses and in the verdicts. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { withLogEntry } from "#src/analysis/record.ts";
import type { Effect, Performed } from "#src/effect/effect.ts";
import { sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { changeItem, type ItemChange, type ItemWrites } from "#src/remediation/change-item.ts";
import type { FollowedItem } from "#src/remediation/follow-pull-request.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { findBlock } from "#src/remediation/read-item.ts";
import type { Services } from "./services.ts";
import { followAnalysis, followElsewhere } from "./track-remediation.ts";
import { untilRecorded } from "./until-recorded.ts";
import { type RepositoryView, viewRepository, viewWithAnalyses } from "./view-repository.ts";

/** One item that should be different. */
export interface WantedChange {
  readonly item: RemediationItem;
  readonly change: ItemChange;
  /** What is said beside it, and before it: whoever reads the change finds the reason. */
  readonly says: readonly Effect[];
  /** What the analysis' log keeps, after the item's number; null = nothing that others need to know. */
  readonly log: string | null;
}

interface Written extends WantedChange {
  readonly writes: ItemWrites;
}

/** The item with its issue and block, ready to be changed; null when its issue is not in sight. */
export function followedItem(item: RemediationItem, view: RepositoryView): FollowedItem | null {
  const issue = view.tracked.tracked.find((one) => sameIssue(one.issue, item.issue))?.issue;
  const surroundings = {
    config: view.policy.config,
    repository: view.repository,
    analyses: view.records.analyses,
  };
  const found = issue && findBlock(issue, surroundings);
  return issue && found ? { item, issue, found } : null;
}

/** Makes the changes. @returns `stale` when somebody edited one of the items just now: look again and ask anew. */
export async function changeItems(
  services: Services,
  view: RepositoryView,
  wanted: readonly WantedChange[],
): Promise<"done" | "stale"> {
  const written = wanted.flatMap((one): Written[] => {
    const followed = followedItem(one.item, view);
    return followed ? [{ ...one, writes: changeItem(followed, one.change, view.policy.config) }] : [];
  });
  const effects = written.flatMap(({ says, writes }) => [...says, ...writes.effects]);
  const performed = effects.length === 0 ? [] : await services.github.perform(effects);
  if (performed.some(({ outcome }) => outcome === "stale")) return "stale";
  const told = written.filter(({ writes, log }) => writes.fields !== null || log !== null);
  if (told.length > 0) await untilRecorded(() => show(services, view, told));
  const issues = written.map(({ item }) => item.issue);
  await followElsewhere(services, issues, view);
  return "done";
}

/** The records take up rows and log lines; the lists follow from what GitHub holds by now. */
async function show(
  services: Services,
  before: RepositoryView,
  told: readonly Written[],
): Promise<readonly Performed[]> {
  const view = await viewRepository(services, before.repository);
  if (!view) return [];
  const by = services.github.self;
  const analyses = view.records.analyses.map((analysis) => {
    const own = told.filter((one) => belongsTo(one, analysis));
    const record = own.reduce((known, one) => withChange(known, one, { at: view.now, by }), analysis.record);
    return own.length === 0 ? { analysis, touched: false } : { analysis: { ...analysis, record }, touched: true };
  });
  const next = viewWithAnalyses(
    view,
    analyses.map(({ analysis }) => analysis),
  );
  const performed: Performed[] = [];
  for (const { analysis, touched } of analyses) {
    if (touched) performed.push(...(await followAnalysis(services, analysis, next)));
  }
  return performed;
}

function belongsTo({ item }: Written, analysis: Analysis): boolean {
  return item.analysis !== null && sameIssue(item.analysis, analysis.issue);
}

function withChange(
  record: AnalysisRecord | null,
  { item, writes, log }: Written,
  { at, by }: { readonly at: number; readonly by: string },
): AnalysisRecord | null {
  if (record === null) return null;
  const { fields } = writes;
  const linked = record.linked.map((row) => (fields && sameIssue(row.issue, item.issue) ? { ...row, fields } : row));
  const next = { ...record, linked };
  if (log === null) return next;
  return withLogEntry(next, { at, by, what: `${sayIssue(item.issue, item.analysis ?? item.issue)} ${log}` });
}
