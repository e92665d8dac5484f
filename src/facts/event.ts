/** What happened on GitHub, in our words: the App reads it from a webhook, the Action from its event file. */
import type { Actor } from "./issue.ts";
import type { IssueReference, RepositoryName } from "./issue-reference.ts";
import type { PushedRange } from "./pull-request.ts";

/** An issue (or the issue face of a pull request) was opened, labelled, closed, moved, … */
export interface IssueEvent {
  readonly kind: "issue";
  readonly action: string;
  readonly issue: IssueReference;
  readonly isPullRequest: boolean;
  readonly labels: readonly string[];
  /** The label that was set or removed. */
  readonly label: string | null;
  /** The item block before and after an edit of the description; the empty string where there was none. Left out when it was not edited. */
  readonly edit?: { readonly before: string; readonly after: string };
  readonly sender: Actor | null;
}

/** A comment was written, edited or deleted. */
export interface CommentEvent {
  readonly kind: "comment";
  readonly action: string;
  readonly issue: IssueReference;
  readonly isPullRequest: boolean;
  readonly commentId: number;
  /** The command lines that it had before it was edited; null when it was not. */
  readonly before: string | null;
  /** Present when a bot's comment with a record was edited or deleted: what it said before and after; the empty string where it said nothing. */
  readonly record?: { readonly before: string; readonly after: string; readonly author: string };
  readonly sender: Actor | null;
}

/** A sub-issue was added to or removed from a parent. */
export interface SubIssueEvent {
  readonly kind: "sub-issue";
  readonly action: string;
  readonly parent: IssueReference;
  readonly sender: Actor | null;
}

/** A pull request was opened, pushed to, retargeted, closed, merged, … */
export interface PullRequestEvent {
  readonly kind: "pull-request";
  readonly action: string;
  readonly pull: IssueReference;
  readonly merged: boolean;
  /** The head that a push took it away from; left out for any other action. */
  readonly before?: string;
  readonly sender: Actor | null;
}

/** The merge queue asks for checks on a group, or has dropped it. */
export interface MergeGroupEvent {
  readonly kind: "merge-group";
  readonly action: string;
  readonly repository: RepositoryName;
  readonly headSha: string;
  /** `refs/heads/gh-readonly-queue/main/pr-12-<sha>`: names the last member. */
  readonly headRef: string;
  readonly baseSha: string;
  readonly baseRef: string;
}

/** Somebody asked for our check on a commit again: "Re-run", or our button. */
export interface CheckRequestEvent {
  readonly kind: "check-requested";
  readonly repository: RepositoryName;
  readonly headSha: string;
}

/** Commits were pushed to the default branch. */
export interface PushEvent {
  readonly kind: "push";
  readonly push: PushedRange;
}

/** A label was deleted or renamed for the whole repository. */
export interface LabelEvent {
  readonly kind: "label";
  readonly repository: RepositoryName;
  /** As it was called before. */
  readonly label: string;
  /** Null = deleted. */
  readonly renamedTo: string | null;
  readonly sender: Actor | null;
}

/** As a push, and the configuration is among what it changed. */
export interface PolicyEvent {
  readonly kind: "policy-changed";
  readonly repository: RepositoryName;
  readonly push: PushedRange;
}

/** We were installed on repositories, or they were added, or they came back: under another name or owner, out of the archive. */
export interface InstalledEvent {
  readonly kind: "installed";
  /** `all`: whatever the installation may see, after a suspension or with new permissions. */
  readonly repositories: readonly RepositoryName[] | "all";
}

/** All that we react to. */
export type RepositoryEvent =
  | IssueEvent
  | CommentEvent
  | SubIssueEvent
  | PullRequestEvent
  | MergeGroupEvent
  | CheckRequestEvent
  | PushEvent
  | LabelEvent
  | PolicyEvent
  | InstalledEvent;
