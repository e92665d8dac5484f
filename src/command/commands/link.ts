/** `/pia link #n`: an issue that somebody already wrote becomes an item of this analysis. */
import type { Effect } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { referenceTo, sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import { EMPTY_BLOCK, fieldsOf } from "#src/remediation/item-block.ts";
import type { Command } from "#src/command/command.ts";
import { componentNames, incidentOf, type CommandContext } from "#src/command/context.ts";
import { namedIssue } from "#src/command/find-item.ts";
import { ITEM_OPTIONS, readItemOptions, type ItemOptions } from "#src/command/item-options.ts";
import { done, misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { logged, recordAt, recordChanges, type RecordedAnalysis } from "#src/command/record-change.ts";

/** Takes an existing issue in; its text stays untouched. */
export const linkCommand: Command = {
  name: "link",
  where: ["pia", "incident"],
  group: "item",
  summary: "Make an existing issue a remediation item of this analysis; its text stays as it is",
  syntax: "/pia link #n [the options of add]",
  examples: ["/pia link #34", "/pia link #34 due:14d priority:P1 type:detect"],
  permission: "write",
  options: ITEM_OPTIONS,
  run: (context, { words, options }) => {
    const item = readItemOptions(options, context);
    if ("problem" in item) return misunderstood(item.problem);
    const issue = linkable(context, words[0]);
    if ("problem" in issue) return misunderstood(issue.problem);
    const lack = lacking({ right: "write", components: [], act: "Linking an issue as an item" }, context);
    if (lack) return refused(lack);
    const recorded = recordAt(context);
    return "outcome" in recorded ? recorded : link(context, recorded, { issue, options: item.value });
  },
};

/** The issue, when it can become an item. */
function linkable(context: CommandContext, word: string | undefined): IssueFacts | { problem: string } {
  if (word === undefined) return { problem: "Which issue?" };
  const named = namedIssue(context, word);
  if ("problem" in named) return named;
  const said = sayIssue(named.issue, context.target);
  const issue = context.issues.find((candidate) => sameIssue(candidate, named.issue));
  if (!issue) return { problem: `There is no issue ${said} that I can see.` };
  if (issue.isPullRequest) {
    return {
      problem: `${said} is a pull request. Let it say \`Fixes #n\` with the number of the item that it delivers.`,
    };
  }
  const { records } = context;
  const isOurs = [...records.analyses.map(({ issue }) => issue), ...records.incidents.map(({ issue }) => issue)];
  if (isOurs.some((other) => sameIssue(other, issue)))
    return { problem: `${said} is an incident or an analysis, not a piece of work.` };
  return issue;
}

interface Linking {
  readonly issue: IssueFacts;
  readonly options: ItemOptions;
}

function link(
  context: CommandContext,
  { analysis, record }: RecordedAnalysis,
  { issue, options }: Linking,
): CommandOutcome {
  const known = context.records.items.find((item) => sameIssue(item.issue, issue))?.analysis;
  if (known) {
    const where = sameIssue(known, analysis.issue) ? "here" : `of ${sayIssue(known, context.target)}`;
    return done([], `${sayIssue(issue, context.target)} is an item ${where} already.`);
  }
  const { dueDate, type, handling, doneWhen, guard } = options;
  const accepted = { by: context.actor.login, at: context.now, reason: null };
  const fields = fieldsOf({ ...EMPTY_BLOCK, dueDate, type, handling, doneWhen, guard, accepted });
  const reference = referenceTo(issue);
  const linked = [...record.linked, { issue: reference, fields }];
  const next = logged({ ...record, linked }, `${sayIssue(issue, analysis.issue)} linked and accepted`, context);
  const components = options.components ?? incidentOf(analysis, context.records)?.components ?? [];
  const effects = [
    ...labelsFor(context, { issue, options }, components),
    ...(options.owner === null ? [] : [{ kind: "ensure-assignee", issue: reference, login: options.owner } as const]),
    { kind: "ensure-sub-issue", parent: referenceTo(analysis.issue), child: reference } as const,
  ];
  return done([
    { kind: "effects", effects },
    ...recordChanges(analysis, next, context),
    { kind: "recheck", components },
  ]);
}

function labelsFor(context: CommandContext, { issue, options }: Linking, components: readonly string[]): Effect[] {
  const { labels } = context.config;
  const configured = componentNames(context);
  const names = [
    labels.umbrella,
    labels.remediation,
    ...components.filter((name) => configured.includes(name)).map((name) => labels.component + name),
    ...(options.priority === null ? [] : [labels.priority + options.priority]),
  ];
  const reference = referenceTo(issue);
  return names
    .filter((name) => !hasLabel(issue.labels, name))
    .map((label) => ({ kind: "ensure-label", issue: reference, label }));
}
