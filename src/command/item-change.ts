/** Turns a change of an item into a command's outcome: writes where its facts live, a line in the analysis' log, pull requests to judge again. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { referenceTo, sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { changeItem, type ItemChange } from "#src/remediation/change-item.ts";
import type { CommandContext } from "./context.ts";
import type { FoundItem } from "./find-item.ts";
import { done, refused, type CommandChange, type CommandOutcome } from "./outcome.ts";
import { logged } from "./record-change.ts";

/** What to change, and how the log says it: `accepted`, `closed as done`. */
export interface LoggedChange {
  readonly change: ItemChange;
  readonly log: string;
  readonly reply?: string;
}

/** The outcome when the item should be changed so. */
export function changedItem(
  found: FoundItem,
  { change, log, reply }: LoggedChange,
  context: CommandContext,
): CommandOutcome {
  const { effects, fields } = changeItem(found, change, context.config);
  const analysis = context.records.analyses.find(
    ({ issue }) => found.item.analysis && sameIssue(issue, found.item.analysis),
  );
  const record = analysis?.record ?? null;
  if (fields && !record) {
    return refused(
      `${sayIssue(found.item.issue, context.target)} was taken in by an analysis whose record cannot be read now, and that is where its facts stand. Nothing was changed; put the record comment back from its edit history, then say this again.`,
    );
  }
  const said = `${sayIssue(found.item.issue, analysis?.issue ?? found.item.issue)} ${log}`;
  const changes: CommandChange[] = [{ kind: "effects", effects }];
  if (analysis && record) {
    changes.push({
      kind: "record",
      analysis: referenceTo(analysis.issue),
      next: logged(withFields(record, found, fields), said, context),
    });
  }
  changes.push({ kind: "recheck", components: found.item.components });
  return done(changes, reply ?? null);
}

function withFields(
  record: AnalysisRecord,
  { item }: FoundItem,
  fields: Readonly<Record<string, string>> | null,
): AnalysisRecord {
  if (!fields) return record;
  const linked = record.linked.map((row) => (sameIssue(row.issue, item.issue) ? { ...row, fields } : row));
  return { ...record, linked };
}
