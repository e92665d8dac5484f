/** `/pia edit #n "…" …`: other words, another owner, or what was left open; one line takes over what we offer. */
import { sayIssue } from "#src/facts/issue-reference.ts";
import type { Command, CommandInput } from "#src/command/command.ts";
import { placeOf, type CommandContext } from "#src/command/context.ts";
import { type FoundItem, namedItem } from "#src/command/find-item.ts";
import { changedItem } from "#src/command/item-change.ts";
import { ITEM_OPTIONS, type ItemOptions, readItemOptions } from "#src/command/item-options.ts";
import { done, misunderstood, refused, type CommandOutcome } from "#src/command/outcome.ts";
import { lacking, type Right } from "#src/command/permission.ts";
import type { ItemChange } from "#src/remediation/change-item.ts";
import { itemTitle } from "#src/remediation/open-item.ts";

const OPTIONS = { ...ITEM_OPTIONS, due: { value: "DATE", meaning: "Moves with `/pia due`, which keeps the reason" } };

/** Changes what describes an item. */
export const editCommand: Command = {
  name: "edit",
  aliases: ["reword"],
  where: ["pia", "incident", "item", "pull-request"],
  group: "item",
  summary:
    "Change an item's title, owner, priority, type, component, handling, guard, or how one can tell that it is done",
  syntax: '/pia edit #n ["TITLE"] [the options of add, but for due]',
  examples: ['/pia edit #12 "Add a check that the schema can be parsed"', "/pia edit #12 owner:@carol type:prevent"],
  permission:
    "write; a lower priority, another type than prevent or mitigate, fewer components: an owner of the component",
  options: OPTIONS,
  run: (context, { words, options }) => {
    const [named, ...title] = splitItem(context, words);
    const found = namedItem(context, named);
    if ("problem" in found) return misunderstood(found.problem);
    const read = readItemOptions(options, context);
    if ("problem" in read) return misunderstood(read.problem);
    return edit(context, found, { title: itemTitle(title.join(" ")), options: read.value });
  },
};

/** On the item itself the number may be left out. */
function splitItem(context: CommandContext, words: CommandInput["words"]): readonly (string | undefined)[] {
  const isNamed = /^#?\d+$|^https?:|\/.*#\d/.test(words[0] ?? "");
  return placeOf(context) === "item" && !isNamed ? [undefined, ...words] : words;
}

interface Wish {
  /** The empty string = stays. */
  readonly title: string;
  readonly options: ItemOptions;
}

function edit(context: CommandContext, found: FoundItem, wish: Wish): CommandOutcome {
  const { item } = found;
  const said = sayIssue(item.issue, context.target);
  const differences = differencesOf(found, wish);
  if (wish.options.dueDate !== null) {
    return misunderstood(
      `A date moves with \`/pia due ${said} ${wish.options.dueDate} reason:"…"\`, which keeps the reason.`,
    );
  }
  if (wish.title === "" && Object.values(wish.options).every((value) => value === null)) {
    return misunderstood(
      `What should be different about ${said}? A new title in quotation marks, or an option. A date moves with \`/pia due ${said} DATE\`.`,
    );
  }
  if (differences.length === 0) return done([], `${said} says so already.`);
  const right = rightFor(found, wish);
  const act = right === "owner" ? "Making an item weigh less" : "Changing an item";
  const lack = lacking({ right, components: item.components, act }, context);
  if (lack) return refused(lack);
  return changedItem(found, { change: changeFor(wish), log: differences.join(", ") }, context);
}

/** What lets more through the gate than before is an owner's to decide, as with labels and tables that are edited by hand. */
function rightFor({ item }: FoundItem, { options: { priority, type, components } }: Wish): Right {
  const isSystemic = (one: string | null) => one === "prevent" || one === "mitigate";
  const isLower = priority !== null && priority > (item.priority ?? "P1");
  const isTypeLooser = type !== null && isSystemic(item.type) && !isSystemic(type);
  const isFewer = components !== null && item.components.some((name) => !components.includes(name));
  const gates = item.state !== "proposed";
  return gates && (isLower || isTypeLooser || isFewer) ? "owner" : "write";
}

function changeFor({ title, options }: Wish): ItemChange {
  const { owner, priority, components, type, handling, doneWhen, guard } = options;
  const stated = Object.entries({ type, handling, doneWhen, guard }).filter(([, value]) => value !== null);
  return {
    ...(title === "" ? {} : { title }),
    ...(owner === null ? {} : { owner }),
    ...(priority === null ? {} : { priority }),
    ...(components === null ? {} : { components }),
    ...(stated.length === 0 ? {} : { block: Object.fromEntries(stated) }),
  };
}

/** In words for the log, each with what stood there before; none for what is so already. */
function differencesOf({ item }: FoundItem, { title, options }: Wish): string[] {
  const pairs: readonly (readonly [string, string | null, string | null])[] = [
    ["title", item.title, title === "" ? null : title],
    ["owner", item.assignees.join(" and ") || null, options.owner],
    ["priority", item.priority, options.priority],
    ["components", item.components.join(" and ") || null, options.components?.join(" and ") ?? null],
    ["type", item.type, options.type],
    ["handling", item.handling, options.handling],
    ["done when", item.doneWhen, options.doneWhen],
    ["guard", item.guard, options.guard],
  ];
  return pairs
    .filter(([name, before, after]) => after !== null && !isSame(name, before, after))
    .map(([name, before, after]) => `${name} ${before === null ? "" : `“${before}” → `}“${after}”`);
}

/** Logins know no case. */
function isSame(name: string, before: string | null, after: string): boolean {
  return name === "owner" ? before?.toLowerCase() === after.toLowerCase() : before === after;
}
