/** Rows of the store around git, pull requests, checks, branch rules and merge queues. Plain data, safe for `structuredClone`. */
import type { AdvisoryRow, AlertRow } from "./alert-rows.ts";
import { createObjectStore, type ObjectStore } from "./git/objects.ts";

/** A repository's git data. */
export interface GitStore {
  readonly objects: ObjectStore;
  /** Full ref name (`refs/heads/main`) → commit. */
  readonly refs: Map<string, string>;
}

/** A review of a pull request. */
export interface ReviewRow {
  readonly id: number;
  readonly user: string;
  body: string;
  state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  readonly commitId: string;
  /** Null while pending. */
  submittedAt: number | null;
}

/** What makes an issue row a pull request. */
export interface PullRow {
  /** The id in `/pulls`; the issue face has another. */
  readonly id: number;
  baseRef: string;
  /** The base's commit when it was opened, last pushed to, closed or merged; once closed, the diff is against this. */
  baseSha: string;
  headRef: string;
  headSha: string;
  /** Null = the fork was deleted. */
  headRepositoryId: number | null;
  /** The account before the colon of `head.label`; stays when the fork goes. */
  readonly headOwner: string;
  draft: boolean;
  maintainerCanModify: boolean;
  mergedAt: number | null;
  mergedBy: string | null;
  mergeCommitSha: string | null;
  /** `base:head` for which mergeability has been computed; GitHub says `null` until its job has run. */
  mergeabilityOf: string | null;
  requestedReviewers: string[];
  /** Team slugs. */
  requestedTeams: string[];
  reviews: ReviewRow[];
  /** Ids of issues that a person linked in the sidebar. */
  connected: number[];
}

/** A line of a check run's findings. */
export interface AnnotationRow {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: string;
  readonly message: string;
  readonly title: string | null;
  readonly rawDetails: string | null;
}

/** A button on a check run. */
export interface CheckActionRow {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

/** A check run on a commit. */
export interface CheckRunRow {
  readonly id: number;
  readonly suiteId: number;
  readonly appId: number;
  readonly headSha: string;
  name: string;
  externalId: string | null;
  detailsUrl: string | null;
  status: "queued" | "in_progress" | "completed" | "waiting" | "requested" | "pending";
  conclusion: string | null;
  startedAt: number | null;
  completedAt: number | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: AnnotationRow[];
  actions: readonly CheckActionRow[];
}

/** What one App has to say about one commit. Status and conclusion follow from its runs. */
export interface CheckSuiteRow {
  readonly id: number;
  readonly appId: number;
  readonly headSha: string;
  /** Null for commits that no branch of the repository had at its head. */
  readonly headBranch: string | null;
  readonly before: string | null;
  readonly createdAt: number;
  updatedAt: number;
}

/** A commit status. */
export interface StatusRow {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: "error" | "failure" | "pending" | "success";
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  /** The App through which it was written; null for people. */
  readonly appId: number | null;
  readonly createdAt: number;
}

/** A check that must be green. `appId: null` = from anybody. */
export interface RequiredCheck {
  readonly context: string;
  readonly appId: number | null;
}

/** Classic branch protection of one branch. */
export interface ProtectionRow {
  readonly id: number;
  readonly branch: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly checks: { readonly strict: boolean; readonly required: readonly RequiredCheck[] } | null;
  readonly enforceAdmins: boolean;
  readonly reviews: {
    readonly count: number;
    readonly dismissStale: boolean;
    readonly codeOwners: boolean;
    readonly lastPush: boolean;
  } | null;
  readonly linearHistory: boolean;
  readonly forcePushes: boolean;
  readonly deletions: boolean;
  readonly conversationResolution: boolean;
}

/** A rule of a ruleset as the API takes it. */
export interface RuleRow {
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A repository ruleset. */
export interface RulesetRow {
  readonly id: number;
  name: string;
  readonly target: "branch" | "tag" | "push";
  enforcement: "disabled" | "active" | "evaluate";
  bypassActors: readonly {
    readonly actor_id: number | null;
    readonly actor_type: string;
    readonly bypass_mode: string;
  }[];
  include: readonly string[];
  exclude: readonly string[];
  rules: readonly RuleRow[];
  readonly createdAt: number;
  updatedAt: number;
}

/** The temporary branch on which a queue entry is checked. */
export interface MergeGroupRow {
  readonly ref: string;
  readonly sha: string;
  readonly baseSha: string;
  readonly createdAt: number;
}

/** A pull request that waits in a merge queue. */
export interface QueueEntryRow {
  readonly id: number;
  readonly pullNumber: number;
  readonly headSha: string;
  readonly enqueuer: string;
  readonly enqueuedAt: number;
  /** Null until a group has been built for it. */
  group: MergeGroupRow | null;
}

/** The part of a repository row that belongs to pull requests. */
export interface RepositoryPullState {
  readonly git: GitStore;
  checkRuns: CheckRunRow[];
  checkSuites: CheckSuiteRow[];
  statuses: StatusRow[];
  /** By branch. */
  readonly protections: Map<string, ProtectionRow>;
  rulesets: RulesetRow[];
  /** By base branch, first in line first. */
  readonly mergeQueues: Map<string, QueueEntryRow[]>;
  readonly alerts: AlertRow[];
  readonly advisories: AdvisoryRow[];
  allowMergeCommit: boolean;
  allowSquashMerge: boolean;
  allowRebaseMerge: boolean;
  deleteBranchOnMerge: boolean;
}

/** What a new repository starts with; a fork passes its parent's object store. */
export function emptyPullState(objects: ObjectStore = createObjectStore()): RepositoryPullState {
  return {
    git: { objects, refs: new Map() },
    checkRuns: [],
    checkSuites: [],
    statuses: [],
    protections: new Map(),
    rulesets: [],
    mergeQueues: new Map(),
    alerts: [],
    advisories: [],
    allowMergeCommit: true,
    allowSquashMerge: true,
    allowRebaseMerge: true,
    deleteBranchOnMerge: false,
  };
}
