/** What the next command in the same comment sees: the facts as they will be once the changes before it are written. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { joinIncident } from "#src/incident/join-incident.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import { readItems } from "#src/remediation/assemble-records.ts";
import { unseenItems } from "#src/remediation/kept-item.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import type { CommandContext } from "./context.ts";
import type { CommandChange } from "./outcome.ts";

/** The context after these changes. New items are not in it yet: they have no number before they are made. */
export function applyChanges(context: CommandContext, changes: readonly CommandChange[]): CommandContext {
  const effects = changes.flatMap((change) => (change.kind === "effects" ? change.effects : []));
  const issues = context.issues.map((issue) => effects.reduce(applyEffect, issue));
  const target = effects.reduce(applyEffect, context.target);
  const analyses = context.records.analyses.map((analysis) => withRecord(analysis, changes));
  const concerned = context.concerned.map((analysis) => withRecord(analysis, changes));
  const titles = changes.flatMap((change) => (change.kind === "new-item" ? [change.item.title] : []));
  const next = { ...context, issues, target, concerned, asked: [...(context.asked ?? []), ...titles] };
  return { ...next, records: recordsOf(next, analyses) };
}

function withRecord(analysis: Analysis, changes: readonly CommandChange[]): Analysis {
  const change = changes.findLast((one) => one.kind === "record" && sameIssue(one.analysis, analysis.issue));
  return change?.kind === "record" ? { ...analysis, record: change.next } : analysis;
}

function recordsOf(context: CommandContext, analyses: readonly Analysis[]): RepositoryRecords {
  const { records, issues, config, repository } = context;
  const incidents = records.incidents.map((incident) => {
    const issue = issues.find((candidate) => sameIssue(candidate, incident.issue));
    const record = analyses.find((analysis) => sameIssue(analysis.incident, incident.issue))?.record ?? null;
    return issue ? joinIncident(issue, record, config) : incident;
  });
  const read = readItems(issues, { config, repository, analyses });
  const unseen = unseenItems({ analyses, config }, read);
  const known = read.filter(
    (item) => item.analysis !== null || records.items.some((other) => sameIssue(other.issue, item.issue)),
  );
  return { ...records, incidents, analyses, items: [...known, ...unseen] };
}

function applyEffect(issue: IssueFacts, effect: Effect): IssueFacts {
  if (!("issue" in effect) || !sameIssue(effect.issue, issue)) return issue;
  switch (effect.kind) {
    case "ensure-label":
      return hasLabel(issue.labels, effect.label) ? issue : { ...issue, labels: [...issue.labels, effect.label] };
    case "remove-label":
      return { ...issue, labels: issue.labels.filter((label) => label.toLowerCase() !== effect.label.toLowerCase()) };
    case "edit-issue":
      return { ...issue, title: effect.title ?? issue.title, body: effect.body?.next ?? issue.body };
    case "set-issue-state":
      return { ...issue, state: effect.state, stateReason: effect.reason };
    case "ensure-assignee":
      return { ...issue, assignees: effect.alone ? [effect.login] : [...issue.assignees, effect.login] };
    default:
      return issue;
  }
}
