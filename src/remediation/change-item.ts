/** Changes an item where its facts live: labels and state on the issue, the block in its body or, for an adopted issue, on the record. */
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { fieldsOf, type ItemBlock } from "./item-block.ts";
import { replaceItemBlock } from "./item-table.ts";
import { ASKS_DONE_WHEN, HOW_TO_DELIVER, PROPOSAL } from "./open-item.ts";
import { STATE_LABELS, type FoundBlock } from "./read-item.ts";
import type { Priority } from "./item.ts";

/** What should be different; what is left out stays. */
export interface ItemChange {
  readonly block?: Partial<ItemBlock>;
  /** The one state label that should stand; null = none. */
  readonly label?: keyof typeof STATE_LABELS | null;
  readonly state?: "open" | "completed" | "not_planned";
  /** Somebody who should be assigned, whoever else is. */
  readonly assignee?: string;
  /** The one person who should be. */
  readonly owner?: string;
  readonly priority?: Priority;
  readonly title?: string;
  /** The names that should stand; only labels are added and removed. */
  readonly components?: readonly string[];
}

/** The effects on the item's issue and, for an adopted issue, the fields that its row on the PIA's record should have. */
export interface ItemWrites {
  readonly effects: readonly Effect[];
  readonly fields: Readonly<Record<string, string>> | null;
}

/** An item with what is needed to change it. */
export interface ChangeableItem {
  readonly issue: IssueFacts;
  readonly found: FoundBlock;
}

/** What must be written to make the change true; nothing for what holds already. */
export function changeItem({ issue, found }: ChangeableItem, change: ItemChange, config: Config): ItemWrites {
  const block: ItemBlock = { ...found.block, ...change.block };
  const named = found.adopted ? issue.body : answered(renamed(issue, change), change.block ? block : null);
  const next = found.adopted || !change.block ? named : replaceItemBlock(named, block);
  const effects = [
    ...labelEffects(issue, change),
    ...prefixedEffects(issue, config.labels.priority, change.priority && [change.priority]),
    ...prefixedEffects(issue, config.labels.component, change.components),
    ...assignEffects(issue, change),
    ...stateEffects(issue, change),
    // Last: by the block the next look tells that the change was made. A process may end between any two of these.
    ...editEffects(issue, change, next),
  ];
  return { effects, fields: found.adopted && change.block ? fieldsOf(block) : null };
}

function labelEffects(issue: IssueFacts, { label }: ItemChange): Effect[] {
  if (label === undefined) return [];
  const wanted = label === null ? null : STATE_LABELS[label];
  const others = Object.values(STATE_LABELS).filter((name) => name !== wanted && hasLabel(issue.labels, name));
  const add: Effect[] =
    wanted === null || hasLabel(issue.labels, wanted)
      ? []
      : [{ kind: "ensure-label", issue: referenceTo(issue), label: wanted }];
  return [...others.map((name): Effect => ({ kind: "remove-label", issue: referenceTo(issue), label: name })), ...add];
}

/** Our text begins with the title; once somebody has changed that line it is theirs. */
function renamed({ body, title: old }: IssueFacts, { title }: ItemChange): string {
  const line = `**${escapeText(old)}**`;
  return title !== undefined && body.startsWith(line) ? `**${escapeText(title)}**${body.slice(line.length)}` : body;
}

/** Our question about the end goes with its answer, and what we say of a proposal with its acceptance. */
function answered(body: string, block: ItemBlock | null): string {
  const asked = block?.doneWhen ? body.replace(`${ASKS_DONE_WHEN}\n\n`, "") : body;
  return block?.accepted ? asked.replace(PROPOSAL, HOW_TO_DELIVER) : asked;
}

function editEffects(issue: IssueFacts, { title }: ItemChange, next: string): Effect[] {
  const named = title === undefined || title === issue.title ? {} : { title };
  const edit = { ...named, ...(next === issue.body ? {} : { body: { expected: issue.body, next } }) };
  return Object.keys(edit).length === 0 ? [] : [{ kind: "edit-issue", issue: referenceTo(issue), ...edit }];
}

/** Of the labels with this prefix exactly these should stand. What is missing comes first: no moment looks looser than it is. */
function prefixedEffects(issue: IssueFacts, prefix: string, names: readonly string[] | undefined): Effect[] {
  if (names === undefined) return [];
  const wanted = names.map((name) => prefix + name);
  const others = issue.labels.filter(
    (label) => label.toLowerCase().startsWith(prefix.toLowerCase()) && !hasLabel(wanted, label),
  );
  const add = wanted.filter((label) => !hasLabel(issue.labels, label));
  return [
    ...add.map((label): Effect => ({ kind: "ensure-label", issue: referenceTo(issue), label })),
    ...others.map((label): Effect => ({ kind: "remove-label", issue: referenceTo(issue), label })),
  ];
}

function assignEffects(issue: IssueFacts, { assignee, owner }: ItemChange): Effect[] {
  const isOnly = issue.assignees.length === 1 && issue.assignees[0]!.toLowerCase() === owner?.toLowerCase();
  if (owner !== undefined) {
    return isOnly ? [] : [{ kind: "ensure-assignee", issue: referenceTo(issue), login: owner, alone: true }];
  }
  if (assignee === undefined) return [];
  const isThere = issue.assignees.some((login) => login.toLowerCase() === assignee.toLowerCase());
  return isThere ? [] : [{ kind: "ensure-assignee", issue: referenceTo(issue), login: assignee }];
}

function stateEffects(issue: IssueFacts, { state }: ItemChange): Effect[] {
  if (state === undefined) return [];
  if (state === "open") {
    if (issue.state === "open") return [];
    return [{ kind: "set-issue-state", issue: referenceTo(issue), state: "open", reason: "reopened" }];
  }
  if (issue.state === "closed" && issue.stateReason === state) return [];
  return [{ kind: "set-issue-state", issue: referenceTo(issue), state: "closed", reason: state }];
}
