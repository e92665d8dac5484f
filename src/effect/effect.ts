/** The closed list of what Aftercare can make true on GitHub. Effects are data: flows return them, `github/perform` makes them so. */
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type { PublishedVerdict } from "#src/facts/pull-request.ts";
import type { Marker } from "./marker.ts";

/** An issue with this marker, by us, should exist. Found by marker first; created only when none is there. Never rewrites an existing one. */
export interface EnsureIssue {
  readonly kind: "ensure-issue";
  readonly repository: RepositoryName;
  readonly marker: Marker;
  readonly title: string;
  /** Must contain the rendered marker. */
  readonly body: string;
  /** The umbrella label must be among them: look-ups go by it. */
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  /** An issue of the same repository under which a new one is made in the same write, where the host can: `ensure-sub-issue` makes sure of it. */
  readonly parent?: IssueReference;
}

/** The issue's title or body should read so. `expected` is the text that the decision saw: when GitHub has another by now, nothing is written and the performer reports `stale`. */
export interface EditIssue {
  readonly kind: "edit-issue";
  readonly issue: IssueReference;
  readonly title?: string;
  readonly body?: { readonly expected: string; readonly next: string };
}

/** The issue should carry the label; other labels stay. The label is made in the repository with this colour and description when it is new. */
export interface EnsureLabel {
  readonly kind: "ensure-label";
  readonly issue: IssueReference;
  readonly label: string;
}

/** The issue should not carry the label; other labels stay. */
export interface RemoveLabel {
  readonly kind: "remove-label";
  readonly issue: IssueReference;
  readonly label: string;
}

/** One comment with this marker, by us, should stand on the issue with this text: created once, edited in place after. */
export interface EnsureComment {
  readonly kind: "ensure-comment";
  readonly issue: IssueReference;
  readonly marker: Marker;
  /** Must contain the rendered marker. */
  readonly body: string;
  /** The text that the decision was made on: when the comment says something else by now, the effect is `stale` and nothing is written. Absent = whatever stands there is replaced. */
  readonly expected?: string;
}

/** `child` should be a sub-issue of `parent`. Hosts without sub-issues: reported as `unsupported`, never an error. */
export interface EnsureSubIssue {
  readonly kind: "ensure-sub-issue";
  readonly parent: IssueReference;
  readonly child: IssueReference;
}

/** The issue should be open, or closed with this reason. */
export interface SetIssueState {
  readonly kind: "set-issue-state";
  readonly issue: IssueReference;
  readonly state: "open" | "closed";
  readonly reason: "completed" | "not_planned" | "reopened";
}

/** The person should be assigned. GitHub silently drops people who cannot be: then reported as `refused`, and those who were assigned stay. */
export interface EnsureAssignee {
  readonly kind: "ensure-assignee";
  readonly issue: IssueReference;
  readonly login: string;
  /** True: nobody else should be. */
  readonly alone?: true;
}

/** Our reaction should stand on the comment. */
export interface EnsureReaction {
  readonly kind: "ensure-reaction";
  readonly repository: RepositoryName;
  readonly commentId: number;
  readonly content: "+1" | "-1" | "confused" | "eyes" | "rocket" | "hooray";
}

/** A completed check run of this name should stand on the commit and say this. Written again only when `fingerprint` differs from the one that stands there. */
export interface EnsureCheckRun {
  readonly kind: "ensure-check-run";
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly name: string;
  readonly conclusion: "success" | "failure" | "neutral";
  readonly title: string;
  readonly summary: string;
  readonly text: string;
  /** Kept as `external_id`. */
  readonly fingerprint: string;
  readonly actions: readonly { readonly label: string; readonly description: string; readonly identifier: string }[];
  /** What the decision saw standing there (`none`: nothing); absent = the performer looks. */
  readonly present?: PublishedVerdict | "none";
}

/** A commit status of this context should stand on the commit. The fingerprint stands in the description's end as `[abcdef12]`. */
export interface EnsureCommitStatus {
  readonly kind: "ensure-commit-status";
  readonly repository: RepositoryName;
  readonly sha: string;
  readonly context: string;
  readonly state: "success" | "failure" | "pending" | "error";
  /** At most 140 characters with the fingerprint. */
  readonly description: string;
  readonly targetUrl: string | null;
  readonly fingerprint: string;
  /** What the decision saw standing there (`none`: nothing); absent = the performer looks. */
  readonly present?: PublishedVerdict | "none";
}

/** All that can be made true. A new kind is one member here; the performers' mapped type then does not compile until it is performed. */
export type Effect =
  | EnsureIssue
  | EditIssue
  | EnsureLabel
  | RemoveLabel
  | EnsureComment
  | EnsureSubIssue
  | SetIssueState
  | EnsureAssignee
  | EnsureReaction
  | EnsureCheckRun
  | EnsureCommitStatus;

/** What became of an effect. */
export interface Performed {
  readonly effect: Effect;
  /**
   * `done`: written; `held`: it was so already; `stale`: somebody changed it meanwhile, evaluate again;
   * `unsupported`: this host does not know it; `refused`: GitHub did not allow it.
   */
  readonly outcome: "done" | "held" | "stale" | "unsupported" | "refused";
  /** The issue that an `ensure-issue` found or made. */
  readonly issue?: IssueReference & { readonly id: number; readonly url: string };
  /** The issue was made under the `parent` of its `ensure-issue`. */
  readonly linked?: true;
  /** The comment that an `ensure-comment` found or made. */
  readonly comment?: { readonly id: number; readonly url: string };
  /** The check run that stands now: found or made by an `ensure-check-run`. */
  readonly checkRun?: { readonly id: number };
  /** In plain words, why it was refused or is unsupported. */
  readonly reason?: string;
}
