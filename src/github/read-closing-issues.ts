/** Reads the issues that GitHub itself says a pull request closes. */
import { z } from "zod";
import type { IssueReference } from "#src/facts/issue-reference.ts";
import { narrow, type Client } from "./client.ts";
import { toUnavailable } from "./errors.ts";
import { CLOSING_ISSUES } from "./queries.ts";

const answerSchema = z.object({
  data: z.object({
    repository: z.object({
      pullRequest: z.object({
        closingIssuesReferences: z
          .object({
            pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
            nodes: z.array(
              z.object({
                number: z.number(),
                repository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }),
              }),
            ),
          })
          .nullish(),
      }),
    }),
  }),
});

/**
 * Linked by keyword or in the sidebar. Empty where GraphQL is absent or refused.
 * @throws GitHubUnavailable when GitHub could not answer: "no link" would then be a guess.
 */
export async function readClosingIssues(client: Client, pull: IssueReference): Promise<readonly IssueReference[]> {
  const { owner, repo, number } = pull;
  const source = `the issues that ${owner}/${repo}#${number} closes`;
  const found: IssueReference[] = [];
  let after: string | null = null;
  do {
    const attempt = await client.query(source, CLOSING_ISSUES, { owner, repo, number, after });
    if (!attempt.ok && ["missing", "forbidden", "invalid"].includes(attempt.failure.kind)) return [];
    if (!attempt.ok) throw toUnavailable(source, attempt.failure);
    const { data } = narrow(answerSchema, attempt.answer.data, source);
    const links = data.repository.pullRequest.closingIssuesReferences;
    found.push(...(links?.nodes ?? []).map(toReference));
    after = links?.pageInfo.hasNextPage ? (links.pageInfo.endCursor ?? null) : null;
  } while (after !== null);
  return found;
}

function toReference(node: {
  readonly number: number;
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } };
}): IssueReference {
  return { owner: node.repository.owner.login, repo: node.repository.name, number: node.number };
}
