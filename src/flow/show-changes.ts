/** After commands were carried out: the analyses that they touched show it, without waiting for listings that lag. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { applyChanges } from "#src/command/apply-changes.ts";
import { analysisAt } from "#src/command/context.ts";
import type { Performed } from "#src/effect/effect.ts";
import type { CommandsOutcome } from "#src/command/run-commands.ts";
import type { IssueFacts, TrackedIssues } from "#src/facts/issue.ts";
import { sameIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import type { GatheredContext } from "./gather-command-context.ts";
import type { Services } from "./services.ts";
import { followAnalysis, followElsewhere } from "./track-remediation.ts";
import { isRecordLost } from "./until-recorded.ts";
import { type RepositoryView, view } from "./view-repository.ts";

/** What was done. */
export interface DoneCommands extends GatheredContext {
  readonly outcome: CommandsOutcome;
  /** Items that were opened. */
  readonly made: readonly IssueReference[];
}

/** Shows it. Nothing is read when nothing was changed. @returns false when somebody else has changed a record meanwhile, so that ours does not stand yet. */
export async function showChanges(services: Services, commands: DoneCommands): Promise<boolean> {
  const { outcome, made } = commands;
  const effects = outcome.changes.flatMap((change) => (change.kind === "effects" ? change.effects : []));
  const edited = effects.flatMap((effect) => ("issue" in effect ? [effect.issue] : []));
  const records = outcome.changes.flatMap((change) => (change.kind === "record" ? [change.analysis] : []));
  if (edited.length + made.length + records.length === 0) return true;
  const { present } = services.rechecks;
  const parents = outcome.changes.flatMap((change) => (change.kind === "new-item" ? [change.parent] : []));
  if (present && parents[0] && edited.length + records.length === 0) {
    const said = { repository: commands.view.repository.id, issue: commands.context.target.number };
    await present({ analysis: parents[0], made: made.map(({ number }) => number), said });
    return true;
  }
  const fresh = await readEach(services, [...edited, ...made]);
  const next = withChanges(commands, fresh);
  const here = analysisAt({ target: commands.context.target, records: next.records });
  const touched = next.records.analyses.filter(
    (analysis) =>
      (here !== null && sameIssue(analysis.issue, here.issue)) ||
      records.some((one) => sameIssue(one, analysis.issue)) ||
      fresh.some((issue) => isPartOf(issue, analysis, next)),
  );
  const performed: Performed[] = [];
  for (const analysis of touched) performed.push(...(await followAnalysis(services, analysis, next)));
  await followElsewhere(services, [...edited, ...made], next);
  return records.length === 0 || !isRecordLost(performed);
}

function isPartOf(issue: IssueReference, analysis: Analysis, { records }: RepositoryView): boolean {
  const item = records.items.find((one) => sameIssue(one.issue, issue));
  return item?.analysis != null && sameIssue(item.analysis, analysis.issue);
}

async function readEach(services: Services, issues: readonly IssueReference[]): Promise<readonly IssueFacts[]> {
  const once = issues.filter((issue, index) => issues.findIndex((other) => sameIssue(other, issue)) === index);
  const read = await Promise.all(once.map((issue) => services.github.readIssue(issue)));
  return read.filter((issue) => issue !== null);
}

/** The view with these issues as they are now, and with the records that the commands made. */
function withChanges({ view: old, context, outcome }: DoneCommands, fresh: readonly IssueFacts[]): RepositoryView {
  const next = view({ ...old, tracked: withIssues(old.tracked, fresh) });
  const others = context.issues.filter((issue) => !fresh.some((one) => sameIssue(one, issue)));
  // The other changes were written and stand in the fresh issues; a record is written only when it is shown.
  const records = outcome.changes.filter((change) => change.kind === "record");
  const applied = applyChanges({ ...context, issues: [...fresh, ...others], records: next.records }, records);
  return { ...next, records: applied.records };
}

function withIssues({ tracked, asOf }: TrackedIssues, fresh: readonly IssueFacts[]): TrackedIssues {
  const kept = tracked.map((one) => {
    const issue = fresh.find((candidate) => sameIssue(candidate, one.issue));
    return issue ? { ...one, issue } : one;
  });
  const added = fresh.filter((issue) => !tracked.some((one) => sameIssue(one.issue, issue)));
  return { tracked: [...kept, ...added.map((issue) => ({ issue, recordComment: null }))], asOf };
}
