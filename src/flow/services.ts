/** The ports: what the flows need from the outside. Adapters implement them; tests and the demo use the real ones against the stand-in. */
import type { Instant } from "#src/calendar/instant.ts";
import type { Rates } from "#src/cost/rates.ts";
import type { Effect, Performed } from "#src/effect/effect.ts";
import type { MergeGroupEvent } from "#src/facts/event.ts";
import type {
  ActivityFacts,
  CommentFacts,
  IssueFacts,
  Permission,
  SaidComment,
  TrackedIssues,
  TrackedIssuesQuery,
} from "#src/facts/issue.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type {
  BroughtAlert,
  ChangedFile,
  ChangedFiles,
  MergedVerdict,
  MergedVerdictsQuery,
  PublishedVerdict,
  PullRequestFacts,
  PushedRange,
  UndonePull,
} from "#src/facts/pull-request.ts";
import type { Looked, RevertEvidence, SecurityEvidence } from "#src/gate/facts.ts";
import type { PolicyCommit, PolicyFile, RepositoryFacts } from "#src/facts/repository.ts";
import type { BudgetSource, SignalSource, VerdictObserver } from "./monitoring.ts";
import type { Rechecks, Snapshots } from "./rechecks.ts";

/** Thrown by every read when GitHub cannot be reached, answers 5xx or limits us: the queue retries, the gate counts the source as unknown. A 404 or 410 is a value, never this. */
export class GitHubUnavailable extends Error {
  readonly source: string;
  /** When GitHub said to come back; null when it did not say. */
  readonly retryAt: Instant | null;
  /** True when GitHub was away (5xx, broken connection, time-out): trying again for hours is right. */
  readonly outage: boolean;
  constructor(
    source: string,
    message: string,
    when: { readonly retryAt?: Instant | null; readonly outage?: boolean } = {},
  ) {
    super(message);
    this.name = "GitHubUnavailable";
    this.source = source;
    this.retryAt = when.retryAt ?? null;
    this.outage = when.outage ?? false;
  }
}

/**
 * Thrown by `perform` when GitHub could not be reached for some effects. `performed` says what became of the others.
 * All effects may be performed again: what holds already is left alone.
 */
export class EffectsUnfinished extends GitHubUnavailable {
  readonly performed: readonly Performed[];
  readonly unfinished: readonly Effect[];
  constructor(cause: GitHubUnavailable, performed: readonly Performed[], unfinished: readonly Effect[]) {
    super(cause.source, cause.message, cause);
    this.name = "EffectsUnfinished";
    this.performed = performed;
    this.unfinished = unfinished;
  }
}

/** The address of the page on which something is added to an analysis without a name; it lets in whoever has it. */
export type OmissionPage = (analysis: IssueReference) => string;

/** A pull request with what one request told beside it. Null = not told: each has a read of its own. */
export interface PullSnapshot {
  readonly pull: PullRequestFacts;
  readonly closingIssues: readonly IssueReference[] | null;
  /** The configuration at its head. */
  readonly headPolicy: PolicyFile | null;
  /** Our check run on its head; `none`: looked, and there is none. */
  readonly published: PublishedVerdict | "none" | null;
  readonly files: ChangedFiles | null;
}

/** All that a plain verdict rests on, but the changed files. */
export interface GateStart {
  readonly snapshot: PullSnapshot;
  /** Of the default branch. */
  readonly policy: PolicyFile;
  readonly tracked: TrackedIssues;
  /** The newest open issue with the usual label of an analysis, whether or not it has the umbrella label. */
  readonly newestAnalysis: Pick<IssueFacts, "number" | "body" | "author" | "labels"> | null;
}

