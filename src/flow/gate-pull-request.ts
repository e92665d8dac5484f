/** Judges one pull request and publishes the verdict where this face writes: the same facts and words for every face. */
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { referenceTo, sameIssue } from "#src/facts/issue-reference.ts";
import type { PublishedVerdict, PullRequestFacts } from "#src/facts/pull-request.ts";
import { combineVerdicts } from "#src/gate/combine-verdicts.ts";
import type { GateFacts } from "#src/gate/facts.ts";
import { judge, type Judgement } from "#src/gate/judge.ts";
import type { Verdict } from "#src/gate/verdict.ts";
import { beginGate, GATE_NAME, type GateBeginning } from "./begin-gate.ts";
import { type CompletedFacts, completeGateFacts, gatherGateFacts } from "./gather-gate-facts.ts";
import { readPulls } from "./read-projection.ts";
import { publishVerdict } from "./publish-verdict.ts";
import { recallSharing, rememberClosed, rememberPull } from "./remember.ts";
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
