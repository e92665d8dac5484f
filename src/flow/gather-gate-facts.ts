/** Fetches for one pull request the facts that its verdict needs, and no others, in as few rounds as they allow. */
import { readOverrides } from "#src/command/read-overrides.ts";
import type { TrackedIssues } from "#src/facts/issue.ts";
import { issueKey, type IssueReference } from "#src/facts/issue-reference.ts";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { GateFacts, PullGateFacts, UnavailableSource } from "#src/gate/facts.ts";
import { neededFacts, type Need } from "#src/gate/needs.ts";
import { standAnalyses } from "#src/gate/stand-analyses.ts";
import { pullRequestLinks } from "#src/remediation/pull-request-links.ts";
import { type AtHand, beginGate, type GateBeginning } from "./begin-gate.ts";
import { policyFor, type PolicyInForce } from "./load-policy.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { readBudgets } from "./read-budgets.ts";
import { readPolicyOfHead } from "./read-policy-of-head.ts";
import type { Services } from "./services.ts";
import { settleTracked, view } from "./view-repository.ts";

/** More rounds than any chain of needs has: a fact that never satisfies its need must not loop. */
const MOST_ROUNDS = 8;

/** All facts for the verdict on a pull request. @returns null when it is gone, out of sight, or its repository has no readable policy. */
export async function gatherGateFacts(services: Services, reference: IssueReference): Promise<GateFacts | null> {
  const beginning = await beginGate(services, reference);
  return beginning && completeGateFacts(services, beginning);
}

/** What is still wanted after the first round, and nothing else. */
export async function completeGateFacts(services: Services, beginning: GateBeginning): Promise<GateFacts> {
  const { pull, guessed, atHand } = beginning;
  const policy = await policyFor(services, pull, beginning.policy);
  let facts = await firstFacts(services, { pull, policy, guessed });
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const needs = neededFacts(facts);
    if (needs.length === 0) return facts;
    const found = await Promise.all(needs.map((need) => fetchFact(services, { facts, atHand }, need)));
    facts = found.reduce<GateFacts>((known, add) => add(known), facts);
  }
  return facts;
}

interface FirstRead {
  readonly pull: PullRequestFacts;
  readonly policy: PolicyInForce;
  readonly guessed: TrackedIssues | UnavailableSource;
}

async function firstFacts(services: Services, { pull, policy, guessed }: FirstRead): Promise<GateFacts> {
  const settled =
    "source" in guessed
      ? guessed
      : await orUnavailable(services, "records", () =>
          settleTracked(services, { repository: pull, config: policy.config, guessed }),
        );
  const unavailable = "source" in settled ? [settled] : [];
  const now = services.github.now();
  const tracked: TrackedIssues = "source" in settled ? { tracked: [], asOf: now } : settled;
  const { records } = view({ repository: pull.repository, policy, tracked, now });
  const budgets = await readBudgets(services, { policy, repository: pull, tracked, records, now });
  return {
    ...nothingKnown(pull),
    now,
    policy: { ...policy, head: null },
    records,
    budgets,
    analyses: standAnalyses({ records, config: policy.config, budgets }),
    bodyLinks: pullRequestLinks(pull.body, pull).map(({ issue }) => issue),
    unavailable,
    reportOnly: services.face.reportOnly,
  };
}

function nothingKnown(pull: PullRequestFacts): PullGateFacts {
  return {
    pull,
    files: null,
    bodyLinks: [],
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
    reportOnly: false,
  };
}

type Add = (facts: GateFacts) => GateFacts;
type Fetch = (services: Services, scene: FetchScene) => Promise<Partial<GateFacts>>;

interface FetchScene {
  readonly facts: GateFacts;
  readonly atHand: AtHand;
}

/** How each plain fact is fetched, and which source is named when it cannot be. */
const FETCH: Readonly<
  Record<Exclude<Need["need"], "permission" | "linked-at">, { source: UnavailableSource["source"]; fetch: Fetch }>
> = {
  files: {
    source: "files",
    fetch: async ({ github }, { facts: { pull }, atHand }) => ({
      files: atHand.files ?? (await github.readChangedFiles(pull)),
    }),
  },
  "closing-issues": {
    source: "links",
    fetch: async ({ github }, { facts: { pull }, atHand }) => ({
      closingIssues: atHand.closingIssues ?? (await github.readClosingIssues(pull)),
    }),
  },
  "head-policy": {
    source: "policy",
    fetch: async (services, scene) => ({
      policy: { ...scene.facts.policy, head: await readPolicyOfHead(services, scene.facts, scene.atHand.headPolicy) },
    }),
  },
  override: { source: "comments", fetch: readOverrideFacts },
  "patch-id": {
    source: "proofs",
    fetch: async ({ github }, { facts: { pull } }) => ({ patchId: await github.readPatchId(pull) }),
  },
  "label-setters": {
    source: "proofs",
    fetch: async ({ github }, { facts: { pull } }) => ({ labelSetters: await github.readLabelSetters(pull) }),
  },
  revert: {
    source: "proofs",
    fetch: async ({ github }, { facts: { pull } }) => ({ revert: await github.readRevertEvidence(pull) }),
  },
  security: {
    source: "proofs",
    fetch: async ({ github }, { facts: { pull } }) => ({ security: await github.readSecurityEvidence(pull) }),
  },
};

async function fetchFact(services: Services, scene: FetchScene, need: Need): Promise<Add> {
  if (need.need === "permission") return fetchPermission(services, scene.facts, need.login);
  if (need.need === "linked-at") return fetchLinkedAt(services, scene.facts, need.issue);
  const { source, fetch } = FETCH[need.need];
  const found = await orUnavailable(services, source, () => fetch(services, scene));
  return "source" in found ? lacking(found) : (known) => ({ ...known, ...found, policy: found.policy ?? known.policy });
}

async function fetchPermission(services: Services, { pull }: GateFacts, login: string): Promise<Add> {
  const found = await orUnavailable(services, "permissions", () => services.github.readPermission(pull, login));
  if (typeof found === "object") return lacking(found);
  return (known) => ({ ...known, permissions: new Map([...known.permissions, [login.toLowerCase(), found]]) });
}

/** When the link was made: the first time that the item's own timeline mentions the pull request. */
async function fetchLinkedAt(services: Services, { pull }: GateFacts, issue: IssueReference): Promise<Add> {
  const found = await orUnavailable(services, "proofs", () => services.github.readActivity(issue));
  const mention = "source" in found ? undefined : found.find((entry) => entry.url === pull.url);
  return (known) => ({
    ...known,
    linkedAt: new Map([...known.linkedAt, [issueKey(issue), mention?.at ?? "unavailable"]]),
  });
}

function lacking(source: UnavailableSource): Add {
  return (known) => ({ ...known, unavailable: [...known.unavailable, source] });
}

async function readOverrideFacts(
  { github }: Services,
  { facts: { pull, policy } }: FetchScene,
): Promise<Partial<GateFacts>> {
  const { teams } = policy.config.policy.override;
  const [comments, members] = await Promise.all([
    github.readComments(pull),
    Promise.all(teams.map(async (team) => [team.toLowerCase(), await github.readTeamMembers(team)] as const)),
  ]);
  const readable = members.flatMap(([team, logins]) =>
    logins === null ? [] : [[team, logins.map((login) => login.toLowerCase())] as const],
  );
  return {
    override: readOverrides(comments, policy.config),
    teams: readable.length === members.length ? new Map(readable) : null,
  };
}
