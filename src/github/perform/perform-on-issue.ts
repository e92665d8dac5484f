/** Makes true what is written on issues: none of it stands between a pull request and its verdict, so the gate never loads it. */
import type { Effect } from "#src/effect/effect.ts";
import type { Client } from "#src/github/client.ts";
import { editIssue } from "./edit-issue.ts";
import { ensureAssignee } from "./ensure-assignee.ts";
import { ensureComment } from "./ensure-comment.ts";
import { ensureIssue } from "./ensure-issue.ts";
import { ensureLabel, ensureLabels, removeLabel } from "./ensure-label.ts";
import { ensureReaction } from "./ensure-reaction.ts";
import { ensureSubIssue } from "./ensure-sub-issue.ts";
import { byKind, type EffectOf, type Outcome, type Performers } from "./performer.ts";
import { setIssueState } from "./set-issue-state.ts";

/** The two kinds that publish a verdict. */
export type VerdictEffectKind = "ensure-check-run" | "ensure-commit-status";

/** The others. */
export type IssueEffect = EffectOf<Exclude<Effect["kind"], VerdictEffectKind>>;

/** A new kind does not compile until it stands here or among those of verdicts. */
const PERFORMERS: Performers<IssueEffect["kind"]> = {
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

/** Performs one effect, or several labels of one issue, which GitHub takes in one write. */
export function performOnIssue(
  client: Client,
  first: IssueEffect,
  others: readonly EffectOf<"ensure-label">[],
): Promise<Outcome> {
  if (first.kind !== "ensure-label" || others.length === 0) return byKind(PERFORMERS, client, first);
  const labels = [first, ...others].map(({ label }) => label);
  return ensureLabels(client, first.issue, labels);
}