/** GitHub as one installation (App) or one token (Action) sees it. Reads give facts; `perform` makes effects true. */
export interface GitHub {
  /** Our own login on GitHub: `aftercare[bot]` or `github-actions[bot]`. */
  readonly self: string;
  /** The time by GitHub's last `Date` header, else by the machine's clock: the `now` of every decision. */
  now(): Instant;
  /** True where the host is known to have no sub-issues (older GitHub Enterprise Server). */
  lacksSubIssues(): boolean;
  readRepository(repository: RepositoryName): Promise<RepositoryFacts | null>;
  /** The configuration on this branch or commit (default: the default branch). Null = the repository cannot be read. */
  readPolicyFile(repository: RepositoryName, ref?: string): Promise<PolicyFile | null>;
  /** The text of a file on a branch or commit. Null = there is no such file, it is a directory, or it is out of sight. */
  readFile(repository: RepositoryName, path: string, ref: string): Promise<string | null>;
  /** Commits that changed the configuration, newest first, at most ten: where the last valid one is looked for. */
  readPolicyHistory(repository: RepositoryName, ref: string): Promise<readonly PolicyCommit[]>;
  /** True when rules protect the branch; false also when it does not exist. */
  isProtectedBranch(repository: RepositoryName, branch: string): Promise<boolean>;
  /** Numbers of the pull requests whose commits a merge group brings to its base, as far as GitHub says. */
  listMergeGroupMembers(group: MergeGroupEvent): Promise<readonly number[]>;
  /** Open issues with the label, and those updated since `since`, each with our record comment where it has one. */
  readTrackedIssues(repository: RepositoryName, query: TrackedIssuesQuery): Promise<TrackedIssues>;
  /** Null = deleted (410), transferred (301 elsewhere) or out of sight (404). */
  readIssue(issue: IssueReference): Promise<IssueFacts | null>;
  /** The issue wherever it lives now, under the name of that place. Null = deleted, or out of sight. */
  findIssue(issue: IssueReference): Promise<IssueFacts | null>;
  /** Oldest first. */
  readComments(issue: IssueReference): Promise<readonly CommentFacts[]>;
  /** People's comments, written or edited since, that carry none of the reactions by which we answer; oldest first. */
  readUnanswered(issue: IssueReference, since: Instant): Promise<readonly CommentFacts[]>;
  readComment(repository: RepositoryName, commentId: number): Promise<SaidComment | null>;
  /** The issue's timeline, oldest first. */
  readActivity(issue: IssueReference): Promise<readonly ActivityFacts[]>;
  /** The issue of which this one is a sub-issue; null where there is none, or none in sight. */
  readParent(issue: IssueReference): Promise<IssueReference | null>;
  /** Sub-issues of an issue, in their order; empty where the host has none. */
  readSubIssues(issue: IssueReference): Promise<readonly IssueFacts[]>;
  readPullRequest(pull: IssueReference): Promise<PullRequestFacts | null>;
  /**
   * The pull request, the policy of the default branch and the tracked issues at once; `check` names our check run.
   * Null where one request cannot tell it (no GraphQL, or not in sight): the plain reads tell.
   */
  readGateStart(
    pull: IssueReference,
    query: TrackedIssuesQuery & { readonly check: string },
  ): Promise<GateStart | null>;
  /** Every open pull request with what comes along, fifty a request; null where GraphQL does not serve. */
  readOpenPulls(
    repository: RepositoryName,
    query: { readonly check: string; readonly files: boolean },
  ): Promise<readonly PullSnapshot[] | null>;
  /** Open pull requests of the repository, newest update first. */
  listOpenPullRequests(repository: RepositoryName): Promise<readonly PullRequestFacts[]>;
  /** Open pull requests with the same head, this one among them; also when it comes from a fork. */
  listPullRequestsSharingHead(pull: PullRequestFacts): Promise<readonly PullRequestFacts[]>;
  /** Pull requests whose head (or history) has this commit. GitHub answers none for a commit that lives in a fork only. */
  listPullRequestsForCommit(repository: RepositoryName, sha: string): Promise<readonly PullRequestFacts[]>;
  readChangedFiles(pull: PullRequestFacts): Promise<ChangedFiles>;
  /** Issues that GitHub itself says the pull request closes (keywords and the sidebar); empty where GraphQL is refused or absent. */
  readClosingIssues(pull: IssueReference): Promise<readonly IssueReference[]>;
  readPermission(repository: RepositoryName, login: string): Promise<Permission>;
  /** Logins of the members of `@org/team`; null where this face may not read teams. */
  readTeamMembers(team: string): Promise<readonly string[] | null>;
  /** Identifies the change of a pull request whatever its base, as `git patch-id` does: a base update keeps it, a new change does not. */
  readPatchId(pull: PullRequestFacts): Promise<string>;
  /** Who set each label that was ever set, the last setter of each, by label in lower case. */
  readLabelSetters(issue: IssueReference): Promise<ReadonlyMap<string, string>>;
  /** Whether the pull request undoes a commit that is on its base, by the diffs and not by its title. */
  readRevertEvidence(pull: PullRequestFacts): Promise<Looked<RevertEvidence>>;
  /** Which of these merged pull requests this one, or this push, undoes, by the diffs alone. */
  readUndone(change: IssueReference | PushedRange, merged: readonly IssueReference[]): Promise<readonly UndonePull[]>;
  /** What is left of a merged pull request's change in the files as they are on this commit. */
  readRemains(pull: IssueReference, ref: string): Promise<"all" | "some" | "none">;
  /** True when the commit is in the history of the branch or commit `ref`. */
  contains(repository: RepositoryName, commit: string, ref: string): Promise<boolean>;
  /** Files that a push changed, the first 300; none when its commits are gone. */
  readPushedFiles(push: PushedRange): Promise<readonly ChangedFile[]>;
  /** Alerts of code scanning that appeared since, with what brought them; null where this face may not look. */
  readBroughtAlerts(repository: RepositoryName, since: Instant): Promise<readonly BroughtAlert[] | null>;
  /** An advisory or alert that the pull request names and that GitHub knows. */
  readSecurityEvidence(pull: PullRequestFacts): Promise<Looked<SecurityEvidence>>;
  /** Our verdict that stands on the commit, as a check run or a status of this name. */
  readPublishedVerdict(repository: RepositoryName, sha: string, name: string): Promise<PublishedVerdict | null>;
  /** Merged pull requests of a stretch of time with what our verdict said of them, in the order of the merges; one request each. */
  readMergedVerdicts(repository: RepositoryName, query: MergedVerdictsQuery): Promise<readonly MergedVerdict[]>;
  /** Performs in order; each effect is compared with what GitHub has and written only when it differs. Throws EffectsUnfinished when some could not be made true. */
  perform(effects: readonly Effect[]): Promise<readonly Performed[]>;
}

