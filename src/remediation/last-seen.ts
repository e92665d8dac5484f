/** Keeps on the record how adopted issues stood when we last saw them, so that one that was settled long ago is not taken for lost. */
import type { AnalysisRecord } from "#src/analysis/analysis.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import { blockOf, fieldsOf } from "./item-block.ts";
import { STATE_WORDS } from "./state-words.ts";
import type { RemediationItem } from "./item.ts";

/**
 * The record with the settled state of each adopted item, or null when it says so already. An item that is open again
 * loses its line; one that is missing now keeps what was last known.
 */
export function withLastSeen(record: AnalysisRecord, items: readonly RemediationItem[]): AnalysisRecord | null {
  let isChanged = false;
  const linked = record.linked.map((row) => {
    const item = items.find((candidate) => sameIssue(candidate.issue, row.issue));
    const { block } = blockOf(row.fields);
    if (!item || item.state === "missing" || item.id === null) return row;
    const lastSeen = STATE_WORDS[item.state].open ? null : item.state;
    if (block.lastSeen === lastSeen) return row;
    isChanged = true;
    return { ...row, fields: fieldsOf({ ...block, lastSeen }) };
  });
  return isChanged ? { ...record, linked } : null;
}
