/** The live list of an analysis' items: our own comment on it, edited in place. People read it; nothing is decided by it. */
import type { Analysis } from "#src/analysis/analysis.ts";
import { parseDay, sayDay } from "#src/calendar/day.ts";
import { sayInstant, type Instant } from "#src/calendar/instant.ts";
import type { EnsureComment } from "#src/effect/effect.ts";
import { renderMarker, type Marker } from "#src/effect/marker.ts";
import { type IssueReference, referenceTo, sayIssue } from "#src/facts/issue-reference.ts";
import { escapeCell, escapeText } from "#src/markdown/escape.ts";
import { dueOf, isOverdue, type DueTerms } from "./due.ts";
import { isDelivered, sayFailure } from "./fail-verification.ts";
import { type LoadTerms, loadRemarks } from "./owner-load.ts";
import { itemRemarks, mixRemarks } from "./quality.ts";
import { STATE_WORDS } from "./state-words.ts";
import type { RemediationItem } from "./item.ts";
import { offerWritten } from "./written-items.ts";

/** Finds the list again. */
export const ITEMS_MARKER: Marker = { kind: "items", keys: {} };

/** What the list is made of. */
export interface ItemsCommentInput extends DueTerms {
  readonly analysis: Pick<Analysis, "issue">;
  /** The items of this analysis, in any order. */
  readonly items: readonly RemediationItem[];
  readonly now: Instant;
  /** The analysis is required. */
  readonly required: boolean;
  /** All items of the repository, by which a person's load is told; left out = none is. */
  readonly load?: Pick<LoadTerms, "everything" | "config">;
  /** Commands that would make items of what is written in the analysis. */
  readonly written?: readonly string[];
  /** The host has no sub-issues: a task list of links stands in for them. */
  readonly taskList?: boolean;
  /** Markdown paragraphs about earlier incidents like this one. */
  readonly before?: readonly string[];
}

/** GitHub takes 65,536 characters; the rest is kept for the remarks. */
const LONGEST_TABLES = 50_000;
const LONGEST_REMARKS = 10_000;
const LONGEST_TITLE = 100;
/** The tables tell of those beyond. */
const MOST_TASKS = 200;

/** The comment that should stand on the analysis. It changes when a fact does and when a due day ends, never merely with the clock. */
export function itemsComment(input: ItemsCommentInput): EnsureComment {
  const issue = referenceTo(input.analysis.issue);
  return { kind: "ensure-comment", issue, marker: ITEMS_MARKER, body: bodyOf(input) };
}

function bodyOf(input: ItemsCommentInput): string {
  const { items, written = [] } = input;
  const before = [...offerWritten(written), ...(input.before ?? [])];
  if (items.length === 0) {
    const none = `${renderMarker(ITEMS_MARKER)}\n### Remediation items\n\nNone yet. \`/pia add "…" owner:@login due:14d type:prevent\` opens one; \`/pia link #n\` takes an existing issue in.`;
    return [none, ...before].join("\n\n");
  }
  const settled = items.filter(({ state }) => !STATE_WORDS[state].open);
  return [
    `${renderMarker(ITEMS_MARKER)}\n### Remediation items: ${settled.length} of ${items.length} settled`,
    ...taskListOf(input),
    ...tables(input),
    ...remarks(input),
    ...before,
  ].join("\n\n");
}

/** GitHub shows the title and the state of an issue that stands alone in a line of a task list. */
function taskListOf({ items, taskList, analysis }: ItemsCommentInput): string[] {
  if (!taskList) return [];
  const shown = items.toSorted((a, b) => a.issue.number - b.issue.number).slice(0, MOST_TASKS);
  const lines = shown.map(
    ({ issue, state }) => `- [${STATE_WORDS[state].open ? " " : "x"}] ${sayIssue(issue, analysis.issue)}`,
  );
  return [lines.join("\n")];
}

const GROUPS: readonly (readonly [string, (item: RemediationItem) => boolean])[] = [
  ["To do", ({ state }) => STATE_WORDS[state].gates],
  ["Proposed: someone with write permission says `/pia accept #n`", ({ state }) => state === "proposed"],
  ["Settled", ({ state }) => !STATE_WORDS[state].open],
];

