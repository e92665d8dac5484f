/** Mutations of an issue that exists: its labels, its assignees, its sub-issues. */
import { sees } from "#test/support/github/access.ts";
import { GitHubRefusal } from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { assign } from "#test/support/github/issue-assignees.ts";
import { addLabels } from "#test/support/github/issue-labels.ts";
import type { IssueRow, RepositoryRow } from "#test/support/github/rows.ts";
import { parseNodeId } from "#test/support/github/shapes/node-id.ts";
import { findIssueById, repositoryOf } from "#test/support/github/state.ts";
import { addSubIssue } from "#test/support/github/sub-issues.ts";
import { allowField, type Graph, refused } from "./context.ts";
import { issueNode } from "./issue.ts";
import { accountNamed, labelNamed, missing } from "./named-nodes.ts";

type Input<T> = { readonly input: T & { readonly clientMutationId?: string | null } };

/** By their names. */
export function issueMutations(call: Graph): object {
  const { world } = call;
  return {
    addLabelsToLabelable: ({ input }: Input<{ labelableId: string; labelIds: readonly string[] }>) => {
      const { repository, issue } = writable(call, input.labelableId);
      const names = input.labelIds.map((id) => labelNamed(repository, id));
      refused(() => addLabels(world, repository, { issue, doer: doerOf(call), names }));
      return { clientMutationId: input.clientMutationId ?? null };
    },
    addAssigneesToAssignable: ({ input }: Input<{ assignableId: string; assigneeIds: readonly string[] }>) => {
      const { repository, issue } = writable(call, input.assignableId);
      const logins = input.assigneeIds.map((id) => accountNamed(call, id));
      refused(() => assign(world, repository, { issue, doer: doerOf(call), logins }));
      return {
        clientMutationId: input.clientMutationId ?? null,
        assignable: () => issueNode(call, repository, issue),
      };
    },
    addSubIssue: ({
      input,
    }: Input<{ issueId: string; subIssueId?: string | null; replaceParent?: boolean | null }>) => {
      const { issue: parent } = writable(call, input.issueId);
      const { issue: child } = writable(call, input.subIssueId ?? "");
      const kinship = { parent, child, doer: doerOf(call), replaceParent: input.replaceParent ?? false };
      refused(() => addSubIssue(world, kinship));
      return { clientMutationId: input.clientMutationId ?? null };
    },
  };
}

function writable(call: Graph, id: string): { repository: RepositoryRow; issue: IssueRow } {
  if (call.actor.kind === "anonymous") throw new GitHubRefusal(401, "Requires authentication");
  const parsed = parseNodeId(id);
  const issue = parsed?.kind === "Issue" ? findIssueById(call.world.state, parsed.id) : undefined;
  if (!issue) throw missing(id);
  const repository = repositoryOf(call.world.state, issue.repositoryId);
  if (!sees(call, repository)) throw missing(id);
  allowField(call, repository, { needs: [["issues", "write"]], role: "triage" });
  return { repository, issue };
}
