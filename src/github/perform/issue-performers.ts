/** The performers of everything that is written on issues: none of it stands between a pull request and its verdict. */
import type { Effect } from "#src/effect/effect.ts";
import { editIssue } from "./edit-issue.ts";
import { ensureAssignee } from "./ensure-assignee.ts";
import { ensureComment } from "./ensure-comment.ts";
import { ensureIssue } from "./ensure-issue.ts";
import { ensureLabel, removeLabel } from "./ensure-label.ts";
import { ensureReaction } from "./ensure-reaction.ts";
import { ensureSubIssue } from "./ensure-sub-issue.ts";
import type { Performer } from "./performer.ts";
import { setIssueState } from "./set-issue-state.ts";

/** The two kinds that publish a verdict. */
export type VerdictEffectKind = "ensure-check-run" | "ensure-commit-status";

/** By the kind of the effect. A new kind does not compile until it stands here or among those of verdicts. */
export const ISSUE_PERFORMERS: { readonly [K in Exclude<Effect["kind"], VerdictEffectKind>]: Performer<K> } = {
  "ensure-issue": ensureIssue,
  "edit-issue": editIssue,
  "ensure-label": ensureLabel,
  "remove-label": removeLabel,
  "ensure-comment": ensureComment,
  "ensure-sub-issue": ensureSubIssue,
  "set-issue-state": setIssueState,
  "ensure-assignee": ensureAssignee,
  "ensure-reaction": ensureReaction,
};

/** Several labels of one issue, in one write. */
export { ensureLabels } from "./ensure-label.ts";
