/** Judges one pull request and publishes the verdict where this face writes: the same facts and words for every face. */
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import type { PublishedVerdict, PullRequestFacts } from "#src/facts/pull-request.ts";
import { checkRunText, conclusionOf } from "#src/gate/check-run-text.ts";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import { statusDescription } from "#src/gate/first-line.ts";
import { judge, type Judgement } from "#src/gate/judge.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { beginGate, GATE_NAME, type GateBeginning } from "./begin-gate.ts";
import { completeGateFacts, gatherGateFacts } from "./gather-gate-facts.ts";
import { GitHubUnavailable, type Services } from "./services.ts";

/** What came of judging. */
export interface GateReport {
  /** Of this pull request alone. */
  readonly judgement: Judgement;
  /** What stands on the commit: the worst of all open pull requests that share it. */
  readonly verdict: Verdict;
  /** True when the verdict stands on GitHub; false when this face does not write, or may not. */
  readonly published: boolean;
}

/**
 * Judges and publishes: the first round tells the pull request, the policy and the records; the second the files, who shares the
 * commit, and what stands on it. @returns null when there is nothing to judge: the pull request is gone or closed.
 */
export async function gatePullRequest(services: Services, reference: IssueReference): Promise<GateReport | null> {
  const beginning = await beginGate(services, reference);
  if (!beginning || beginning.pull.state === "closed") return null;
  const { pull } = beginning;
  const [facts, others, present] = await Promise.all([
    completeGateFacts(services, beginning),
    judgeSharing(services, pull),
    readPresent(services, beginning),
  ]);
  const judgement = judge(facts);
  const verdict = combineVerdicts([judgement.verdict, ...others]) ?? judgement.verdict;
  const target = { repository: pull, headSha: pull.headSha, url: pull.url, config: facts.policy.config };
  const published = await publishVerdict(services, verdict, { ...target, ...(present === null ? {} : { present }) });
  return { judgement, verdict, published };
}

/** The verdicts on the other open pull requests with the same head: one check stands for all of them. */
async function judgeSharing(services: Services, pull: PullRequestFacts): Promise<readonly Verdict[]> {
  const sharing = await services.github.listPullRequestsSharingHead(pull);
  const others = sharing.filter((other) => !sameIssue(other, pull));
  const facts = await Promise.all(others.map((other) => gatherGateFacts(services, other)));
  return facts.flatMap((known) => (known ? [judge(known).verdict] : []));
}

/** What stands on the commit, read side by side with the rest; null = the performer has to look. */
async function readPresent(
  { github, face }: Services,
  { pull, policy, atHand }: GateBeginning,
): Promise<PublishedVerdict | "none" | null> {
  if (atHand.published !== null || face.kind !== policy.config.writer) return atHand.published;
  try {
    return (await github.readPublishedVerdict(pull, pull.headSha, GATE_NAME)) ?? "none";
  } catch (error) {
    if (error instanceof GitHubUnavailable) return null;
    throw error;
  }
}

/** Where a verdict goes. */
export interface VerdictTarget {
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly url: string;
  readonly config: Pick<Config, "writer">;
  /** What is known to stand there now; absent = it has to be looked up. */
  readonly present?: PublishedVerdict | "none";
}

/** Writes the verdict when this face is the repository's writer. @returns whether it stands on GitHub now. */
export async function publishVerdict(services: Services, verdict: Verdict, target: VerdictTarget): Promise<boolean> {
  if (services.face.kind !== target.config.writer) return false;
  const effect = services.face.kind === "app" ? checkRun(verdict, target) : commitStatus(verdict, target);
  const [performed] = await services.github.perform([effect]);
  if (performed?.outcome === "refused") {
    services.log.warn({ reason: performed.reason, sha: target.headSha }, "The verdict could not be published");
  }
  return performed?.outcome === "done" || performed?.outcome === "held";
}

function checkRun(verdict: Verdict, { repository, headSha, present }: VerdictTarget): Effect {
  const { title, summary, text } = checkRunText(verdict);
  return {
    kind: "ensure-check-run",
    repository: { owner: repository.owner, repo: repository.repo },
    headSha,
    name: GATE_NAME,
    conclusion: conclusionOf(verdict),
    title,
    summary,
    text,
    fingerprint: verdict.fingerprint,
    actions: [{ label: "Re-check", description: "Judge this pull request again now", identifier: "recheck" }],
    ...(present === undefined ? {} : { present }),
  };
}

function commitStatus(verdict: Verdict, { repository, headSha, url, present }: VerdictTarget): Effect {
  return {
    kind: "ensure-commit-status",
    repository: { owner: repository.owner, repo: repository.repo },
    sha: headSha,
    context: GATE_NAME,
    state: verdict.fails ? "failure" : "success",
    description: statusDescription(verdict),
    targetUrl: url,
    fingerprint: verdict.fingerprint,
    ...(present === undefined ? {} : { present }),
  };
}
