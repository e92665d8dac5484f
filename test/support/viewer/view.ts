/** What the viewer shows, apart from how the stand-in keeps it. Times are seconds since 1970. */

/** A coloured pill. */
export interface ViewedLabel {
  readonly name: string;
  /** Six hexadecimal digits. */
  readonly color: string;
  readonly description: string | null;
}

/** One line of a list of issues or pull requests, also used for sub-issues. */
export interface ViewedRow {
  readonly kind: "issue" | "pull";
  readonly repository: string;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly createdAt: number;
  readonly state: "open" | "closed" | "not planned" | "merged" | "draft";
  readonly labels: readonly ViewedLabel[];
  readonly assignees: readonly string[];
  readonly comments: number;
  /** Done and all of its sub-issues; null without any. */
  readonly progress: { readonly done: number; readonly all: number } | null;
}

/** Something that people read: a description or a comment. */
export interface ViewedPost {
  readonly id: string;
  readonly author: string;
  readonly at: number;
  readonly edited: boolean;
  readonly body: string;
  /** Content (`+1`) → how many. */
  readonly reactions: Readonly<Record<string, number>>;
}

/** A small line between the comments: `added the label`. */
export interface ViewedEvent {
  readonly actor: string;
  readonly at: number;
  readonly event: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** A check run or commit status. */
export interface ViewedCheck {
  readonly name: string;
  /** Who reported it. */
  readonly by: string;
  /** A check run's conclusion or a status' state; `in progress` until there is one. */
  readonly outcome: string;
  readonly tone: "good" | "bad" | "neutral" | "waiting";
  readonly required: boolean;
  /** The first line: a check's title, a status' description. */
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  readonly annotations: readonly {
    readonly path: string;
    readonly line: number;
    readonly level: string;
    readonly message: string;
  }[];
  /** Buttons. */
  readonly actions: readonly { readonly label: string; readonly description: string }[];
}

/** Whether the pull request can be merged, in GitHub's words. */
export interface ViewedMerge {
  readonly state: "merged" | "closed" | "draft" | "blocked" | "ready";
  /** Why it is blocked; empty otherwise. */
  readonly reasons: readonly string[];
}

/** What a pull request has besides. */
export interface ViewedPull {
  readonly base: string;
  readonly head: string;
  readonly sha: string;
  readonly checks: readonly ViewedCheck[];
  readonly merge: ViewedMerge;
}

/** One page of an issue or a pull request. */
export interface ViewedThread extends ViewedRow {
  readonly description: ViewedPost;
  readonly posts: readonly ViewedPost[];
  readonly events: readonly ViewedEvent[];
  readonly subIssues: readonly ViewedRow[];
  readonly parent: ViewedRow | null;
  readonly blockedBy: readonly ViewedRow[];
  readonly milestone: string | null;
  readonly pull: ViewedPull | null;
}

/** A repository with its lists. */
export interface ViewedRepository {
  /** `owner/name`. */
  readonly name: string;
  readonly description: string | null;
  readonly rows: readonly ViewedRow[];
}

/** Where the viewer reads. It reads afresh for every page, and never writes. */
export interface ViewSource {
  repositories(): readonly ViewedRepository[];
  /** Null when there is none. */
  thread(repository: string, number: number): ViewedThread | null;
}
