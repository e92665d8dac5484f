/** Judges one pull request and publishes the verdict where this face writes: the same facts and words for every face. */
import type { Config } from "#src/config/schema.ts";
import type { Effect } from "#src/effect/effect.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { sameIssue } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { checkRunText, conclusionOf } from "#src/gate/check-run-text.ts";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import { statusDescription } from "#src/gate/first-line.ts";
import { judge, type Judgement } from "#src/gate/judge.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { gatherGateFacts } from "./gather-gate-facts.ts";
import type { Services } from "./services.ts";

/** Name of the check run and context of the commit status: what people require. */
export const GATE_NAME = "aftercare/gate";

/** What came of judging. */
export interface GateReport {
  /** Of this pull request alone. */
  readonly judgement: Judgement;
  /** What stands on the commit: the worst of all open pull requests that share it. */
  readonly verdict: Verdict;
  /** True when the verdict stands on GitHub; false when this face does not write, or may not. */
  readonly published: boolean;
}

/** Judges and publishes. @returns null when there is nothing to judge: the pull request is gone or closed. */
export async function gatePullRequest(services: Services, reference: IssueReference): Promise<GateReport | null> {
  const facts = await gatherGateFacts(services, reference);
  if (!facts || facts.pull.state === "closed") return null;
  const judgement = judge(facts);
  const verdict = await worstOnCommit(services, facts.pull, judgement.verdict);
  const target = { repository: facts.pull, headSha: facts.pull.headSha, url: facts.pull.url };
  const published = await publishVerdict(services, verdict, { ...target, config: facts.policy.config });
  return { judgement, verdict, published };
}

async function worstOnCommit(services: Services, pull: PullRequestFacts, own: Verdict): Promise<Verdict> {
  const sharing = await services.github.listPullRequestsSharingHead(pull);
  const others = sharing.filter((other) => !sameIssue(other, pull));
  const facts = await Promise.all(others.map((other) => gatherGateFacts(services, other)));
  const verdicts = facts.flatMap((known) => (known ? [judge(known).verdict] : []));
  return combineVerdicts([own, ...verdicts]) ?? own;
}

/** Where a verdict goes. */
export interface VerdictTarget {
  readonly repository: RepositoryName;
  readonly headSha: string;
  readonly url: string;
  readonly config: Pick<Config, "writer">;
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

function checkRun(verdict: Verdict, { repository, headSha }: VerdictTarget): Effect {
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
  };
}

function commitStatus(verdict: Verdict, { repository, headSha, url }: VerdictTarget): Effect {
  return {
    kind: "ensure-commit-status",
    repository: { owner: repository.owner, repo: repository.repo },
    sha: headSha,
    context: GATE_NAME,
    state: verdict.fails ? "failure" : "success",
    description: statusDescription(verdict),
    targetUrl: url,
    fingerprint: verdict.fingerprint,
  };
}
