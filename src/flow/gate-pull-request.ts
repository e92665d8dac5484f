/** Judges one pull request and publishes the verdict where this face writes: the same facts and words for every face. */
import type { Config } from "#src/config/schema.ts";
import type { EnsureCheckRun, EnsureCommitStatus } from "#src/effect/effect.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import type { PublishedVerdict, PullRequestFacts } from "#src/facts/pull-request.ts";
import { checkRunText, conclusionOf } from "#src/gate/check-run-text.ts";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import { statusDescription } from "#src/gate/first-line.ts";
import type { GateFacts } from "#src/gate/facts.ts";
import { judge, type Judgement } from "#src/gate/judge.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { beginGate, GATE_NAME, type GateBeginning } from "./begin-gate.ts";
import { type CompletedFacts, completeGateFacts, gatherGateFacts } from "./gather-gate-facts.ts";
import { readPulls } from "./read-projection.ts";
import { recallSharing, rememberClosed, rememberPull, rememberVerdict } from "./remember.ts";
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
 * commit, and what stands on it. What is remembered costs no round. @returns null when there is nothing to judge: the pull
 * request is gone or closed.
 */
export async function gatePullRequest(services: Services, reference: IssueReference): Promise<GateReport | null> {
  const beginning = await beginGate(services, reference);
  if (!beginning || beginning.pull.state === "closed") {
    if (services.projection) await rememberClosed(services.projection, reference, await services.projection.ticket());
    return null;
  }
  const { pull } = beginning;
  const [completed, others, present] = await Promise.all([
    completeGateFacts(services, beginning),
    judgeSharing(services, beginning),
    readPresent(services, beginning),
  ]);
  await rememberCompleted(services, beginning, completed);
  const { facts } = completed;
  const judgement = judge(facts, completed.standing);
  const verdict = combineVerdicts([judgement.verdict, ...others]) ?? judgement.verdict;
  const target = { repository: pull, headSha: pull.headSha, url: pull.url, config: facts.policy.config };
  const published = await publishVerdict(services, verdict, { ...target, ...(present === null ? {} : { present }) });
  if (verdict.nextChangeAt !== null) await services.rechecks.requestAt?.(referenceTo(pull), verdict.nextChangeAt);
  await warn(services, { ...facts, files: facts.files ?? beginning.atHand.files });
  return { judgement, verdict, published };
}

/** Loaded when some item names a guard: most repositories name none, and the gate's start-up time counts. */
async function warn(services: Services, facts: GateFacts): Promise<void> {
  if (facts.records.items.every((item) => item.guard === null)) return;
  const { warnOfGuards } = await import("./warn-of-guards.ts");
  await warnOfGuards(services, facts);
}

/** The verdicts on the other open pull requests with the same head: one check stands for all of them. */
async function judgeSharing(services: Services, { pull, policy }: GateBeginning): Promise<readonly Verdict[]> {
  const sharing = await listSharing(services, pull, policy.sha);
  const others = sharing.filter((other) => !sameIssue(other, pull));
  const facts = await Promise.all(others.map((other) => gatherGateFacts(services, other)));
  return facts.flatMap((one) =>
    one && one.pull.state === "open" && one.pull.headSha === pull.headSha ? [judge(one).verdict] : [],
  );
}

/** Where things are remembered, the list of open pull requests is read once, and all together. */
async function listSharing(
  services: Services,
  pull: PullRequestFacts,
  policySha: string | null,
): Promise<readonly IssueReference[]> {
  const { projection, github } = services;
  if (!projection) return github.listPullRequestsSharingHead(pull);
  const known = await recallSharing(projection, pull, pull.headSha);
  if (known) return known;
  await readPulls({ ...services, projection }, pull, { files: false, policySha });
  return (await recallSharing(projection, pull, pull.headSha)) ?? [];
}

/** What was read for this verdict need not be read for the next one. */
async function rememberCompleted(
  { projection }: Services,
  { pull, policy: ofDefault, policyOfPull, atHand, ticket }: GateBeginning,
  { facts, answers, policy }: CompletedFacts,
): Promise<void> {
  if (!projection || ticket === null) return;
  const files = facts.files ?? atHand.files;
  const closingIssues = facts.closingIssues ?? atHand.closingIssues;
  const isKnown =
    files === atHand.files && closingIssues === atHand.closingIssues && answers.size === atHand.answers.size;
  if (isKnown && policyOfPull !== null) return;
  const judging = policy === ofDefault ? ("default" as const) : policy;
  const known = {
    pull,
    policy: judging,
    policySha: ofDefault.sha,
    atHand: { ...atHand, files, closingIssues, answers },
  };
  await rememberPull(projection, known, ticket);
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
  const { projection } = services;
  // Whoever dies between the write and its being remembered must not leave the verdict before it remembered.
  if (projection && !stands(effect)) await projection.forget(target.repository, "verdict", target.headSha);
  const [performed] = await services.github.perform([effect]);
  if (performed?.outcome === "refused") {
    services.log.warn({ reason: performed.reason, sha: target.headSha }, "The verdict could not be published");
  }
  const isPublished = performed?.outcome === "done" || performed?.outcome === "held";
  if (projection && isPublished && !stands(effect)) {
    const published = { id: performed.checkRun?.id ?? null, ...essenceOf(effect) };
    await rememberVerdict(projection, { repository: target.repository, sha: target.headSha, verdict: published });
  }
  return isPublished;
}

type VerdictEffect = EnsureCheckRun | EnsureCommitStatus;

/** True when what is known to stand there says the same: nothing will be written. */
function stands(effect: VerdictEffect): boolean {
  const { present } = effect;
  if (present === undefined || present === "none") return false;
  const { fingerprint, conclusion } = essenceOf(effect);
  return present.fingerprint === fingerprint && present.conclusion === conclusion;
}

function essenceOf(effect: VerdictEffect): Pick<PublishedVerdict, "fingerprint" | "conclusion"> {
  return {
    fingerprint: effect.fingerprint,
    conclusion: effect.kind === "ensure-check-run" ? effect.conclusion : effect.state,
  };
}

function checkRun(verdict: Verdict, { repository, headSha, present }: VerdictTarget): VerdictEffect {
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

function commitStatus(verdict: Verdict, { repository, headSha, url, present }: VerdictTarget): VerdictEffect {
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
