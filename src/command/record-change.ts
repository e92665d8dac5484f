/** Turns a change of an analysis' record into a command's outcome: permission to loosen, what to say, what to judge again. */
import type { Analysis, AnalysisRecord } from "#src/analysis/analysis.ts";
import { withLogEntry, type RecordChange, type Statement } from "#src/analysis/record.ts";
import { referenceTo, sayIssue } from "#src/facts/issue-reference.ts";
import { analysisAt, incidentOf, type CommandContext } from "./context.ts";
import { lacking } from "./permission.ts";
import { done, refused, type CommandChange, type CommandOutcome } from "./outcome.ts";

/** The analysis with a record that can be changed. */
export interface RecordedAnalysis {
  readonly analysis: Analysis;
  readonly record: AnalysisRecord;
}

/** The record that a command here concerns, or a reply that says why there is none. */
export function recordAt(context: CommandContext): RecordedAnalysis | CommandOutcome {
  const analysis = analysisAt(context);
  if (!analysis) {
    return refused(
      "No analysis belongs to this issue yet. Declare the incident first: `/pia declare sev:2`. Then say this again.",
    );
  }
  return recordOf(analysis, context);
}

/** The record of this analysis, or a reply that says that it cannot be read. */
export function recordOf(analysis: Analysis, context: CommandContext): RecordedAnalysis | CommandOutcome {
  if (analysis.record) return { analysis, record: analysis.record };
  const where = sayIssue(analysis.issue, context.target);
  return refused(
    `The record on ${where} is missing or cannot be read, so nothing can be added to it without risk to what it says. Nothing was changed. The comment's edit history has its last good version: put that back, then say this again.`,
  );
}

/** Who says it, when and where. */
export function statementOf(context: CommandContext, reason: string | null): Statement {
  return { by: context.actor.login, now: context.now, reason, source: context.comment.url };
}

/** A change of the record, what it needs to be allowed to loosen, and whether the new value is said in the reply. */
export interface StatedChange {
  readonly change: RecordChange;
  /** The act as the beginning of a sentence: `Correcting a moment so that the incident looks shorter`. */
  readonly loosening: string;
  readonly reason: string | null;
}

/** The outcome of a change that may loosen: that needs an owner of the incident's components, and a reason. */
export function outcomeOf(
  { analysis }: RecordedAnalysis,
  { change, loosening, reason }: StatedChange,
  context: CommandContext,
): CommandOutcome {
  if (change.kind === "refused") return refused(change.why);
  if (change.kind === "unchanged") return done([], change.said);
  const components = incidentOf(analysis, context.records)?.components ?? [];
  if (change.loosens) {
    const lack = lacking({ right: "owner", components, act: loosening }, context);
    if (lack) return refused(lack);
    if (!reason)
      return refused(`${loosening} needs a reason, so that others can follow it. Add \`reason:"…"\` to the line.`);
  }
  return done(recordChanges(analysis, change.record, context), null);
}

/** The record's next version, and a look at every pull request that it may concern. */
export function recordChanges(analysis: Analysis, next: AnalysisRecord, context: CommandContext): CommandChange[] {
  const components = incidentOf(analysis, context.records)?.components ?? [];
  return [
    { kind: "record", analysis: referenceTo(analysis.issue), next },
    { kind: "recheck", components },
  ];
}

/** The record with one more line in its log. */
export function logged(record: AnalysisRecord, what: string, context: CommandContext): AnalysisRecord {
  return withLogEntry(record, { at: context.now, by: context.actor.login, what });
}
