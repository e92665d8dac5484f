/** Whether a line of a comment already made an item: so that redelivery makes no second one, and an edit loses none. */
import { sameIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import { findBlock } from "#src/remediation/read-item.ts";
import { itemTitle } from "#src/remediation/open-item.ts";
import type { CommandContext } from "./context.ts";
import { parseCommands } from "./parse.ts";
import { splitWords } from "./words.ts";
import { ITEM_OPTIONS } from "./item-options.ts";

/** `none`: use this new source. `same`: the item is there under this source. `other-words`: the line was edited after it made this item. */
export type EarlierItem =
  | { readonly kind: "none" | "same"; readonly source: string }
  | { readonly kind: "other-words"; readonly issue: IssueReference };

/**
 * Items carry `COMMENT_ID:LINE`. When an edit moved another `/pia add` away from this line, its item keeps the line's
 * number, so this one gets the next that is free (from 1001 on, beyond every line that the comment has).
 */
export function addedBefore(context: CommandContext, line: number, title: string): EarlierItem {
  const made = itemsOf(context);
  const twin = [...made].find(([, item]) => item.title === title);
  if (twin) return { kind: "same", source: twin[0] };
  const source = `${context.comment.id}:${line}`;
  const there = made.get(source);
  if (!there) return { kind: "none", source };
  const stillAsked = titlesAsked(context.comment.body).has(there.title);
  return stillAsked
    ? { kind: "none", source: nextFree(context.comment.id, made) }
    : { kind: "other-words", issue: there.issue };
}

interface MadeItem {
  readonly issue: IssueReference;
  readonly title: string;
}

/** Items that this comment made, by source. */
function itemsOf({ comment, issues, records, config, repository }: CommandContext): Map<string, MadeItem> {
  const made = new Map<string, MadeItem>();
  for (const item of records.items) {
    const issue = issues.find((candidate) => sameIssue(candidate, item.issue));
    const source = issue && findBlock(issue, { config, repository, analyses: records.analyses })?.source;
    if (source?.startsWith(`${comment.id}:`)) made.set(source, { issue: item.issue, title: item.title });
  }
  return made;
}

function titlesAsked(body: string): Set<string> {
  const keys = Object.keys(ITEM_OPTIONS);
  const adds = parseCommands(body, new Map([["add", "add"]])).filter(({ name }) => name === "add");
  return new Set(adds.map(({ rest }) => itemTitle(splitWords(rest, keys).words.join(" "))));
}

function nextFree(comment: number, made: ReadonlyMap<string, MadeItem>): string {
  let line = 1001;
  while (made.has(`${comment}:${line}`)) line += 1;
  return `${comment}:${line}`;
}
