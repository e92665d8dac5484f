/** Makes a remediation item of what somebody asked for: the issue that should exist under the analysis. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { Config } from "#src/config/schema.ts";
import type { EnsureIssue } from "#src/effect/effect.ts";
import { referenceTo, sayIssue } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { cleanText, escapeText, neutraliseMentions } from "#src/markdown/escape.ts";
import { EMPTY_BLOCK } from "./item-block.ts";
import { itemMarker, renderItemBlock } from "./item-table.ts";
import { STATE_LABELS } from "./read-item.ts";
import type { Decision, ItemType, Priority, RemediationItem } from "./item.ts";

/** GitHub takes 256 characters in a title. */
export const LONGEST_TITLE = 256;

/** Stands in the text until somebody says it by command. */
export const ASKS_DONE_WHEN =
  'Nobody has said yet how one can tell that this is done: `/pia edit done-when:"…"` says it, in one sentence that can be checked.';

/** A remediation item that somebody asked for. */
export interface NewItem {
  readonly title: string;
  readonly components: readonly string[];
  /** A login; null when nobody is named. */
  readonly owner: string | null;
  readonly dueDate: string | null;
  readonly priority: Priority | null;
  readonly type: ItemType | null;
  readonly handling: RemediationItem["handling"];
  readonly doneWhen: string | null;
  /** Path of the file that keeps the fault from coming back unnoticed. */
  readonly guard: string | null;
  /** Null = proposed. */
  readonly accepted: Decision | null;
  /** `COMMENT_ID:LINE` of the command. */
  readonly source: string;
  readonly askedBy: string;
}

/** Where the item belongs. */
export interface NewItemPlace {
  readonly analysis: Pick<Analysis, "issue">;
  readonly incident: Pick<Incident, "issue" | "title"> | null;
  readonly config: Pick<Config, "labels">;
}

/** The title as GitHub can hold it: one line, pinging nobody, at most 256 characters. */
export function itemTitle(text: string): string {
  const characters = [...neutraliseMentions(cleanText(text).replaceAll(/\s+/g, " "))];
  const cut = characters.length <= LONGEST_TITLE ? characters : [...characters.slice(0, LONGEST_TITLE - 1), "…"];
  return cut.join("");
}

/** The issue that should exist. Once it does, it should become a sub-issue of the analysis. */
export function openItem(item: NewItem, place: NewItemPlace): EnsureIssue {
  const { issue } = place.analysis;
  const identity = { pia: String(issue.number), source: item.source };
  return {
    kind: "ensure-issue",
    repository: { owner: issue.owner, repo: issue.repo },
    marker: itemMarker(identity),
    title: itemTitle(item.title),
    body: bodyOf(item, place),
    labels: labelsOf(item, place.config),
    assignees: item.owner === null ? [] : [item.owner],
    parent: referenceTo(issue),
  };
}

function labelsOf(item: NewItem, { labels }: Pick<Config, "labels">): string[] {
  return [
    labels.umbrella,
    labels.remediation,
    ...item.components.map((name) => labels.component + name),
    ...(item.priority === null ? [] : [labels.priority + item.priority]),
    ...(item.accepted === null ? [STATE_LABELS.proposed] : []),
  ];
}

function bodyOf(item: NewItem, { analysis, incident }: NewItemPlace): string {
  const { issue } = analysis;
  const { dueDate, type, handling, doneWhen, guard, accepted } = item;
  const block = { ...EMPTY_BLOCK, dueDate, type, handling, doneWhen, guard, accepted };
  return [
    `**${escapeText(item.title)}**`,
    whyOf(item, { analysis, incident }),
    renderItemBlock({ pia: String(issue.number), source: item.source }, block),
    doneWhen === null ? ASKS_DONE_WHEN : null,
    howToMoveOn(item),
  ]
    .filter((paragraph) => paragraph !== null)
    .join("\n\n");
}

function whyOf(item: NewItem, { analysis, incident }: Omit<NewItemPlace, "config">): string {
  const link = sayIssue(analysis.issue, analysis.issue);
  const because = incident
    ? `It follows from the incident ${sayIssue(incident.issue, analysis.issue)} (${escapeText(incident.title)}), analysed in ${link}.`
    : `It follows from the analysis ${link}.`;
  return `${because} Asked for by ${escapeText(item.askedBy)}.`;
}

/** Stands in the text until somebody accepts it. */
export const PROPOSAL =
  "This is a proposal: it holds nothing back until someone with write permission says `/pia accept`.";

/** Takes its place. */
export const HOW_TO_DELIVER =
  "A pull request that says `Fixes` and this issue's number delivers it; closing the issue says it is done.";

function howToMoveOn({ accepted }: NewItem): string {
  const first = accepted === null ? PROPOSAL : HOW_TO_DELIVER;
  return [
    "---",
    `${first} Comments here move it on: \`/pia start\`, \`/pia edit "…" owner:@login\`, \`/pia done\`, \`/pia due 2026-12-24 reason:"…"\`, \`/pia verify evidence:https://…\`; an owner of the component may say \`/pia reject reason:"…"\` or \`/pia accept-risk reason:"…"\`. You may mend the table by hand; text outside of it is yours.`,
  ].join("\n");
}
