/** Changes an item where its facts live: labels and state on the issue, the block in its body or, for an adopted issue, on the record. */
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { hasLabel } from "#src/incident/recognise.ts";
import { fieldsOf, type ItemBlock } from "./item-block.ts";
import { replaceItemBlock } from "./item-table.ts";
import { STATE_LABELS, type FoundBlock } from "./read-item.ts";
import type { Priority } from "./item.ts";

/** What should be different; what is left out stays. */
export interface ItemChange {
  readonly block?: Partial<ItemBlock>;
  /** The one state label that should stand; null = none. */
  readonly label?: keyof typeof STATE_LABELS | null;
  readonly state?: "open" | "completed" | "not_planned";
  readonly assignee?: string;
  readonly priority?: Priority;
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
  const next = found.adopted || !change.block ? issue.body : replaceItemBlock(issue.body, block);
  const edit: Effect[] =
    next === issue.body
      ? []
      : [{ kind: "edit-issue", issue: referenceTo(issue), body: { expected: issue.body, next } }];
  const effects = [
    ...edit,
    ...labelEffects(issue, change),
    ...priorityEffects(issue, change, config),
    ...assignEffects(issue, change),
    ...stateEffects(issue, change),
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

function priorityEffects(issue: IssueFacts, { priority }: ItemChange, { labels }: Config): Effect[] {
  if (priority === undefined) return [];
  const prefix = labels.priority.toLowerCase();
  const wanted = `${labels.priority}${priority}`;
  const others = issue.labels.filter(
    (label) => label.toLowerCase().startsWith(prefix) && label.toLowerCase() !== wanted.toLowerCase(),
  );
  const add: Effect[] = hasLabel(issue.labels, wanted)
    ? []
    : [{ kind: "ensure-label", issue: referenceTo(issue), label: wanted }];
  return [...others.map((label): Effect => ({ kind: "remove-label", issue: referenceTo(issue), label })), ...add];
}

function assignEffects(issue: IssueFacts, { assignee }: ItemChange): Effect[] {
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
