/** `/pia add "TITLE" …`: a finding becomes an issue of its own under the analysis, with an owner and a date. */
import { permits, type IssueFacts } from "#src/facts/issue.ts";
import { referenceTo, sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import { addedBefore, type EarlierItem } from "#src/command/added-before.ts";
import type { Command, CommandInput } from "#src/command/command.ts";
import { incidentOf, type CommandContext } from "#src/command/context.ts";
import { ITEM_OPTIONS, readItemOptions, type ItemOptions } from "#src/command/item-options.ts";
import { done, misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { recordAt, type RecordedAnalysis } from "#src/command/record-change.ts";
import { itemTitle, openItem, type NewItem } from "#src/remediation/open-item.ts";

/** Opens a remediation item. */
export const addCommand: Command = {
  name: "add",
  where: ["pia", "incident", "item"],
  group: "item",
  summary: "Open a remediation item: an issue of its own, under the analysis",
  syntax: '/pia add "TITLE" owner:@login due:DATE priority:P0 type:prevent component:NAME as:patch done-when:"…"',
  examples: [
    '/pia add "Cap retries of the payment client at 3" owner:@alice due:14d priority:P0 type:prevent done-when:"a load test with a dead gateway stays under 300 requests a second"',
    '/pia add "Alert when checkout errors pass 1%" owner:me type:detect',
  ],
  permission: "write: accepted at once; anyone else: proposed",
  options: ITEM_OPTIONS,
  run: (context, input) => {
    const options = readItemOptions(input.options, context);
    if ("problem" in options) return misunderstood(options.problem);
    const title = itemTitle(input.words.join(" "));
    if (title === "") return misunderstood("What should be done? Put it in quotation marks, beginning with a verb.");
    const recorded = recordAt(context);
    return "outcome" in recorded ? recorded : add(context, input, { recorded, title, options: options.value });
  },
};

interface Addition {
  readonly recorded: RecordedAnalysis;
  readonly title: string;
  readonly options: ItemOptions;
}

function add(context: CommandContext, input: CommandInput, addition: Addition): CommandOutcome {
  const { recorded, title } = addition;
  const earlier = addedBefore(context, input.line, title);
  if (earlier.kind === "other-words") return refused(whyOtherWords(earlier, context));
  if (context.asked?.some((other) => other.toLowerCase() === title.toLowerCase())) {
    return refused("An earlier line of this comment says the same; it is one item, and that line opens it.");
  }
  const twin = sameTitle(context, addition);
  if (twin && earlier.kind === "none") {
    const said = sayIssue(twin, context.target);
    return refused(
      `${said} says the same and is open. If this is another piece of work, give it a title that tells them apart; nothing was opened.`,
    );
  }
  const incident = incidentOf(recorded.analysis, context.records);
  const item = newItem(context, addition, { source: earlier.source, components: incident?.components ?? [] });
  const place = { analysis: recorded.analysis, incident, config: context.config };
  const parent = referenceTo(recorded.analysis.issue);
  return done([
    { kind: "new-item", item: openItem(item, place), parent },
    { kind: "recheck", components: item.components },
  ]);
}

function newItem(
  context: CommandContext,
  { title, options }: Addition,
  place: { source: string; components: readonly string[] },
): NewItem {
  const accepts = permits(context.actor.permission, "write");
  return {
    ...options,
    title,
    components: options.components ?? place.components,
    accepted: accepts ? { by: context.actor.login, at: context.comment.createdAt, reason: null } : null,
    source: place.source,
    askedBy: context.actor.login,
  };
}

function sameTitle({ records, issues }: CommandContext, { recorded, title }: Addition): IssueFacts | undefined {
  const same = records.items.find(
    (item) =>
      item.analysis !== null &&
      sameIssue(item.analysis, recorded.analysis.issue) &&
      item.title.toLowerCase() === title.toLowerCase(),
  );
  return same && issues.find((issue) => issue.state === "open" && sameIssue(issue, same.issue));
}

function whyOtherWords({ issue }: Extract<EarlierItem, { kind: "other-words" }>, { target }: CommandContext): string {
  const said = sayIssue(issue, target);
  return `This line opened ${said} before it was edited, and an item lives in its own issue from then on. Change it there: edit its title and table, or say \`/pia due ${said} DATE reason:"…"\`. For a second item, write \`/pia add\` in a new comment.`;
}
