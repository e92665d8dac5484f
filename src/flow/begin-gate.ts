/** The first round of a verdict: the pull request, the policy and the tracked issues, by one request where GitHub can tell them together. */
import type { TrackedIssues } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { ChangedFiles, PublishedVerdict, PullRequestFacts } from "#src/facts/pull-request.ts";
import type { PolicyFile } from "#src/facts/repository.ts";
import type { UnavailableSource } from "#src/gate/facts.ts";
import { loadPolicy, type PolicyInForce, policyOf } from "./load-policy.ts";
import { orUnavailable } from "./or-unavailable.ts";
import type { GateStart, Services } from "./services.ts";
import { guessQuery, guessTracked } from "./view-repository.ts";

/** Name of the check run and context of the commit status: what people require. */
export const GATE_NAME = "aftercare/gate";

/** Facts that came along before anybody asked for them. They answer a need without a read; what is null has to be read. */
export interface AtHand {
  readonly files: ChangedFiles | null;
  readonly closingIssues: readonly IssueReference[] | null;
  readonly headPolicy: PolicyFile | null;
  readonly published: PublishedVerdict | "none" | null;
}

/** What the first round gave. */
export interface GateBeginning {
  readonly pull: PullRequestFacts;
  /** Of the default branch. */
  readonly policy: PolicyInForce;
  readonly guessed: TrackedIssues | UnavailableSource;
  readonly atHand: AtHand;
}

/** @returns null when the pull request is gone or out of sight, or its repository has no readable policy. */
export async function beginGate(services: Services, reference: IssueReference): Promise<GateBeginning | null> {
  const start = await orUnavailable(services, "records", () =>
    services.github.readGateStart(reference, { ...guessQuery(services), check: GATE_NAME }),
  );
  return start === null || "source" in start ? beginPlainly(services, reference) : beginFrom(services, start);
}

/** From what one request told. */
export async function beginFrom(services: Services, start: GateStart): Promise<GateBeginning> {
  const { pull, ...atHand } = start.snapshot;
  return { pull, policy: await policyOf(services, pull, start.policy), guessed: start.tracked, atHand };
}

/** Every host knows these three reads. */
async function beginPlainly(services: Services, reference: IssueReference): Promise<GateBeginning | null> {
  const [pull, policy, guessed] = await Promise.all([
    services.github.readPullRequest(reference),
    loadPolicy(services, reference),
    orUnavailable(services, "records", () => guessTracked(services, reference)),
  ]);
  return pull && policy && { pull, policy, guessed, atHand: NOTHING };
}

const NOTHING: AtHand = { files: null, closingIssues: null, headPolicy: null, published: null };
