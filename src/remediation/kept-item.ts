/** What the record keeps of every item that may hold merges back, so that the item still counts when its issue is found no more. */
import type { Analysis, AnalysisRecord, LinkedItemRecord } from "#src/analysis/analysis.ts";
import type { Config } from "#src/config/schema.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { type IssueReference, referenceTo, sameIssue, sayIssue } from "#src/facts/issue-reference.ts";
import type { Incident } from "#src/incident/incident.ts";
import { componentsOf } from "#src/incident/recognise.ts";
import { cleanText } from "#src/markdown/escape.ts";
import { blockOf, EMPTY_BLOCK, fieldsOf, type ItemBlock } from "./item-block.ts";
import type { ClosingDecision, ItemState, Priority, RemediationItem } from "./item.ts";
import { readIssueMention } from "./issue-mention.ts";
import { sayLastSeen, withLastSeen } from "./last-seen.ts";
import { STATE_WORDS } from "./state-words.ts";

/** The rows of an item's own block that are kept beside the labels. */
const KEPT = ["dueDate", "type", "accepted"] as const;
const NAMES = { title: "Title", components: "Components", priority: "Priority", movedTo: "Moved to" } as const;
const LONGEST_TITLE = 80;
/** Beyond that many rows the numbers must do: the record has to fit into one comment. */
const MOST_TITLES = 150;

/** One kept row, read. */
export interface KeptItem {
  readonly issue: IssueReference;
  readonly title: string;
  readonly components: readonly string[];
  readonly priority: Priority | null;
  /** Due date, type, acceptance, the state when it was last seen (null = open), and the decision that somebody made since. */
  readonly block: ItemBlock;
  /** Where the issue lives now, when it was transferred to a place that we can see. */
  readonly movedTo: IssueReference | null;
}

/** Reads one kept row. What a hand edit made unreadable counts as not stated, which is never looser. */
export function readKept({ issue, fields }: LinkedItemRecord): KeptItem {
  const { [NAMES.title]: title, [NAMES.components]: components, [NAMES.priority]: priority, ...others } = fields;
  const { [NAMES.movedTo]: movedTo, ...block } = others;
  return {
    issue,
    title: title ?? "",
    components: (components ?? "").split(/[\s,]+/).filter((name) => name !== ""),
    priority: (["P0", "P1", "P2", "P3"] as const).find((one) => one === priority) ?? null,
    block: blockOf(block).block,
    movedTo: movedTo === undefined ? null : readIssueMention(movedTo, { ...issue, url: "" }),
  };
}

function writeKept({ issue, title, components, priority, block, movedTo }: KeptItem): LinkedItemRecord {
  const named = {
    [NAMES.title]: cleanText(title).replaceAll("\n", " ").slice(0, LONGEST_TITLE).trim(),
    [NAMES.components]: components.join(", "),
    [NAMES.priority]: priority ?? "",
    [NAMES.movedTo]: movedTo === null ? "" : sayIssue(movedTo, { owner: "", repo: "" }),
  };
  const stated = Object.entries(named).filter(([, text]) => text !== "");
  return { issue: referenceTo(issue), fields: { ...Object.fromEntries(stated), ...fieldsOf(block) } };
}

/** Settled work and mere proposals may go without a trace. */
function isKept({ state }: RemediationItem): boolean {
  return STATE_WORDS[state].gates || state === "done-unproven";
}

/** The record with everything that should be remembered of these items of its analysis; the record itself when it says so already. */
export function withItems(record: AnalysisRecord, items: readonly RemediationItem[]): AnalysisRecord {
  const settled = withLastSeen(record, items) ?? record;
  return withKeptItems(settled, items) ?? settled;
}

/** The record with its incident among what may not vanish: nobody can see any more what it burnt or froze, so an owner has to say why it does not matter. */
export function withKeptIncident(
  record: AnalysisRecord,
  incident: Pick<Incident, "issue" | "title" | "components">,
): AnalysisRecord {
  if (record.kept.some((row) => sameIssue(row.issue, incident.issue))) return record;
  const row = writeKept({ ...incident, priority: null, block: EMPTY_BLOCK, movedTo: null });
  return { ...record, kept: [...record.kept, row].toSorted((a, b) => a.issue.number - b.issue.number) };
}

/** The record without this row. */
export function withoutKept(record: AnalysisRecord, issue: IssueReference): AnalysisRecord {
  return { ...record, kept: record.kept.filter((row) => !sameIssue(row.issue, issue)) };
}

/**
 * The kept rows for these items of one analysis, or null when the record has them already. What is in no listing keeps its row; what
 * was settled in sight loses it. A new title alone is not worth an edit.
 */
function withKeptItems(record: AnalysisRecord, items: readonly RemediationItem[]): AnalysisRecord | null {
  const seen = items.filter(({ id }) => id !== null);
  const unseen = record.kept.filter((row) => !seen.some((item) => sameIssue(item.issue, row.issue)));
  const rows = seen.filter(isKept).map((item) => {
    const row = rowOf(items.length > MOST_TITLES ? { ...item, title: "" } : item);
    const known = record.kept.find((other) => sameIssue(other.issue, item.issue));
    return known && isSame(known, row) ? known : row;
  });
  const kept = [...unseen, ...rows].toSorted((a, b) => a.issue.number - b.issue.number);
  const isChanged = kept.length !== record.kept.length || kept.some((row, index) => row !== record.kept[index]);
  return isChanged ? { ...record, kept } : null;
}

