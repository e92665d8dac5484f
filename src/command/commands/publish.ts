/** `/pia publish`: the analysis is ready for others. It is kept as it is now, and those affected hear of it once. */
import { publish, snapshotComments } from "#src/analysis/publication.ts";
import { publishedText } from "#src/analysis/published-text.ts";
import { recordSummary } from "#src/analysis/record-summary.ts";
import type { Command } from "#src/command/command.ts";
import { incidentOf } from "#src/command/context.ts";
import { type CommandChange, done, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { recordAt, recordChanges, statementOf } from "#src/command/record-change.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { fingerprintOf } from "#src/gate/fingerprint.ts";

/** Publishes. */
export const publishCommand: Command = {
  name: "publish",
  where: ["pia"],
  group: "analysis",
  summary: "Publish the reviewed analysis: it is kept as it is, and those affected hear of it once",
  syntax: "/pia publish",
  examples: ["/pia publish"],
  permission: "write",
  options: {},
  run: (context) => {
    const lack = lacking({ right: "write", components: [], act: "Publishing an analysis" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    if ("outcome" in recorded) return recorded;
    const { analysis, record } = recorded;
    const incident = incidentOf(analysis, context.records);
    const text = publishedText(analysis.issue.body);
    const statement = statementOf(context, null);
    // Nobody has to review five sentences about something that did not happen.
    const change = publish(record, { print: fingerprintOf(text), unreviewed: incident === null }, statement);
    if (change.kind === "refused") return refused(change.why);
    if (change.kind === "unchanged") return done([], change.said);
    const summary = incident ? recordSummary({ record, incident, budgets: [], missing: [] }) : "";
    const snapshot = { analysis: referenceTo(analysis.issue), text, summary, by: statement.by, at: statement.now };
    const kept: CommandChange = { kind: "effects", effects: snapshotComments(snapshot) };
    return done([kept, ...recordChanges(analysis, change.record, context)]);
  },
};