/** Structured log lines: static messages, data apart, never bodies, tokens or payloads. */
export interface Log {
  info(data: Readonly<Record<string, unknown>>, message: string): void;
  warn(data: Readonly<Record<string, unknown>>, message: string): void;
  error(data: Readonly<Record<string, unknown>>, message: string): void;
}

/** How the faces differ for a flow: which face is running, and whether the operator has broken the glass (`AFTERCARE_MODE=report`). */
export interface Face {
  readonly kind: "app" | "action" | "cli";
  /** The operator's break-glass: evaluate, report, never fail. */
  readonly reportOnly: boolean;
}

/** What is remembered: `records` (policy and tracked issues), `pulls` (that the list is whole), `pull`, its `files`, the `verdict` on a commit; the `outcome` of a comment's commands; until when a sweep has `listened`. */
export type ProjectionKind = "records" | "pulls" | "pull" | "files" | "verdict" | "outcome" | "listened";

/** One remembered document. */
export interface ProjectionEntry {
  readonly name: string;
  /** A second name to find it by: the head of a pull request. */
  readonly tag: string | null;
  /** Plain data (maps included); null = it is known to be there, but what was read of it does not count any more. */
  readonly value: unknown;
}

/** What the App remembers of GitHub, so that a verdict costs no read: forgetting costs a read, never a fact. Tickets are taken before reads begin: an older answer never replaces a newer one, nor one that was read before something changed. */
export interface Projection {
  ticket(): Promise<number>;
  /** Null = not known, or forgotten. */
  load(repository: RepositoryName, kind: ProjectionKind, name: string): Promise<unknown>;
  /** In order of their names; with a tag only those that carry it. */
  loadAll(repository: RepositoryName, kind: ProjectionKind, tag?: string): Promise<readonly ProjectionEntry[]>;
  /** Keeps what was read since the ticket, unless something newer is known. */
  save(
    repository: RepositoryName,
    entries: readonly (ProjectionEntry & { readonly kind: ProjectionKind })[],
    ticket: number,
  ): Promise<void>;
  /** Something changed: answers of reads that have begun before now do not count. */
  forget(repository: RepositoryName, kind: ProjectionKind, name: string): Promise<void>;
  /** Of what was known before the ticket only these names stay. */
  retain(
    repository: RepositoryName,
    kind: ProjectionKind,
    kept: { readonly names: readonly string[]; readonly ticket: number },
  ): Promise<void>;
}

/** Everything a flow needs. */
export interface Services {
  readonly github: GitHub;
  readonly log: Log;
  readonly face: Face;
  readonly rechecks: Rechecks;
  /** Left out where Prometheus is not configured or, as in the Action, not reachable: then the App's snapshot counts. */
  readonly budgetSource?: BudgetSource;
  /** Left out where Prometheus is not configured, and in the Action. */
  readonly signalSource?: SignalSource;
  /** Left out where no snapshots are published: everywhere but in the App. */
  readonly snapshots?: Snapshots;
  /** What an hour costs, from the operator's environment; left out where nobody said. */
  readonly rates?: Rates;
  /** Left out where no page of ours can be reached. */
  readonly omissionPage?: OmissionPage;
  /** Told of verdicts on merge groups. */
  readonly judged?: VerdictObserver;
  /** Left out where nothing outlives a run: then every verdict reads what it needs. */
  readonly projection?: Projection;
}
