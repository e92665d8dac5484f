/** Fetches for one pull request the facts that its verdict needs, and no others, in as few rounds as they allow. */
import type { Instant } from "#src/calendar/instant.ts";
import type { TrackedIssues } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { RepositoryFacts } from "#src/facts/repository.ts";
import type { GateFacts, PullGateFacts, RepositoryGateFacts, UnavailableSource } from "#src/gate/facts.ts";
import { neededFacts } from "#src/gate/needs.ts";
import { standAnalyses } from "#src/gate/stand-analyses.ts";
import { type RepositoryStanding, standRepository } from "#src/gate/standing.ts";
import { pullRequestLinks } from "#src/remediation/pull-request-links.ts";
import { beginGate, type GateBeginning } from "./begin-gate.ts";
import { fetchAnswer } from "./fetch-answer.ts";
import { type Answers, answerAtHand, type GateAnswer, isLasting, needKey, withAnswer } from "./gate-answer.ts";
import { policyFor, type PolicyInForce } from "./load-policy.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { readBudgets } from "./read-budgets.ts";
import type { Services } from "./services.ts";
import { settleTracked, view } from "./view-repository.ts";

/** More rounds than any chain of needs has: a fact that never satisfies its need must not loop. */
export const MOST_ROUNDS = 8;

/** All facts for the verdict on a pull request. @returns null when it is gone, out of sight, or its repository has no readable policy. */
export async function gatherGateFacts(services: Services, reference: IssueReference): Promise<GateFacts | null> {
  const beginning = await beginGate(services, reference);
  return beginning && (await completeGateFacts(services, beginning)).facts;
}

/** All facts, and what is worth remembering of how they were found. */
export interface CompletedFacts {
  readonly facts: GateFacts;
  /** Answers to needs, the remembered ones among them. */
  readonly answers: Answers;
  /** The policy that judges the pull request: its base's own, or the default branch's. */
  readonly policy: PolicyInForce;
  readonly standing: RepositoryStanding;
}

/** What is still wanted after the first round, and nothing else. */
export async function completeGateFacts(services: Services, beginning: GateBeginning): Promise<CompletedFacts> {
  const { pull, atHand } = beginning;
  const policy = beginning.policyOfPull ?? (await policyFor(services, pull, beginning.policy));
  let facts = await firstFacts(services, beginning, policy);
  // The answers are of the pull request: how its repository stands is worked out once.
  const standing = standRepository(facts, pull);
  const answers = new Map<string, GateAnswer>(atHand.answers);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const needs = neededFacts(facts, standing);
    if (needs.length === 0) break;
    const scene = { facts, atHand };
    const found = await Promise.all(
      needs.map(async (need) => answerAtHand(need, facts, atHand) ?? (await fetchAnswer(services, scene, need))),
    );
    for (const [index, answer] of found.entries()) {
      facts = withAnswer(facts, answer);
      if (isLasting(needs[index]!, answer)) answers.set(needKey(needs[index]!), answer);
    }
  }
  return { facts, answers, policy, standing };
}

async function firstFacts(services: Services, beginning: GateBeginning, policy: PolicyInForce): Promise<GateFacts> {
  const { pull } = beginning;
  const settled = await settle(services, beginning, policy);
  const unavailable = "source" in settled ? [settled] : [];
  const now = services.github.now();
  const tracked: TrackedIssues = "source" in settled ? { tracked: [], asOf: now } : settled;
  const shared = await repositoryFacts(services, { repository: pull.repository, policy, tracked, now });
  return { ...shared, ...pullFacts(services, pull), unavailable };
}

async function settle(
  services: Services,
  { pull, policy: ofDefault, tracked, isSettled }: GateBeginning,
  policy: PolicyInForce,
): Promise<TrackedIssues | UnavailableSource> {
  if ("source" in tracked || (isSettled && policy.config.labels.umbrella === ofDefault.config.labels.umbrella)) {
    return tracked;
  }
  return orUnavailable(services, "records", () =>
    settleTracked(services, { repository: pull, config: policy.config, guessed: tracked }),
  );
}

/** What the facts of a repository are made from. */
export interface RepositorySources {
  readonly repository: RepositoryFacts;
  readonly policy: PolicyInForce;
  readonly tracked: TrackedIssues;
  readonly now: Instant;
}

/** What is the same for every pull request of a repository. Reads nothing from GitHub. */
export async function repositoryFacts(services: Services, sources: RepositorySources): Promise<RepositoryGateFacts> {
  const { repository, policy, tracked, now } = sources;
  const { records } = view(sources);
  const budgets = await readBudgets(services, { policy, repository, tracked, records, now });
  return {
    now,
    policy: { ...policy, head: null },
    records,
    budgets,
    analyses: standAnalyses({ records, config: policy.config, budgets }),
  };
}

/** What the pull request itself tells; everything else is asked for only when it is needed. */
export function pullFacts({ face }: Pick<Services, "face">, pull: PullRequestFacts): PullGateFacts {
  return {
    pull,
    files: null,
    bodyLinks: pullRequestLinks(pull.body, pull).map(({ issue }) => issue),
    closingIssues: null,
    linkedAt: new Map(),
    override: null,
    patchId: null,
    permissions: new Map(),
    teams: null,
    labelSetters: null,
    revert: null,
    security: null,
    unavailable: [],
    reportOnly: face.reportOnly,
  };
}
