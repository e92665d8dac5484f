/** Rows of the in-memory store: accounts, repositories, issues and what hangs on them. Plain data, safe for `structuredClone`. */
import type { PullRow, RepositoryPullState } from "./pull-rows.ts";

/** Permission levels of GitHub's repository roles, weakest first. */
export const ROLES = ["read", "triage", "write", "maintain", "admin"] as const;
/** A repository role. */
export type Role = (typeof ROLES)[number];

/** A user, an organisation or a bot. Logins compare without case. */
export interface AccountRow {
  readonly id: number;
  login: string;
  readonly type: "User" | "Organization" | "Bot";
  name: string | null;
  email: string | null;
  readonly createdAt: number;
  /** Organisations only: lower-case login → role. */
  readonly members: Map<string, "admin" | "member">;
}

/** A team of an organisation. */
export interface TeamRow {
  readonly id: number;
  readonly organization: string;
  readonly slug: string;
  readonly name: string;
  /** Lower-case logins. */
  readonly members: Set<string>;
  /** Repository id → role. */
  readonly repositories: Map<number, Role>;
}

/** A label of a repository. Issues hold label ids, so that a rename reaches them all. */
export interface LabelRow {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

/** A milestone, as far as issues need one. */
export interface MilestoneRow {
  readonly id: number;
  readonly number: number;
  title: string;
  description: string | null;
  state: "open" | "closed";
  readonly creator: string;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  dueOn: number | null;
}

/** The contents of a reaction that GitHub knows. */
export const REACTION_CONTENTS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"] as const;
/** One of GitHub's eight reactions. */
export type ReactionContent = (typeof REACTION_CONTENTS)[number];

/** One person's reaction. */
export interface ReactionRow {
  readonly id: number;
  readonly user: string;
  readonly content: ReactionContent;
  readonly createdAt: number;
}

/** Something that happened to an issue, as `GET …/timeline` and `…/events` tell it. */
export interface IssueEventRow {
  readonly id: number;
  /** `labeled`, `closed`, `renamed`, … */
  readonly event: string;
  readonly actor: string;
  /** The App that acted, if any. */
  readonly appId: number | null;
  readonly createdAt: number;
  readonly commitId: string | null;
  /** Further properties, rendered as they are (`label`, `assignee`, `rename`, …). */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Why an issue has its state. */
export type StateReason = "completed" | "reopened" | "not_planned" | "duplicate";

/** An issue or (with `pull`) a pull request: they share one number sequence. */
export interface IssueRow {
  readonly id: number;
  readonly repositoryId: number;
  readonly number: number;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: StateReason | null;
  locked: boolean;
  lockReason: string | null;
  readonly user: string;
  /** The App through which it was written, null for people. */
  readonly appId: number | null;
  labels: number[];
  assignees: string[];
  milestone: number | null;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closedBy: string | null;
  reactions: ReactionRow[];
  /** Ids (not numbers) of the sub-issues, in their order. */
  subIssues: number[];
  parent: number | null;
  blockedBy: number[];
  events: IssueEventRow[];
  readonly pull: PullRow | null;
}

/** A comment on an issue or pull request. */
export interface CommentRow {
  readonly id: number;
  readonly issueId: number;
  readonly user: string;
  readonly appId: number | null;
  body: string;
  readonly createdAt: number;
  updatedAt: number;
  /** Who changed the text last, and when; null = as it was written. REST shows only `updated_at`, GraphQL both. */
  edited: { readonly by: string; readonly at: number } | null;
  reactions: ReactionRow[];
}

/** Where a number went that no longer answers 200. */
export type Gone =
  | { readonly kind: "deleted" }
  | { readonly kind: "transferred"; readonly repositoryId: number; readonly number: number };

/** A repository. */
export interface RepositoryRow extends RepositoryPullState {
  readonly id: number;
  owner: string;
  name: string;
  description: string | null;
  private: boolean;
  archived: boolean;
  hasIssues: boolean;
  defaultBranch: string;
  readonly fork: boolean;
  /** The repository that a fork was made from. */
  readonly parentId: number | null;
  readonly createdAt: number;
  updatedAt: number;
  pushedAt: number;
  /** Lower-case login → role; owners are admin without an entry. */
  readonly collaborators: Map<string, Role>;
  labels: LabelRow[];
  milestones: MilestoneRow[];
  nextNumber: number;
  issues: Map<number, IssueRow>;
  comments: Map<number, CommentRow>;
  readonly gone: Map<number, Gone>;
  /** `owner/name`, lower case, under which it answers 301. */
  readonly formerNames: Set<string>;
}
