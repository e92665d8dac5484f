/** The entry points of GraphQL: queries and mutations. */
import { sees } from "#test/support/github/access.ts";
import { type Call, GitHubRefusal } from "#test/support/github/call.ts";
import { isoTime } from "#test/support/github/clock.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { dequeue, enqueue } from "#test/support/github/merge-queue.ts";
import { type PullIssue, asPull } from "#test/support/github/pull-diff.ts";
import { setDraft } from "#test/support/github/pull-lifecycle.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { parseNodeId } from "#test/support/github/shapes/node-id.ts";
import { findIssueById, findRenamedRepository, findRepository, repositoryOf } from "#test/support/github/state.ts";
import { actorNode } from "./actor.ts";
import { createIssue, type CreateIssueInput } from "./create-issue.ts";
import { allowField, type Graph, graphqlError, refused } from "./context.ts";
import { issueMutations } from "./issue-mutations.ts";
import { issueNode } from "./issue.ts";
import { pullNode, queueEntryNode } from "./pull-request.ts";
import { repositoryNode } from "./repository.ts";

/** What a document starts from; queries and mutations have no names in common. */
export function rootValue(asked: Call): object {
  const call: Graph = { ...asked, nodes: { repository: repositoryNode, pull: pullNode } };
  return { ...queries(call), ...mutations(call) };
}

function queries(call: Graph): object {
  return {
    repository: ({ owner, name, followRenames }: { owner: string; name: string; followRenames?: boolean }) => {
      const { state } = call.world;
      const row =
        findRepository(state, owner, name) ??
        (followRenames === false ? undefined : findRenamedRepository(state, owner, name));
      if (!row || !sees(call, row))
        throw graphqlError("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
      return repositoryNode(call, row);
    },
    viewer: () => actorNode(call, doerOf(call).login),
    user: ({ login }: { login: string }) => named(call, login, "User"),
    organization: ({ login }: { login: string }) => named(call, login, "Organization"),
    rateLimit: () => rateLimit(call),
    node: ({ id }: { id: string }) => nodeNamed(call, id),
    nodes: ({ ids }: { ids: readonly string[] }) => ids.map((id) => nodeNamed(call, id)),
  };
}

function named(call: Graph, login: string, kind: "User" | "Organization"): object {
  const node = actorNode(call, login);
  if (node === null || !("__typename" in node) || node.__typename !== kind)
    throw graphqlError(
      "NOT_FOUND",
      `Could not resolve to ${kind === "User" ? "a User" : "an Organization"} with the login of '${login}'.`,
    );
  return node;
}

function rateLimit(call: Graph): object {
  const { limit, remaining, used, reset } = call.world.limits.status(call.actor);
  return { cost: 1, limit, remaining, used, nodeCount: 1, resetAt: isoTime(reset) };
}

function nodeNamed(call: Graph, id: string): object {
  const parsed = parseNodeId(id);
  const missing = () => graphqlError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`);
  if (parsed?.kind === "PullRequest") {
    const { repository, issue } = pullWithId(call, id);
    return pullNode(call, repository, issue);
  }
  const row = parsed?.kind === "Repository" ? call.world.state.repositories.get(parsed.id) : undefined;
  if (row && sees(call, row)) return repositoryNode(call, row);
  const issue = parsed?.kind === "Issue" ? findIssueById(call.world.state, parsed.id) : undefined;
  if (!issue || issue.pull) throw missing();
  const repository = repositoryOf(call.world.state, issue.repositoryId);
  if (!sees(call, repository)) throw missing();
  allowField(call, repository, { needs: [["issues", "read"]] });
  return issueNode(call, repository, issue);
}

function pullWithId(call: Graph, id: string): { repository: RepositoryRow; issue: PullIssue } {
  const parsed = parseNodeId(id);
  for (const repository of call.world.state.repositories.values()) {
    if (!sees(call, repository)) continue;
    for (const row of repository.issues.values()) {
      const issue = asPull(row);
      if (issue && parsed?.kind === "PullRequest" && issue.pull.id === parsed.id) return { repository, issue };
    }
  }
  throw graphqlError("NOT_FOUND", `Could not resolve to a node with the global id of '${id}'.`);
}

type Input<T> = { readonly input: T & { readonly clientMutationId?: string | null } };

function mutations(call: Graph): object {
  return {
    enqueuePullRequest: ({
      input,
    }: Input<{ pullRequestId: string; expectedHeadOid?: string | null; jump?: boolean | null }>) => {
      const { repository, issue } = writable(call, input.pullRequestId, "contents");
      if (input.expectedHeadOid && input.expectedHeadOid !== issue.pull.headSha)
        throw graphqlError("UNPROCESSABLE", `Head sha didn't match expected \`${input.expectedHeadOid}\``);
      refused(() => enqueue(call.world, repository, { issue, doer: doerOf(call), jump: input.jump ?? false }));
      return {
        clientMutationId: input.clientMutationId ?? null,
        mergeQueueEntry: () => queueEntryNode(call, repository, issue),
      };
    },
    dequeuePullRequest: ({ input }: Input<{ id: string }>) => {
      const { repository, issue } = writable(call, input.id, "contents");
      const entry = queueEntryNode(call, repository, issue);
      if (entry === null) throw graphqlError("UNPROCESSABLE", "Pull request is not in the merge queue");
      dequeue(call.world, repository, { issue, reason: "MANUAL", doer: doerOf(call) });
      return { clientMutationId: input.clientMutationId ?? null, mergeQueueEntry: entry };
    },
    ...issueMutations(call),
    createIssue: ({ input }: Input<CreateIssueInput>) => createIssue(call, input),
    markPullRequestReadyForReview: (args: Input<{ pullRequestId: string }>) => draftTo(call, args, false),
    convertPullRequestToDraft: (args: Input<{ pullRequestId: string }>) => draftTo(call, args, true),
  };
}

function draftTo(call: Graph, { input }: Input<{ pullRequestId: string }>, draft: boolean): object {
  const { repository, issue } = writable(call, input.pullRequestId, "pull_requests");
  setDraft(call.world, repository, { issue, doer: doerOf(call), draft });
  return { clientMutationId: input.clientMutationId ?? null, pullRequest: () => pullNode(call, repository, issue) };
}

function writable(
  call: Graph,
  id: string,
  permission: "contents" | "pull_requests",
): { repository: RepositoryRow; issue: PullIssue } {
  if (call.actor.kind === "anonymous") throw new GitHubRefusal(401, "Requires authentication");
  const found = pullWithId(call, id);
  allowField(call, found.repository, { needs: [[permission, "write"]], role: "write" });
  return found;
}
