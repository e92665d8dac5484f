/** `/pia start #n`: somebody works on it. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import type { Command } from "#src/command/command.ts";
import { namedItem } from "#src/command/find-item.ts";
import { changedItem } from "#src/command/item-change.ts";
import { done, misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { becauseOf, REASON_OPTION } from "#src/command/reason-option.ts";

/** Marks an item as in progress; without an owner it becomes the speaker's. */
export const startCommand: Command = {
  name: "start",
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary: "Say that work on an item has begun; an item without an owner becomes yours",
  syntax: '/pia start #n [reason:"…"]',
  examples: ["/pia start #12"],
  permission: "write",
  options: REASON_OPTION,
  run: (context, { words, options }) => {
    const found = namedItem(context, words[0]);
    if ("problem" in found) return misunderstood(found.problem);
    const lack = lacking({ right: "write", components: [], act: "Starting an item" }, context);
    if (lack) return refused(lack);
    const { item, issue } = found;
    const said = sayIssue(item.issue, context.target);
    if (item.state === "in-progress") return done([], `${said} is in progress already.`);
    if (issue.state === "closed")
      return refused(`${said} is closed. Open the issue again first, or say \`/pia accept ${said}\`.`);
    const by = context.actor.login;
    const accepted = item.accepted ?? { by, at: context.now, reason: null };
    const assignee = item.assignees.length === 0 ? { assignee: by } : {};
    const change = { block: { accepted }, label: "in-progress", ...assignee } as const;
    return changedItem(found, { change, log: `started${becauseOf(options)}` }, context);
  },
};
