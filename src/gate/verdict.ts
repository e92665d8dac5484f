/** The verdict on one pull request: what is said, why, what would change it, and when. */
import type { Instant } from "#src/calendar/instant.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { RuleEvidence } from "./evidence.ts";
import type { RuleId, VerdictWord } from "./input.ts";
import type { OverrideJudgement } from "./override.ts";

/** A rule of the table, or a reason that comes before the table: the pull request breaks the policy file, or the facts could not be read. */
export type VerdictRule = RuleId | "config" | "unavailable";

/** The verdict on one component, with everything that it rests on. */
export interface ComponentVerdict {
  readonly name: string;
  readonly verdict: VerdictWord;
  readonly rule: RuleId;
  readonly mode: "report" | "enforce";
  /** Why a block became a warning, in words; null when nothing softened it. */
  readonly softened: string | null;
  readonly reason: string;
  readonly todo: string | null;
  /** Every way in which this component's verdict becomes better, most direct first. */
  readonly unblock: readonly string[];
  /** The paths that touch it; empty when the changed files are not all known. */
  readonly paths: readonly string[];
  readonly evidence: RuleEvidence;
}

/** Where the policy that judged came from. */
export interface PolicySource {
  readonly path: string;
  readonly ref: string;
  /** Null when there is no file and the defaults hold. */
  readonly sha: string | null;
}

/** One verdict. All texts are plain, with `code` in backticks; nothing in them is Markdown of another's making. */
export interface Verdict {
  readonly pull: IssueReference;
  readonly verdict: VerdictWord;
  readonly rule: VerdictRule;
  /** True when the check fails: a block that is neither overridden nor only reported. */
  readonly fails: boolean;
  readonly mode: "report" | "enforce";
  readonly reason: string;
  readonly todo: string | null;
  /** Worst first. */
  readonly components: readonly ComponentVerdict[];
  readonly override: OverrideJudgement;
  /** How to get through when it cannot wait; null when nothing is held back. */
  readonly urgent: string | null;
  /** What the rule would have been without the override. */
  readonly overridden: RuleId | null;
  /** What else a reader must know: truncation, sources that were away, links that do not count. */
  readonly notes: readonly string[];
  readonly asOf: Instant;
  /** The next moment at which time alone may change the verdict; null = never. */
  readonly nextChangeAt: Instant | null;
  /** Of a verdict that fails: the moment from which it lets through if nothing else fails; null = time alone never lifts it. */
  readonly liftsAt: Instant | null;
  readonly policy: PolicySource;
  /** Hash of all that makes two verdicts different; equal = nothing to write. */
  readonly fingerprint: string;
}
