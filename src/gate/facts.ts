/** Everything that a verdict goes by. A fact that was not asked for is null: `neededFacts` says which of them a verdict still wants. */
import type { Analysis } from "#src/analysis/analysis.ts";
import type { BudgetStatus } from "#src/budget/component-budget.ts";
import type { Instant } from "#src/calendar/instant.ts";
import type { Config } from "#src/config/schema.ts";
import type { Permission } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { ChangedFiles, PullRequestFacts } from "#src/facts/pull-request.ts";
import type { RepositoryRecords } from "#src/remediation/records.ts";
import type { ObjectiveSource } from "./measure-budgets.ts";
import type { OverrideFacts } from "./override.ts";

/** The policy that judges: the base's, never the head's. */
export interface PolicyFacts {
  readonly config: Config;
  readonly path: string;
  readonly ref: string;
  /** The SHA that the check names; null when there is no file and the defaults hold. */
  readonly sha: string | null;
  /** Not empty when the base's file does not parse: then `config` is the last valid one. One line each, with position. */
  readonly problems: readonly string[];
  /** How the objectives that come from OpenSLO files were read, by component; `config` has them filled in. */
  readonly objectives?: ReadonlyMap<string, ObjectiveSource>;
  /** The pull request's own version of the file; null = not read. */
  readonly head: HeadPolicy | null;
}

/** What the pull request's head has in place of the base's policy file. */
export type HeadPolicy =
  | { readonly state: "same" }
  | { readonly state: "valid"; readonly config: Config }
  | { readonly state: "broken"; readonly problems: readonly string[] };

/** Whether an analysis was required, and what it still lacks. */
export interface AnalysisStanding {
  readonly analysis: Analysis;
  readonly required: boolean;
  /** Of the facts that gate, those that are missing, each as a sentence (`analysisComplete`); empty = complete. */
  readonly missing: readonly string[];
}

/** What git says about a claim to be a revert. */
export interface RevertEvidence {
  readonly commit: string;
  readonly onBase: boolean;
  /** The diff is exactly the inverse of the commit's. */
  readonly inverse: boolean;
  /** The commit is itself a revert. */
  readonly ofRevert: boolean;
  /** The pull request that brought the commit; null when it is not known. */
  readonly pull: IssueReference | null;
}

/** An alert or advisory that GitHub's API gave for the change. */
export interface SecurityEvidence {
  /** `GHSA-…`, or the number of the alert. */
  readonly advisory: string;
  readonly open: boolean;
}

/** The answer to a question about a proof. `none`: looked, and there is no such thing. */
export type Looked<T> = T | "none" | "unavailable";

/** A source that could not be read, and why in a few words. */
export interface UnavailableSource {
  readonly source: "records" | "files" | "links" | "comments" | "permissions" | "policy" | "proofs";
  readonly detail: string;
}

/** What is the same for every pull request of a repository. */
export interface RepositoryGateFacts {
  /** From GitHub's `Date` header, so that all faces agree. */
  readonly now: Instant;
  readonly policy: PolicyFacts;
  readonly records: RepositoryRecords;
  readonly analyses: readonly AnalysisStanding[];
  /** By component; a component without an objective may be left out. */
  readonly budgets: ReadonlyMap<string, BudgetStatus>;
}

/** What belongs to one pull request. */
export interface PullGateFacts {
  readonly pull: PullRequestFacts;
  readonly files: ChangedFiles | null;
  /** Issues that the pull request's body links; read from the text, so always known. */
  readonly bodyLinks: readonly IssueReference[];
  /** Issues that GitHub itself says it closes (keywords and sidebar). */
  readonly closingIssues: readonly IssueReference[] | null;
  /** Of linked issues (by `issueKey`) that are nothing of ours, what they are sub-issues of, where that was asked; null = of nothing. */
  readonly parents?: ReadonlyMap<string, IssueReference | null>;
  /** When a link to an issue (by `issueKey`) was first made, where that was asked. */
  readonly linkedAt: ReadonlyMap<string, Instant | "unavailable">;
  readonly override: OverrideFacts | null;
  /** Identifies the change whatever its base: from the diff. */
  readonly patchId: string | null;
  /** By login in lower case. */
  readonly permissions: ReadonlyMap<string, Permission>;
  /** Logins in lower case by `@org/team`; null = this face cannot read teams. */
  readonly teams: ReadonlyMap<string, readonly string[]> | null;
  /** Who set each label that is on the pull request, from its events, by label in lower case. */
  readonly labelSetters: ReadonlyMap<string, string> | null;
  readonly revert: Looked<RevertEvidence> | null;
  readonly security: Looked<SecurityEvidence> | null;
  readonly unavailable: readonly UnavailableSource[];
  /** The operator's break-glass: evaluate, report, never fail. */
  readonly reportOnly: boolean;
}

/** The whole input of a verdict. */
export interface GateFacts extends RepositoryGateFacts, PullGateFacts {}

/** True when the source could not be read. */
export function isUnavailable(facts: Pick<PullGateFacts, "unavailable">, source: UnavailableSource["source"]): boolean {
  return facts.unavailable.some((entry) => entry.source === source);
}

/** True when both name the same account; GitHub compares logins without regard to case. */
export function sameLogin(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