function rowOf(item: RemediationItem): LinkedItemRecord {
  const { issue, title, components, priority, state } = item;
  const stated = Object.fromEntries(KEPT.map((field) => [field, item[field]]));
  const block = { ...EMPTY_BLOCK, ...stated, lastSeen: sayLastSeen(state) };
  return writeKept({ issue, title, components, priority, block, movedTo: null });
}

function isSame(known: LinkedItemRecord, row: LinkedItemRecord): boolean {
  const essence = ({ fields }: LinkedItemRecord) =>
    JSON.stringify(Object.entries({ ...fields, [NAMES.title]: "" }).toSorted());
  return essence(known) === essence(row);
}

/** The record after somebody with the right to it decided about an item whose issue cannot be found. */
export function withDecision(
  record: AnalysisRecord,
  item: Pick<RemediationItem, "issue" | "adopted">,
  decision: ClosingDecision,
): AnalysisRecord {
  const decided = (row: LinkedItemRecord) => {
    const kept = readKept(row);
    return { ...kept, block: { ...kept.block, decision, lastSeen: decision.kind } };
  };
  const change = (rows: readonly LinkedItemRecord[]) =>
    rows.map((row) => (sameIssue(row.issue, item.issue) ? writeKept(decided(row)) : row));
  return { ...record, linked: change(record.linked), kept: change(record.kept) };
}

/** The record after the issue of a kept row was found elsewhere, in the state in which it is there; the record itself when it says so. */
export function withPlace(record: AnalysisRecord, issue: IssueReference, found: IssueFacts): AnalysisRecord {
  const kept = record.kept.map((row) => {
    if (!sameIssue(row.issue, issue)) return row;
    const known = readKept(row);
    const block = { ...known.block, lastSeen: stateElsewhere(found) };
    const next = writeKept({ ...known, title: found.title, block, movedTo: referenceTo(found) });
    return isSame(row, next) ? row : next;
  });
  return kept.every((row, index) => row === record.kept[index]) ? record : { ...record, kept };
}

/** Decisions and proofs that stand in another repository are none of the owners' here. */
function stateElsewhere({ state, stateReason }: IssueFacts): ItemState | null {
  if (state === "open") return null;
  return stateReason === "not_planned" || stateReason === "duplicate" ? "closed-without-reason" : "done-unproven";
}

const AS_LAST_SEEN: ReadonlySet<ItemState> = new Set<ItemState>([
  "proposed",
  "done",
  "done-unproven",
  "verified",
  "rejected",
  "accepted-risk",
  "closed-without-reason",
]);

/** Where unseen items are looked for. */
export interface UnseenScene {
  readonly analyses: readonly Analysis[];
  readonly config: Config;
}

/** The items of these analyses that are in no listing: as last seen when that was settled, open where they were moved to, else `missing`. */
export function unseenItems({ analyses, config }: UnseenScene, seen: readonly RemediationItem[]): RemediationItem[] {
  return analyses.flatMap((analysis) => {
    const { linked = [], kept = [] } = analysis.record ?? {};
    const issues = [...linked, ...kept].map(({ issue }) => issue);
    const once = issues.filter((issue, index) => issues.findIndex((other) => sameIssue(other, issue)) === index);
    return once
      .filter((issue) => !seen.some((item) => sameIssue(item.issue, issue)))
      .map((issue) => unseenItem(issue, analysis, config));
  });
}

function unseenItem(issue: IssueReference, analysis: Analysis, config: Config): RemediationItem {
  const isIt = (row: LinkedItemRecord) => sameIssue(row.issue, issue);
  const adopted = analysis.record?.linked.find(isIt);
  const row = analysis.record?.kept.find(isIt);
  const kept = row ? readKept(row) : null;
  const { block, problems } = adopted ? blockOf(adopted.fields) : { block: kept?.block ?? EMPTY_BLOCK, problems: [] };
  const { redates, lastSeen, unread: _unread, ...facts } = block;
  const name = `${issue.owner}/${issue.repo}#${issue.number}`;
  const title = kept?.title || name;
  return {
    issue: referenceTo(issue),
    id: null,
    title: kept?.movedTo ? `${title} (now ${sayIssue(kept.movedTo, issue)})` : title,
    url: "",
    author: { login: "ghost", type: "User" },
    analysis: referenceTo(analysis.issue),
    components: componentsOf(
      (kept?.components ?? []).map((one) => config.labels.component + one),
      config,
    ).known,
    priority: kept?.priority ?? null,
    ...facts,
    redates: redates.length,
    assignees: [],
    state: stateOf(kept?.block.lastSeen ?? lastSeen, kept?.movedTo ?? null),
    adopted: adopted !== undefined,
    createdAt: analysis.issue.createdAt,
    closedAt: null,
    problems,
  };
}

function stateOf(lastSeen: ItemState | null, movedTo: IssueReference | null): ItemState {
  if (lastSeen && AS_LAST_SEEN.has(lastSeen)) return lastSeen;
  return movedTo ? "accepted" : "missing";
}
