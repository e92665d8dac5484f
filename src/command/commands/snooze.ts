/** `/pia snooze #n 3d reason:"…"`: no reminders for a while; the due date and what the item holds back stay as they are. */
import { dayAt, parseDay, sayDay } from "#src/calendar/day.ts";
import { sayIssue } from "#src/facts/issue-reference.ts";
import { STATE_WORDS } from "#src/remediation/state-words.ts";
import type { Command } from "#src/command/command.ts";
import { placeOf, type CommandContext } from "#src/command/context.ts";
import { namedItem, type FoundItem } from "#src/command/find-item.ts";
import { changedItem } from "#src/command/item-change.ts";
import { misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking } from "#src/command/permission.ts";
import { readDate } from "#src/command/when.ts";

/** Whoever needs longer needs another date. */
const MOST_DAYS = 30;

/** Keeps reminders quiet. */
export const snoozeCommand: Command = {
  name: "snooze",
  where: ["pia", "incident", "item"],
  group: "item",
  summary: "Send no reminders about an item for a while; its due date and what it holds back stay as they are",
  syntax: '/pia snooze #n 3d reason:"…"',
  examples: ['/pia snooze #12 3d reason:"dan is back on Monday"', '/pia snooze #12 2026-12-04 reason:"trade fair"'],
  permission: "write",
  options: { reason: { value: '"…"', meaning: "Why nobody needs to be reminded; it stays with the item" } },
  run: (context, { words, options }) => {
    const [first = "", ...others] = words;
    const isOnItem = placeOf(context) === "item" && !/^#|^https?:|\/.*#/.test(first);
    const found = namedItem(context, isOnItem ? undefined : first);
    if ("problem" in found) return misunderstood(found.problem);
    const until = readDate(isOnItem ? words.join(" ") : others.join(" "), context);
    if ("problem" in until) return misunderstood(until.problem);
    const reason = (options["reason"] ?? "").trim();
    if (reason === "") return misunderstood("Why can this wait? The reason stays with the item, for whoever wonders.");
    return snooze(context, found, { until: until.value, reason });
  },
};

function snooze(
  context: CommandContext,
  found: FoundItem,
  { until, reason }: { readonly until: string; readonly reason: string },
): CommandOutcome {
  const { item } = found;
  const said = sayIssue(item.issue, context.target);
  const lack = lacking({ right: "write", components: [], act: "Keeping reminders quiet" }, context);
  if (lack) return refused(lack);
  if (!STATE_WORDS[item.state].open) return refused(`${said} is settled, so nobody is reminded of it.`);
  const day = parseDay(until)!;
  if (day - dayAt(context.now, context.zone) > MOST_DAYS) {
    return refused(
      `${MOST_DAYS} days is the longest. If ${said} takes longer than that, give it another date: \`/pia due ${said} ${until} reason:"…"\`.`,
    );
  }
  const change = { block: { snooze: { until, by: context.actor.login, at: context.now, reason } } };
  return changedItem(found, { change, log: `no reminders until ${sayDay(day)}: ${reason}` }, context);
}
