/** Keeps on the record how adopted issues stood when we last saw them, so that one that was settled long ago is not taken for lost. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { blockOf, fieldsOf } from "./item-block.ts";
import type { ItemState, RemediationItem } from "./item.ts";
import { STATE_WORDS } from "./state-words.ts";

/**
 * The record with the settled state of each adopted item, or null when it says so already. An item that is open again
 * loses its line; one that is out of sight keeps what was last known.
 */
export function withLastSeen(record: AnalysisRecord, items: readonly RemediationItem[]): AnalysisRecord | null {
  let isChanged = false;
  const linked = record.linked.map((row) => {
    const item = items.find((candidate) => sameIssue(candidate.issue, row.issue));
    const { block } = blockOf(row.fields);
    if (!item || item.id === null) return row;
    const lastSeen = sayLastSeen(item.state);
    if (block.lastSeen === lastSeen) return row;
    isChanged = true;
    return { ...row, fields: fieldsOf({ ...block, lastSeen }) };
  });
  return isChanged ? { ...record, linked } : null;
}

/** The state as the record says it: that work is open goes without saying. */
export function sayLastSeen(state: ItemState): ItemState | null {
  return STATE_WORDS[state].gates && state !== "closed-without-reason" ? null : state;
}
