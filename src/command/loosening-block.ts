/** Which edits of an item's table let more through than before, and who may make them: what was loosened without the right is put back. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import { renderMarker } from "#src/effect/marker.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { referenceTo } from "#src/facts/issue-reference.ts";
import { escapeText } from "#src/markdown/escape.ts";
import { dueOf, type DueTerms } from "#src/remediation/due.ts";
import type { ItemBlock } from "#src/remediation/item-block.ts";
import { parseItemBlock, replaceItemBlock } from "#src/remediation/item-table.ts";
import type { RemediationItem } from "#src/remediation/item.ts";
import type { CommandActor } from "./context.ts";
import { lacksOwner } from "./permission.ts";

/** One edit of an item's description: what its table said before and after it. */
export interface BlockEdit {
  readonly item: RemediationItem;
  /** As it is now; others may have changed it since. */
  readonly issue: IssueFacts;
  readonly before: string;
  /** The empty string when the table was deleted. */
  readonly after: string;
  readonly now: Instant;
}

type Field = keyof ItemBlock;

const NAMES: Readonly<Partial<Record<Field, string>>> = {
  dueDate: "Due",
  type: "Type",
  accepted: "Accepted",
  redates: "Re-dated",
  decision: "Decision",
  pullRequests: "Pull requests",
  failures: "Did not hold",
};

/** The rows by which the edit loosens; empty when it does not. A later date, another type than prevent or mitigate, and every row that tells what others decided or what happened. */
export function loosenedRows(
  before: ItemBlock,
  after: ItemBlock,
  { item, terms }: { readonly item: RemediationItem; readonly terms: DueTerms },
): readonly Field[] {
  const end = ({ dueDate }: ItemBlock) => dueOf({ ...item, dueDate }, terms)?.end ?? Number.MAX_SAFE_INTEGER;
  const isSystemic = ({ type }: ItemBlock) => type === "prevent" || type === "mitigate";
  const merged = ({ pullRequests }: ItemBlock) => pullRequests.filter(({ state }) => state === "merged");
  const checks: readonly (readonly [Field, boolean])[] = [
    ["dueDate", end(after) > end(before)],
    ["type", isSystemic(before) && !isSystemic(after)],
    ["accepted", !isSame(before.accepted, after.accepted)],
    ["redates", !hasAll(after.redates, before.redates)],
    ["decision", after.decision !== null && !isSame(before.decision, after.decision)],
    ["pullRequests", !hasAll(merged(before), merged(after))],
    ["failures", !hasAll(after.failures, before.failures)],
  ];
  return checks.flatMap(([field, loosens]) => (loosens ? [field] : []));
}

function hasAll(list: readonly unknown[], wanted: readonly unknown[]): boolean {
  return wanted.every((one) => list.some((other) => isSame(one, other)));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/**
 * What should be written: the loosened rows as they were, where they still say what this edit made of them, and a word on
 * why. The first later date is everybody's who may write: it is only noted, so that it counts as one. Nothing for owners.
 */
export function putBackBlock(
  edit: BlockEdit,
  actor: CommandActor,
  { config, terms }: { readonly config: Config; readonly terms: DueTerms },
): readonly Effect[] {
  const { item, issue } = edit;
  const [before, present] = [parseItemBlock(edit.before), parseItemBlock(issue.body)];
  const lack = lacksOwner(item.components, { actor, config });
  if (!before || lack === null) return [];
  if (edit.after === "") return present ? [] : restored(edit, lack, actor);
  const after = parseItemBlock(edit.after);
  if (!after || !present) return [];
  const rows = loosenedRows(before.block, after.block, { item, terms });
  const standing = rows.filter((field) => isSame(present.block[field], after.block[field]));
  if (standing.length === 0) return [];
  const isFirstDate = rows.length === 1 && rows[0] === "dueDate" && before.block.redates.length === 0;
  if (isFirstDate && after.block.dueDate !== null)
    return noted(edit, { from: before.block.dueDate, to: after.block.dueDate }, actor);
  const values = Object.fromEntries(standing.map((field) => [field, before.block[field]]));
  const unread = Object.fromEntries(
    Object.entries(present.block.unread).filter(([name]) => !standing.some((field) => NAMES[field] === name)),
  );
  const next = replaceItemBlock(issue.body, { ...present.block, ...values, unread });
  const names = standing.map((field) => NAMES[field] ?? field);
  return [editTo(issue, next), why(issue, { actor, lack, what: `changed ${names.join(", ")} in the table` })];
}

function restored({ issue, before }: BlockEdit, lack: string, actor: CommandActor): Effect[] {
  const next = `${issue.body.trimEnd()}\n\n${before}`;
  return [editTo(issue, next), why(issue, { actor, lack, what: "removed the table with this item's facts" })];
}

function noted(
  { issue, now }: BlockEdit,
  date: { readonly from: string | null; readonly to: string },
  actor: CommandActor,
): Effect[] {
  const present = parseItemBlock(issue.body)!.block;
  const redate = { ...date, by: actor.login, at: now, reason: "changed in the table" };
  return [editTo(issue, replaceItemBlock(issue.body, { ...present, redates: [...present.redates, redate] }))];
}

function editTo(issue: IssueFacts, next: string): Effect {
  return { kind: "edit-issue", issue: referenceTo(issue), body: { expected: issue.body, next } };
}

function why(
  issue: IssueFacts,
  { actor, lack, what }: { readonly actor: CommandActor; readonly lack: string; readonly what: string },
): Effect {
  const marker = { kind: "put-back", keys: { table: what } };
  const body = [
    renderMarker(marker),
    `${escapeText(`@${actor.login}`)} ${what}. That lets more through the gate and needs ${lack}, so it was put back; everything else of the edit stands.`,
    'If it is right, one of them can say so with its reason: `/pia due`, `/pia reject` or `/pia accept-risk`, each with `reason:"…"`.',
  ].join("\n\n");
  return { kind: "ensure-comment", issue: referenceTo(issue), marker, body };
}
