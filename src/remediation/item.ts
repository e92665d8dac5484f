/** The remediation item: what will be done, by whom, until when, and how one can tell that it worked. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Actor } from "#src/facts/issue.ts";
import type { ChangeReference } from "#src/facts/change-reference.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";

/** P0 blocks a release or can recur now; P3 is a wish. No priority counts as P1. */
export type Priority = "P0" | "P1" | "P2" | "P3";

/** What kind of follow-up this is; the words of Lunney, Lueder and Beyer (;login: Spring 2017). */
export const ITEM_TYPES = ["prevent", "mitigate", "detect", "repair", "investigate", "process"] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/**
 * The life of an item. Only `accepted`, `in-progress`, `reopened`, `closed-without-reason` and `missing` gate.
 * `done-unproven` = closed as completed without a merged pull request or evidence (gates under `preset: strict`).
 */
export type ItemState =
  | "proposed"
  | "accepted"
  | "in-progress"
  | "reopened"
  | "done"
  | "done-unproven"
  | "verified"
  | "rejected"
  | "accepted-risk"
  | "closed-without-reason"
  | "missing";

/** Who decided what about an item, with the reason where one is asked for. */
export interface Decision {
  readonly by: string;
  readonly at: Instant;
  readonly reason: string | null;
}

/** A pull request that is to deliver an item, as far as our block on the item says. */
export interface ItemPullRequest {
  readonly reference: IssueReference;
  /** `part-merged`: it was merged, and delivered a sub-issue of the item. */
  readonly state: "open" | "merged" | "part-merged" | "closed" | "reverted";
}

/** Somebody showed that the fix works: a link or a few words. */
export interface Verification {
  readonly by: string;
  readonly at: Instant;
  readonly evidence: string;
}

/** The item was closed by decision instead of by a fix; that needs an owner and a written reason. */
export interface ClosingDecision extends Decision {
  readonly kind: "rejected" | "accepted-risk";
}

/** No reminders about an item until the beginning of a day; its due date and what it holds back stay as they are. */
export interface Snooze extends Decision {
  /** `YYYY-MM-DD`. */
  readonly until: string;
}

/**
 * A fact that shows that a fix did not hold: what undid it or its guard, the incident that came again, or the alert or incident that
 * the fix itself brought. `partly-reverted` only raises the question: some of its files are as they were before.
 */
export interface VerificationFailure {
  readonly kind: "reverted" | "partly-reverted" | "guard-removed" | "recurrence" | "new-alert" | "new-incident";
  readonly by: ChangeReference;
  readonly at: Instant;
}

/** One remediation item, read from its issue: labels, state and the visible block in its body (or, for an adopted issue, on the PIA's record). */
export interface RemediationItem {
  readonly issue: IssueReference;
  /** Database id, for sub-issue links; null for an item that we no longer see. */
  readonly id: number | null;
  readonly title: string;
  readonly url: string;
  readonly author: Actor;
  readonly analysis: IssueReference | null;
  /** Component names, aliases resolved, sorted. */
  readonly components: readonly string[];
  /** As labelled; null when no priority is set (the gate counts that as P1). */
  readonly priority: Priority | null;
  readonly type: ItemType | null;
  readonly handling: "patch" | "process" | null;
  /** `YYYY-MM-DD`, as stated. */
  readonly dueDate: string | null;
  readonly doneWhen: string | null;
  readonly assignees: readonly string[];
  readonly state: ItemState;
  readonly accepted: Decision | null;
  /** The last decision to close the item without a fix; it stays visible when the item is opened again. */
  readonly decision: ClosingDecision | null;
  readonly verification: Verification | null;
  readonly pullRequests: readonly ItemPullRequest[];
  /** Path of the file that keeps the fault from coming back unnoticed; null when none is named. */
  readonly guard: string | null;
  readonly snooze: Snooze | null;
  /** The last reminder, as `remediation/reminder` names it. */
  readonly reminded: string | null;
  readonly evidenceAsked: Instant | null;
  /** What showed that the fix did not hold, oldest first; they stay visible. */
  readonly failures: readonly VerificationFailure[];
  /** How often the due date was moved; the second time needs an owner. */
  readonly redates: number;
  /** True when somebody else wrote the issue and it was taken in by `/pia link`: its block stands on the PIA's record. */
  readonly adopted: boolean;
  readonly createdAt: Instant;
  readonly closedAt: Instant | null;
  /** Rows of the block that could not be read, in plain words. */
  readonly problems: readonly string[];
}