function tables(input: ItemsCommentInput): string[] {
  let left = LONGEST_TABLES;
  return GROUPS.flatMap(([title, belongs]) => {
    const items = inOrder(input.items.filter(belongs), input);
    if (items.length === 0) return [];
    const rows: string[] = [];
    for (const row of items.map((item) => rowOf(item, input))) {
      left -= row.length + 1;
      if (left >= 0) rows.push(row);
    }
    const more = items.length - rows.length;
    const note = more > 0 ? `\n\nand ${more} more: see the sub-issues of this issue.` : "";
    return [`**${title}**`, [...HEADING, ...rows].join("\n") + note];
  });
}

const HEADING = [
  "| Item | State | Owner | Due | Priority | Type | Pull requests |",
  "| :-- | :-- | :-- | :-- | :-- | :-- | :-- |",
];

/** Earliest due first, those without a date last; then by number. */
function inOrder(items: readonly RemediationItem[], terms: DueTerms): RemediationItem[] {
  const end = (item: RemediationItem) => dueOf(item, terms)?.end ?? Number.MAX_SAFE_INTEGER;
  return items.toSorted((a, b) => end(a) - end(b) || a.issue.number - b.issue.number);
}

function rowOf(item: RemediationItem, input: ItemsCommentInput): string {
  const reader = input.analysis.issue;
  const title = item.title.length > LONGEST_TITLE ? `${item.title.slice(0, LONGEST_TITLE)}…` : item.title;
  const pulls = item.pullRequests.map(({ reference, state }) => `${sayIssue(reference, reader)} ${state}`);
  const cells = [
    `${sayIssue(item.issue, reader)} ${escapeCell(title)}`,
    stateCell(item, reader),
    item.assignees.length === 0 ? "—" : escapeCell(item.assignees.join(", ")),
    STATE_WORDS[item.state].open ? dueCell(item, input) : "",
    item.priority ?? "—",
    item.type === null ? "—" : item.type,
    pulls.join("<br>"),
  ];
  return `| ${cells.join(" | ")} |`;
}

function stateCell(item: RemediationItem, reader: IssueReference): string {
  const { state, accepted, decision, verification, failures } = item;
  const { word } = STATE_WORDS[state];
  const who = (by: string, at: Instant) => `${word}<br>${escapeCell(by)}, ${sayInstant(at)}`;
  if ((state === "rejected" || state === "accepted-risk") && decision) {
    const reason = decision.reason === null ? "" : `: ${escapeCell(decision.reason)}`;
    return `${who(decision.by, decision.at)}${reason}`;
  }
  const isAsked = isDelivered(item) && verification === null;
  // What only raised a question did not open it again.
  const failure = failures.findLast(({ kind }) => (kind === "partly-reverted") === isAsked);
  if (failure && (state === "reopened" || isAsked)) return `${word}<br>${sayFailure(failure, reader)}`;
  if (state === "verified" && verification) return who(verification.by, verification.at);
  if (isDelivered(item) && item.closedAt !== null) return `${word}<br>${sayInstant(item.closedAt)}`;
  return state === "accepted" && accepted ? who(accepted.by, accepted.at) : word;
}

function dueCell(item: RemediationItem, input: ItemsCommentInput): string {
  const due = dueOf(item, input);
  if (!due) return "—";
  const day = sayDay(parseDay(due.date)!);
  const where = due.stated ? day : `${day} (by its priority)`;
  return isOverdue(due, input.now) ? `${where}, now overdue` : where;
}

const EDIT = '`/pia edit #n owner:@login type:prevent done-when:"…"`';

function remarks(input: ItemsCommentInput): string[] {
  const { items, required, analysis, load } = input;
  const onLoad = load ? loadRemarks({ ...input, ...load }) : () => null;
  const each = items.flatMap((item) => {
    const problems = [
      ...itemRemarks(item),
      onLoad(item) ?? [],
      ...item.problems.map((problem) => escapeText(problem)),
    ].flat();
    return problems.length === 0 ? [] : [`- ${sayIssue(item.issue, analysis.issue)} ${problems.join("; ")}`];
  });
  const lines = [...mixRemarks(items, { required }).map((remark) => `- ${remark}`), ...each];
  const kept: string[] = [];
  let left = LONGEST_REMARKS;
  for (const line of lines) {
    left -= line.length + 1;
    if (left >= 0) kept.push(line);
  }
  const more = lines.length - kept.length;
  if (kept.length === 0) return [];
  const heading = each.length === 0 ? "**What would help**" : `**What would help** (one line sets it: ${EDIT})`;
  return [[heading, "", ...kept, ...(more > 0 ? [`- and ${more} more`] : [])].join("\n")];
}
