/** The first round of a verdict: the pull request, the policy and the tracked issues, remembered or by one request where GitHub can tell them together. */
import type { Config } from "#src/config/schema.ts";
import { findMarker } from "#src/effect/marker.ts";
import type { IssueFacts, TrackedIssues } from "#src/facts/issue.ts";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { UnavailableSource } from "#src/gate/facts.ts";
import { hasLabel, isOurs } from "#src/incident/recognise.ts";
import type { AtHand } from "./gate-answer.ts";
import { loadPolicy, type PolicyInForce, policyOf } from "./load-policy.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { recallOf, recallPull, recallRecords, rememberPull, rememberRecords } from "./remember.ts";
import type { GateStart, Services } from "./services.ts";
import { guessQuery, guessTracked, settleTracked } from "./view-repository.ts";

/** Name of the check run and context of the commit status: what people require. */
export const GATE_NAME = "aftercare/gate";

/** What the first round gave. */
export interface GateBeginning {
  readonly pull: PullRequestFacts;
  /** Of the default branch. */
  readonly policy: PolicyInForce;
  /** The one that judges the pull request, when that is known already. */
  readonly policyOfPull: PolicyInForce | null;
  readonly tracked: TrackedIssues | UnavailableSource;
  /** True when the listing is by the policy's own label and memory. */
  readonly isSettled: boolean;
  readonly atHand: AtHand;
  /** Taken before the first read; null where nothing is remembered. */
  readonly ticket: number | null;
}

/** @returns null when the pull request is gone or out of sight, or its repository has no readable policy. */
export async function beginGate(services: Services, reference: IssueReference): Promise<GateBeginning | null> {
  return (await recall(services, reference)) ?? (await read(services, reference));
}

/** From what is remembered: no read. */
async function recall({ projection }: Services, reference: IssueReference): Promise<GateBeginning | null> {
  if (!projection) return null;
  const ticket = await projection.ticket();
  const [records, pull] = await Promise.all([recallRecords(projection, reference), recallPull(projection, reference)]);
  if (!records || !pull) return null;
  const { policy, tracked } = records;
  // Answers rest on the policy: with another one they are asked for again.
  const fits = pull.policySha === policy.sha;
  const atHand = fits ? pull.atHand : { ...pull.atHand, answers: new Map() };
  return {
    pull: pull.pull,
    policy,
    policyOfPull: fits ? (pull.policy === "default" ? policy : pull.policy) : null,
    tracked,
    isSettled: true,
    atHand,
    ticket,
  };
}

async function read(services: Services, reference: IssueReference): Promise<GateBeginning | null> {
  const ticket = (await services.projection?.ticket()) ?? null;
  const start = await orUnavailable(services, "records", () =>
    services.github.readGateStart(reference, { ...guessQuery(services), check: GATE_NAME }),
  );
  if (start === null || "source" in start) return readPlainly(services, reference, ticket);
  const beginning = await beginFrom(services, start, ticket);
  await remember(services, beginning);
  return beginning;
}

async function remember({ projection }: Services, beginning: GateBeginning): Promise<void> {
  const { policy, tracked, ticket, pull, atHand, policyOfPull } = beginning;
  if (!projection || ticket === null) return;
  if (!("source" in tracked)) {
    await rememberRecords(projection, { policy, tracked, repository: pull.repository }, ticket);
  }
  const judging = policyOfPull === policy ? "default" : policyOfPull;
  await rememberPull(projection, { pull, policySha: policy.sha, policy: judging, atHand }, ticket);
}

async function beginFrom(services: Services, start: GateStart, ticket: number | null): Promise<GateBeginning> {
  const { pull, ...told } = start.snapshot;
  const policy = await policyOf(services, pull, start.policy);
  const [tracked, kept] = await Promise.all([
    orUnavailable(services, "records", () =>
      settleTracked(services, { repository: pull, config: policy.config, guessed: start.tracked }),
    ),
    services.projection ? recallOf(services.projection, pull, policy.sha) : NOTHING,
  ]);
  const atHand = { ...told, files: told.files ?? kept.files, answers: kept.answers };
  const seen = strayed(start, tracked, policy.config) ?? tracked;
  return { pull, policy, policyOfPull: null, tracked: seen, isSettled: true, atHand, ticket };
}

/** An analysis of ours that the listing does not show: the umbrella label was taken off everything, and nothing listed is not "nothing open". */
function strayed(
  { newestAnalysis }: GateStart,
  tracked: TrackedIssues | UnavailableSource,
  config: Config,
): UnavailableSource | null {
  const { umbrella } = config.labels;
  if ("source" in tracked || newestAnalysis === null || hasLabel(newestAnalysis.labels, umbrella)) return null;
  const isAnalysis = ({ author, body }: Pick<IssueFacts, "author" | "body">) =>
    isOurs(author, config) && findMarker(body, "pia") !== undefined;
  if (!isAnalysis(newestAnalysis) || tracked.tracked.some(({ issue }) => isAnalysis(issue))) return null;
  const detail = `the label ${umbrella} is gone from the analyses (#${newestAnalysis.number} has none): put it on them again`;
  return { source: "records", detail };
}

/** Every host knows these three reads. */
async function readPlainly(
  services: Services,
  reference: IssueReference,
  ticket: number | null,
): Promise<GateBeginning | null> {
  const [pull, policy, tracked] = await Promise.all([
    services.github.readPullRequest(reference),
    loadPolicy(services, reference),
    orUnavailable(services, "records", () => guessTracked(services, reference)),
  ]);
  return pull && policy && { pull, policy, policyOfPull: null, tracked, isSettled: false, atHand: NOTHING, ticket };
}

const NOTHING: AtHand = { files: null, closingIssues: null, headPolicy: null, published: null, answers: new Map() };
