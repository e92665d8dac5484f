/** What GitHub says of an issue and its comments, in the words that we use; nothing is interpreted here. */
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "./issue-reference.ts";

/** The person or bot who did something. `login` of a bot ends in `[bot]`. A deleted account is `ghost`. */
export interface Actor {
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization" | "Mannequin";
}

/** Why an issue is in its state. GitHub gives null for issues that never changed it, and for some old closed ones. */
export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened" | null;

/** One issue as GitHub has it. */
export interface IssueFacts extends IssueReference {
  /** The database id, which the sub-issue operations take in place of the number. */
  readonly id: number;
  readonly title: string;
  /** The empty string when GitHub has null. */
  readonly body: string;
  readonly state: "open" | "closed";
  readonly stateReason: StateReason;
  readonly labels: readonly string[];
  readonly author: Actor;
  readonly assignees: readonly string[];
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly closedAt: Instant | null;
  readonly url: string;
  /** True for the issue face of a pull request. */
  readonly isPullRequest: boolean;
  readonly locked: boolean;
}

/** One comment on an issue or pull request. */
export interface CommentFacts {
  readonly id: number;
  readonly issue: IssueReference;
  readonly author: Actor;
  readonly body: string;
  readonly createdAt: Instant;
  /** Later than `createdAt` when the comment was edited. */
  readonly updatedAt: Instant;
  readonly url: string;
}

/** A comment that somebody wrote, and whether we have answered it with a reaction: then everything that it asks for was done. */
export interface SaidComment extends CommentFacts {
  readonly answered: boolean;
}

/** An issue under our umbrella label, with the comment of ours that carries its record, where there is one. */
export interface TrackedIssue {
  readonly issue: IssueFacts;
  /** Our first comment that carries a record marker; null when the issue has none. */
  readonly recordComment: CommentFacts | null;
}

/** All that the two listings by the umbrella label gave. */
export interface TrackedIssues {
  readonly tracked: readonly TrackedIssue[];
  /** The moment that the listing describes, from GitHub's `Date` header. */
  readonly asOf: Instant;
}

/** Which issues to list. */
export interface TrackedIssuesQuery {
  /** The umbrella label. */
  readonly label: string;
  /** Closed issues count when they were updated at or after this. */
  readonly since: Instant;
}

/** One thing that happened on an issue, from its timeline: material for the draft timeline. */
export interface ActivityFacts {
  readonly at: Instant;
  readonly actor: Actor | null;
  /** GitHub's event name: `labeled`, `assigned`, `commented`, `cross-referenced`, `closed`, `referenced`, … */
  readonly event: string;
  /** What it was about in a few words: the label, the assignee, the commit's first line, the title of the other issue, the comment's body. */
  readonly detail: string;
  /** Where it can be seen; null when GitHub gives no address. */
  readonly url: string | null;
}

/** Roles that GitHub gives on a repository, from most to least; `none` includes people whom GitHub does not know. */
export type Permission = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** True when `held` is at least `needed`. */
export function permits(held: Permission, needed: Permission): boolean {
  const order: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];
  return order.indexOf(held) >= order.indexOf(needed);
}
