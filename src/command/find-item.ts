/** Finds the remediation item that a command names: `#12`, `owner/repo#12`, an address, or the item on which it is said. */
import { sameIssue, sayIssue, type IssueReference } from "#src/facts/issue-reference.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { readIssueMention } from "#src/remediation/issue-mention.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import { findBlock, type FoundBlock } from "#src/remediation/read-item.ts";
import { analysisAt, placeOf, type CommandContext } from "./context.ts";
import { inCode, sayIssues } from "./say.ts";

/** An item with its issue and block, ready to be changed. */
export interface FoundItem {
  readonly item: RemediationItem;
  readonly issue: IssueFacts;
  readonly found: FoundBlock;
}

/** The issue that the first word names; the target itself when there is no such word and the target is an item. */
export function namedIssue(
  context: CommandContext,
  word: string | undefined,
): { readonly issue: IssueReference } | { readonly problem: string } {
  if (word === undefined || word === "") {
    if (placeOf(context) === "item") return { issue: context.target };
    return { problem: `Which item? ${itemsHere(context)}` };
  }
  // People leave the `#` out; elsewhere a bare number means nothing.
  const issue = readIssueMention(/^\d+$/.test(word) ? `#${word}` : word, context.repository);
  return issue ? { issue } : { problem: `${inCode(word)} is not an issue such as \`#12\`. ${itemsHere(context)}` };
}

/** An item that the record keeps and whose issue nobody can find any more; null when there is none, or its issue is at hand. */
export function unseenItem(context: CommandContext, word: string | undefined): RemediationItem | null {
  const named = namedIssue(context, word);
  if ("problem" in named || context.issues.some((issue) => sameIssue(issue, named.issue))) return null;
  return context.records.items.find((item) => item.id === null && sameIssue(item.issue, named.issue)) ?? null;
}

/** The item that the first word names, or in plain words why there is none. */
export function namedItem(context: CommandContext, word: string | undefined): FoundItem | { readonly problem: string } {
  const named = namedIssue(context, word);
  if ("problem" in named) return named;
  const { config, repository, records } = context;
  const item = records.items.find((candidate) => sameIssue(candidate.issue, named.issue));
  const issue = context.issues.find((candidate) => sameIssue(candidate, named.issue));
  const found = issue && findBlock(issue, { config, repository, analyses: records.analyses });
  if (item && issue && found) return { item, issue, found };
  return { problem: whyNoItem(context, { item, issue, reference: named.issue }) };
}

function whyNoItem(
  context: CommandContext,
  known: { item: RemediationItem | undefined; issue: IssueFacts | undefined; reference: IssueReference },
): string {
  const said = sayIssue(known.reference, context.target);
  if (known.item) {
    return `${said} cannot be seen from here any more: it was deleted, or moved to another place. An owner can say why it is not needed: \`/pia reject ${said} reason:"…"\`.`;
  }
  if (!known.issue) return `There is no issue ${said} that I can see. ${itemsHere(context)}`;
  if (known.issue.isPullRequest) return `${said} is a pull request, not an item. ${itemsHere(context)}`;
  return `${said} is not a remediation item yet; \`/pia link ${said}\` on the analysis makes it one. ${itemsHere(context)}`;
}

function itemsHere(context: CommandContext): string {
  const analysis = analysisAt(context);
  const items = context.records.items.filter(
    (item) => analysis && item.analysis && sameIssue(item.analysis, analysis.issue),
  );
  if (items.length === 0) return "No items are recorded here yet; `/pia add` makes one.";
  return `Items here: ${sayIssues(
    items.map((item) => item.issue),
    context.target,
  )}.`;
}
