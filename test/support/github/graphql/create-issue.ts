/** The mutation `createIssue`: an issue with its labels, assignees and parent in one write. */
import { sees } from "#test/support/github/access.ts";
import { GitHubRefusal } from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { issuesDisabled, mayTriage } from "#test/support/github/issue-access.ts";
import { checkedAssignees } from "#test/support/github/issue-assignees.ts";
import { openIssue } from "#test/support/github/issue-lifecycle.ts";
import type { IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { parseNodeId } from "#test/support/github/shapes/node-id.ts";
import { findIssueById, repositoryOf } from "#test/support/github/state.ts";
import { addSubIssue, checkRoomFor } from "#test/support/github/sub-issues.ts";
import { allowField, type Graph, graphqlError, refused } from "./context.ts";
import { issueNode } from "./issue.ts";
import { accountNamed, labelNamed, missing } from "./named-nodes.ts";

/** What the mutation is told. */
export interface CreateIssueInput {
  readonly repositoryId: string;
  readonly title: string;
  readonly body?: string | null;
  readonly labelIds?: readonly string[] | null;
  readonly assigneeIds?: readonly string[] | null;
  readonly parentIssueId?: string | null;
  readonly clientMutationId?: string | null;
}

/** Nothing is made when any part of it is refused. */
export function createIssue(call: Graph, input: CreateIssueInput): object {
  if (call.actor.kind === "anonymous") throw new GitHubRefusal(401, "Requires authentication");
  const { world } = call;
  const repository = visibleRepository(call, input.repositoryId);
  allowField(call, repository, { needs: [["issues", "write"]], role: "read" });
  if (!repository.hasIssues) throw graphqlError("UNPROCESSABLE", issuesDisabled().message);
  const parent = input.parentIssueId ? visibleParent(call, input.parentIssueId) : null;
  if (parent) refused(() => checkRoomFor(world, parent, repository));
  const triage = mayTriage(call, repository);
  const logins = (input.assigneeIds ?? []).map((id) => accountNamed(call, id));
  const doer = doerOf(call);
  const issue = refused(() =>
    openIssue(world, repository, {
      title: input.title,
      body: input.body ?? null,
      labels: triage ? (input.labelIds ?? []).map((id) => labelNamed(repository, id)) : [],
      assignees: triage ? checkedAssignees(world, repository, { issue: null, logins }) : [],
      milestone: null,
      doer,
    }),
  );
  if (parent) refused(() => addSubIssue(world, { parent, child: issue, doer, replaceParent: false }));
  return { clientMutationId: input.clientMutationId ?? null, issue: () => issueNode(call, repository, issue) };
}

function visibleRepository(call: Graph, id: string): RepositoryRow {
  const parsed = parseNodeId(id);
  const row = parsed?.kind === "Repository" ? call.world.state.repositories.get(parsed.id) : undefined;
  if (!row || !sees(call, row)) throw missing(id);
  return row;
}

function visibleParent(call: Graph, id: string): IssueRow {
  const parsed = parseNodeId(id);
  const issue = parsed?.kind === "Issue" ? findIssueById(call.world.state, parsed.id) : undefined;
  if (!issue || !sees(call, repositoryOf(call.world.state, issue.repositoryId))) throw missing(id);
  return issue;
}
