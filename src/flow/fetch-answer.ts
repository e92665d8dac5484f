/** How each need of a verdict is answered by GitHub, and which source is named when it cannot be. */
import { readOverrides } from "#src/command/read-overrides.ts";
import { issueKey, type IssueReference } from "#src/facts/issue-reference.ts";
import type { GateFacts, PullGateFacts, UnavailableSource } from "#src/gate/facts.ts";
import type { Need } from "#src/gate/needs.ts";
import type { AtHand, GateAnswer } from "./gate-answer.ts";
import { orUnavailable } from "./or-unavailable.ts";
import { readPolicyOfHead } from "./read-policy-of-head.ts";
import type { Services } from "./services.ts";

/** What is known when a need comes up. */
export interface FetchScene {
  readonly facts: GateFacts;
  readonly atHand: AtHand;
}

/** Asks GitHub. @throws GitHubUnavailable in the App; the other faces get `unavailable`. */
export async function fetchAnswer(services: Services, scene: FetchScene, need: Need): Promise<GateAnswer> {
  const { facts, atHand } = scene;
  if (need.need === "permission") return fetchPermission(services, facts, need.login);
  if (need.need === "linked-at") return fetchLinkedAt(services, facts, need.issue);
  if (need.need === "parent") {
    const found = await orUnavailable(services, "proofs", async () => ({
      parent: await services.github.readParent(need.issue),
    }));
    return "source" in found ? lacking(found) : { kind: "parent", issue: issueKey(need.issue), ...found };
  }
  if (need.need === "head-policy") {
    const head = await orUnavailable(services, "policy", () => readPolicyOfHead(services, facts, atHand.headPolicy));
    return "source" in head ? lacking(head) : { kind: "head-policy", head };
  }
  const { source, fetch } = FETCH[need.need];
  const found = await orUnavailable(services, source, () => fetch(services, facts));
  return "source" in found ? lacking(found) : { kind: "facts", facts: found };
}

type Fetch = (services: Services, facts: GateFacts) => Promise<Partial<PullGateFacts>>;

/** How each plain fact is fetched, and which source is named when it cannot be. */
const FETCH: Readonly<
  Record<
    Exclude<Need["need"], "permission" | "linked-at" | "parent" | "head-policy">,
    { source: UnavailableSource["source"]; fetch: Fetch }
  >
> = {
  files: { source: "files", fetch: async ({ github }, { pull }) => ({ files: await github.readChangedFiles(pull) }) },
  "closing-issues": {
    source: "links",
    fetch: async ({ github }, { pull }) => ({ closingIssues: await github.readClosingIssues(pull) }),
  },
  override: { source: "comments", fetch: readOverrideFacts },
  "patch-id": {
    source: "proofs",
    fetch: async ({ github }, { pull }) => ({ patchId: await github.readPatchId(pull) }),
  },
  "label-setters": {
    source: "proofs",
    fetch: async ({ github }, { pull }) => ({ labelSetters: await github.readLabelSetters(pull) }),
  },
  revert: {
    source: "proofs",
    fetch: async ({ github }, { pull }) => ({ revert: await github.readRevertEvidence(pull) }),
  },
  security: {
    source: "proofs",
    fetch: async ({ github }, { pull }) => ({ security: await github.readSecurityEvidence(pull) }),
  },
};

async function readOverrideFacts({ github }: Services, { pull, policy }: GateFacts): Promise<Partial<PullGateFacts>> {
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

async function fetchPermission(services: Services, { pull }: GateFacts, login: string): Promise<GateAnswer> {
  const found = await orUnavailable(services, "permissions", () => services.github.readPermission(pull, login));
  if (typeof found === "object") return lacking(found);
  return { kind: "permission", login: login.toLowerCase(), permission: found };
}

/** When the link was made: the first time that the item's own timeline mentions the pull request. */
async function fetchLinkedAt(services: Services, { pull }: GateFacts, issue: IssueReference): Promise<GateAnswer> {
  const found = await orUnavailable(services, "proofs", () => services.github.readActivity(issue));
  const mention = "source" in found ? undefined : found.find((entry) => entry.url === pull.url);
  return { kind: "linked-at", issue: issueKey(issue), at: mention?.at ?? "unavailable" };
}

function lacking(source: UnavailableSource): GateAnswer {
  return { kind: "unavailable", source };
}
