/** What came of a command: changes as data, and words for the person who gave it. */
import type { AnalysisRecord, Attestation } from "#src/analysis/analysis.ts";
import type { Effect, EnsureIssue, EnsureReaction } from "#src/effect/effect.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";

/** The record comment of this analysis should say `next`. */
export interface RecordUpdate {
  readonly kind: "record";
  readonly analysis: IssueReference;
  readonly next: AnalysisRecord;
}

/** These should hold on GitHub. */
export interface Effects {
  readonly kind: "effects";
  readonly effects: readonly Effect[];
}

/** The issue should exist; once it has its number, it should be a sub-issue of `parent`. */
export interface NewItemChange {
  readonly kind: "new-item";
  readonly item: EnsureIssue;
  readonly parent: IssueReference;
}

/** The issue was declared an incident: its analysis should be opened, confirmed when `confirmed` is not null. */
export interface Declaration {
  readonly kind: "declare";
  readonly issue: IssueReference;
  readonly confirmed: Attestation | null;
}

/** Pull requests should be judged again: this one, or all that touch one of the components. */
export type Recheck =
  | { readonly kind: "recheck"; readonly pull: IssueReference }
  | { readonly kind: "recheck"; readonly components: readonly string[] };

/** One thing that should be different afterwards. */
export type CommandChange = RecordUpdate | Effects | NewItemChange | Declaration | Recheck;

/** `done`: so it is now (or was already); `refused`: understood, but not by this person or not now; `misunderstood`: the words do not say what to do. */
export interface CommandOutcome {
  readonly outcome: "done" | "refused" | "misunderstood";
  /** Null when the reaction says enough. */
  readonly reply: string | null;
  readonly changes: readonly CommandChange[];
  /** Facts that our reply keeps in its marker: an override's patch id. */
  readonly kept?: Readonly<Record<string, string>>;
}

/** The command was carried out. */
export function done(changes: readonly CommandChange[], reply: string | null = null): CommandOutcome {
  return { outcome: "done", reply, changes };
}

/** The command was understood and changes nothing; the reply says why and what would help. */
export function refused(reply: string): CommandOutcome {
  return { outcome: "refused", reply, changes: [] };
}

/** The command was not understood; the form and an example are added to the reply by `run-command`. */
export function misunderstood(reply: string): CommandOutcome {
  return { outcome: "misunderstood", reply, changes: [] };
}

/** The reaction that says the same at a glance. */
export function reactionTo(outcome: CommandOutcome["outcome"]): EnsureReaction["content"] {
  return outcome === "done" ? "+1" : outcome === "refused" ? "-1" : "confused";
}
