/** `/pia due #n DATE reason:"…"`: another date, and why. */
import { parseDay, sayDay } from "#src/calendar/day.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import { dueOf } from "#src/remediation/due.ts";
import type { Command, CommandInput } from "#src/command/command.ts";
import { placeOf, type CommandContext } from "#src/command/context.ts";
import { namedItem, type FoundItem } from "#src/command/find-item.ts";
import { changedItem } from "#src/command/item-change.ts";
import { done, misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { readDate } from "#src/command/when.ts";

/** Moves an item's due date. */
export const dueCommand: Command = {
  name: "due",
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary: "Set or move an item's due date; a later date needs a reason",
  syntax: '/pia due #n DATE [reason:"…"]',
  examples: [
    '/pia due #12 2026-12-24 reason:"the vendor\'s fix arrives on the 20th"',
    '/pia due #12 14d reason:"waiting for a review"',
  ],
  permission: "write; moving it later a second time: an owner of the component",
  options: { reason: { value: '"…"', meaning: "Why it moves; it stays with the item" } },
  run: (context, input) => {
    const [named, written] = splitItemAndDate(context, input);
    const found = namedItem(context, named);
    if ("problem" in found) return misunderstood(found.problem);
    const date = readDate(written, context);
    if ("problem" in date) return misunderstood(date.problem);
    return redate(context, found, { to: date.value, reason: (input.options["reason"] ?? "").trim() });
  },
};

/** On the item itself the number may be left out. */
function splitItemAndDate(context: CommandContext, { words }: CommandInput): [string | undefined, string] {
  const [first = "", ...others] = words;
  const isOnItem = placeOf(context) === "item" && !/^#|^https?:|\/.*#/.test(first);
  return isOnItem ? [undefined, words.join(" ")] : [words.length === 0 ? undefined : first, others.join(" ")];
}

function redate(
  context: CommandContext,
  found: FoundItem,
  { to, reason }: { to: string; reason: string },
): CommandOutcome {
  const { item } = found;
  const said = sayIssue(item.issue, context.target);
  const before = dueOf(item, { zone: context.zone, slo: context.config.policy.due });
  if (item.dueDate === to) return done([], `${said} is due on ${sayDay(parseDay(to)!)} already.`);
  const isLater = before !== null && parseDay(to)! > before.day;
  const isAgain = isLater && item.redates > 0;
  const act = isAgain ? "Moving a due date a second time" : "Setting a due date";
  const lack = lacking({ right: isAgain ? "owner" : "write", components: item.components, act }, context);
  if (lack) return refused(lack);
  if (isLater && reason === "") {
    return misunderstood(
      `${said} is due on ${sayDay(before.day)}. Say why it moves; a date may move, and the reason helps whoever plans with it.`,
    );
  }
  const redated = {
    from: item.dueDate,
    to,
    by: context.actor.login,
    at: context.now,
    reason: reason === "" ? null : reason,
  };
  const redates = isLater ? [...found.found.block.redates, redated] : found.found.block.redates;
  const moved = item.dueDate === null ? `due ${to}` : `due ${item.dueDate} → ${to}`;
  const change = { block: { dueDate: to, redates } };
  return changedItem(found, { change, log: reason === "" ? moved : `${moved}: ${reason}` }, context);
}
