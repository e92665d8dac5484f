/** `/pia accept #n`: the team takes a proposal on; from now on it counts. */
import { sayInstant } from "#src/calendar/instant.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import type { Command } from "#src/command/command.ts";
import { namedItem } from "#src/command/find-item.ts";
import { changedItem } from "#src/command/item-change.ts";
import { done, misunderstood, refused } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { becauseOf, REASON_OPTION } from "#src/command/reason-option.ts";

/** Accepts a proposal, or takes back a decision not to do it. */
export const acceptCommand: Command = {
  name: "accept",
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary: "Accept a proposed item: from now on it counts, and can hold merges back",
  syntax: '/pia accept #n [reason:"…"]',
  examples: ["/pia accept #12"],
  permission: "write",
  options: REASON_OPTION,
  run: (context, { words, options }) => {
    const found = namedItem(context, words[0]);
    if ("problem" in found) return misunderstood(found.problem);
    const lack = lacking({ right: "write", components: [], act: "Accepting an item" }, context);
    if (lack) return refused(lack);
    const { item } = found;
    const isOpen = found.issue.state === "open";
    if (item.accepted && isOpen) {
      return done(
        [],
        `${sayIssue(item.issue, context.target)} was accepted by ${item.accepted.by} on ${sayInstant(item.accepted.at)}.`,
      );
    }
    if (["done", "done-unproven", "verified"].includes(item.state)) {
      return done([], `${sayIssue(item.issue, context.target)} is done already. Open the issue again if it is not.`);
    }
    const accepted = { by: context.actor.login, at: context.now, reason: options["reason"]?.trim() || null };
    const change = { block: { accepted }, label: null, state: "open" } as const;
    return changedItem(
      found,
      { change, log: `${isOpen ? "accepted" : "opened again and accepted"}${becauseOf(options)}` },
      context,
    );
  },
};
