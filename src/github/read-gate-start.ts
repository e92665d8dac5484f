/** Everything that a plain verdict rests on but its files, in one GraphQL document; and all open pull requests, fifty a document. */
import type { TrackedIssuesQuery } from "#src/facts/issue.ts";
import { z } from "zod";
import { graphqlActor } from "./actor-answer.ts";
import { formatInstant } from "#src/calendar/instant.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import type { GateStart, PullSnapshot } from "#src/flow/services.ts";
import { narrow, type Client, type Parameters } from "./client.ts";
import { toUnavailable } from "./errors.ts";
import { homeNode, pullNode, toHome, toPolicyFile, toPullSnapshot } from "./pull-request-node.ts";
import { GATE_START, OPEN_PULLS } from "./queries.ts";
import { POLICY_PATH } from "./read-policy-file.ts";
import { newestOfEach } from "./read-tracked-issues.ts";
import { continueTracked, trackedPage } from "./tracked-by-graphql.ts";

const labelled = z.object({
  number: z.number(),
  body: z.string(),
  author: graphqlActor,
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
});
const startAnswer = z.object({
  data: z.object({
    repository: homeNode.extend({
      pullRequest: pullNode,
      analysis: z.object({ nodes: z.array(labelled) }).nullish(),
      open: trackedPage,
      closed: trackedPage,
    }),
  }),
});

const pullsAnswer = z.object({
  data: z.object({
    repository: homeNode.extend({
      pullRequests: z.object({
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
        nodes: z.array(pullNode),
      }),
    }),
  }),
});

/** The name of our check run. */
interface CheckName {
  readonly check: string;
}

/**
 * One request, and one more for each further hundred of the longer listing.
 * @returns null where GraphQL does not serve, or does not show all of it: then the plain reads tell.
 * @throws GitHubUnavailable for a rate limit, which the plain reads would meet as well.
 */
export async function readGateStart(
  client: Client,
  { owner, repo, number }: IssueReference,
  query: TrackedIssuesQuery & CheckName,
): Promise<GateStart | null> {
  const source = `the pull request ${owner}/${repo}#${number} and the tracked issues`;
  const wish = { number, label: query.label, since: formatInstant(query.since), files: false };
  const data = await ask(client, {
    source,
    document: GATE_START,
    variables: { owner, repo, ...wish, ...extras(client, query) },
  });
  if (data === null) return null;
  const node = narrow(startAnswer, data, source).data.repository;
  const repository = toHome(node);
  const policy = repository && toPolicyFile(node.defaultBranchRef?.target?.file, repository.defaultBranch);
  if (!repository || !policy) return null;
  const tracked = await continueTracked(client, { repository, query, first: node });
  return {
    snapshot: toPullSnapshot(node.pullRequest, repository, client.self),
    policy,
    tracked: { ...tracked, tracked: newestOfEach(tracked.tracked) },
    newestAnalysis: toLabelled(node.analysis?.nodes[0]),
  };
}

function toLabelled(node: z.infer<typeof labelled> | undefined): GateStart["newestAnalysis"] {
  return node ? { ...node, labels: (node.labels?.nodes ?? []).map(({ name }) => name) } : null;
}

/**
 * All open pull requests with what comes along. `files`: also up to a hundred changed files of each.
 * @returns null where GraphQL does not serve.
 */
export async function readOpenPulls(
  client: Client,
  { owner, repo }: RepositoryName,
  query: CheckName & { readonly files: boolean },
): Promise<readonly PullSnapshot[] | null> {
  const source = `the open pull requests of ${owner}/${repo}`;
  const found = new Map<number, PullSnapshot>();
  let after: string | null = null;
  do {
    const variables = { owner, repo, after, files: query.files, ...extras(client, query) };
    const data: unknown = await ask(client, { source, document: OPEN_PULLS, variables });
    if (data === null) return null;
    const node = narrow(pullsAnswer, data, source).data.repository;
    const repository = toHome(node);
    if (!repository) return [];
    const { nodes, pageInfo } = node.pullRequests;
    for (const pull of nodes) found.set(pull.number, toPullSnapshot(pull, repository, client.self));
    after = pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return [...found.values()];
}

/** A workflow's token publishes statuses, and may lack the right to read checks: it does not ask for them. */
function extras(client: Client, { check }: CheckName): Parameters {
  return { path: POLICY_PATH, checks: client.self !== "github-actions[bot]", check };
}

interface Question {
  readonly source: string;
  readonly document: string;
  readonly variables: Parameters;
}

async function ask(client: Client, { source, document, variables }: Question): Promise<unknown> {
  const attempt = await client.query(source, document, variables);
  if (attempt.ok) return attempt.answer.data;
  const { failure } = attempt;
  if (failure.kind === "limited" && failure.limit === "abuse") throw toUnavailable(source, failure);
  return null;
}
