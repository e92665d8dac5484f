/** What GitHub says of a pull request, its files and its checks. */
import type { Instant } from "#src/calendar/instant.ts";
import type { AlertReference } from "./change-reference.ts";
import type { Actor } from "./issue.ts";
import type { IssueReference, RepositoryName } from "./issue-reference.ts";
import type { RepositoryFacts } from "./repository.ts";

/** One pull request as GitHub has it. */
export interface PullRequestFacts extends IssueReference {
  readonly id: number;
  readonly title: string;
  /** The empty string when GitHub has null. */
  readonly body: string;
  readonly state: "open" | "closed";
  readonly merged: boolean;
  readonly draft: boolean;
  /** What the reviewers have decided; left out where nothing was, or GitHub was not asked (REST does not tell). */
  readonly review?: "approved" | "changes-requested";
  /** Auto-merge is on. Left out where it is not, or GitHub was not asked. */
  readonly mergesByItself?: true;
  readonly author: Actor;
  readonly labels: readonly string[];
  readonly headSha: string;
  readonly headRef: string;
  /** Null when the fork was deleted. */
  readonly headRepository: RepositoryName | null;
  readonly baseRef: string;
  readonly baseSha: string;
  /** The repository that it would be merged into. */
  readonly repository: RepositoryFacts;
  /** How many files GitHub counts; null in listings, where GitHub does not give it. */
  readonly changedFiles: number | null;
  readonly mergeCommitSha: string | null;
  /** Of a merged one, where the read tells it. */
  readonly mergedAt?: Instant;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly url: string;
}

/** One changed file of a pull request; a rename names both paths. */
export interface ChangedFile {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: "added" | "removed" | "modified" | "renamed" | "copied" | "changed" | "unchanged";
}

/** A merged pull request, and what our check or status said of its last commit. */
export interface MergedVerdict extends IssueReference {
  readonly title: string;
  /** The first line, cut where GitHub has room for no more; null = it said nothing. */
  readonly said: string | null;
  /** The check's summary, which names the rule of each component; the empty string for a status. */
  readonly summary: string;
}

/** Which merges: within `[from, to)`. */
export interface MergedVerdictsQuery {
  readonly from: Instant;
  readonly to: Instant;
  /** Of the check run or status. */
  readonly name: string;
}

/** The changed files, and whether they are all of them (GitHub lists 3,000 at most, and may list fewer than it counts). */
export interface ChangedFiles {
  readonly files: readonly ChangedFile[];
  readonly complete: boolean;
  /** How many files GitHub counts on the pull request. */
  readonly counted: number;
}

/** What a push brought to a branch: everything between the two commits. */
export interface PushedRange extends RepositoryName {
  readonly before: string;
  readonly after: string;
  /** `before` is not in the history of `after`: commits were dropped. */
  readonly forced?: true;
}

/** A merged pull request whose change was given back. */
export interface UndonePull {
  readonly pull: IssueReference;
  /** `whole`: every file of it; `part`: only some. */
  readonly extent: "whole" | "part";
}

/** An alert of code scanning, and the merged pull requests that last changed its file. */
export interface BroughtAlert {
  readonly alert: AlertReference;
  readonly by: readonly IssueReference[];
}

/** The verdict that stands on a commit now, as far as our own check run or status says. */
export interface PublishedVerdict {
  readonly id: number | null;
  /** Hash of all that the verdict said; equal hash = nothing to write. */
  readonly fingerprint: string | null;
  readonly conclusion: string | null;
}
