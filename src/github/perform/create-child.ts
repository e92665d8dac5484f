/** Makes an issue and puts it under another one in a single write, which only GraphQL knows; where that does not serve, the plain way does. */
import { z } from "zod";
import { renderMarker } from "#src/effect/marker.ts";
import type { IssueFacts } from "#src/facts/issue.ts";
import { sameRepository, type IssueReference } from "#src/facts/issue-reference.ts";
import { type Attempt, type Client, narrow } from "#src/github/client.ts";
import { lacksSubIssues } from "#src/github/read-sub-issues.ts";
import { issueFields, toIssueFacts } from "#src/github/tracked-by-graphql.ts";
import { CREATE_CHILD, idsByName, MOST_CHILDREN, nameVariables, newIssuePlace } from "./child-queries.ts";
import { type Creation, settleCreation } from "./create-once.ts";
import { fitLine, fitText } from "./fit-text.ts";
import type { EffectOf } from "./performer.ts";

/** The longest title that GitHub takes. */
const TITLE_LIMIT = 256;

const placeAnswer = z.object({
  data: z
    .object({
      repository: z
        .object({
          id: z.string(),
          issue: z.object({ id: z.string(), subIssuesSummary: z.object({ total: z.number() }) }),
        })
        .catchall(z.unknown()),
    })
    .catchall(z.unknown()),
});
const madeAnswer = z.object({
  data: z.object({
    createIssue: z.object({ issue: issueFields.extend({ parent: z.object({ number: z.number() }).nullish() }) }),
  }),
});

/** Where the issue goes, by GraphQL's ids. */
export interface ChildPlace {
  readonly repositoryId: string;
  readonly parentIssueId: string;
  /** By name; null = there is no such label yet. */
  readonly labels: ReadonlyMap<string, string | null>;
  readonly assigneeIds: readonly string[];
}

type Effect = EffectOf<"ensure-issue"> & { readonly parent: IssueReference };

/** One read. Null where one write cannot do it: no GraphQL, an older host, a parent that is full or elsewhere, somebody whom GitHub does not know. */
export async function readChildPlace(client: Client, effect: Effect): Promise<ChildPlace | null> {
  const { repository, parent, labels, assignees } = effect;
  if (!sameRepository(repository, parent) || lacksSubIssues(client)) return null;
  const names = { labels, logins: assignees };
  const { owner, repo } = repository;
  const variables = { owner, repo, parent: parent.number, ...nameVariables(names) };
  const source = `the place of a new sub-issue of #${parent.number}`;
  const attempt = await client.query(source, newIssuePlace(names), variables);
  const parsed = attempt.ok ? placeAnswer.safeParse(attempt.answer.data) : null;
  if (!parsed?.success) return null;
  const { data } = parsed.data;
  const { id, issue } = data.repository;
  const ids = idsByName(names, data);
  const people = [...ids.people.values()];
  if (issue.subIssuesSummary.total >= MOST_CHILDREN || people.includes(null)) return null;
  return {
    repositoryId: id,
    parentIssueId: issue.id,
    labels: ids.labels,
    assigneeIds: people.filter((one) => one !== null),
  };
}

/** The issue that was made, and whether it stands under its parent. */
export interface MadeChild {
  readonly issue: IssueFacts;
  readonly linked: boolean;
}

/**
 * Makes it. @returns null when GitHub declined, and when `find` does not find it either: then nothing was written.
 * @throws GitHubUnavailable when the outcome is unknown, or a secondary limit forbids writing.
 */
export async function createChild(
  client: Client,
  { effect, place }: { readonly effect: Effect; readonly place: ChildPlace },
  find: () => Promise<IssueFacts | null>,
): Promise<MadeChild | null> {
  const { repository, title } = effect;
  const source = `the new issue "${fitLine(title, 60)}" in ${repository.owner}/${repository.repo}`;
  const attempt = await client.mutate(source, CREATE_CHILD, { input: inputOf(effect, place) });
  if (isOutOfQuota(attempt)) return null;
  const creation: Creation<MadeChild> = {
    call: { source, route: "POST /graphql", parameters: {} },
    read: ({ data }) => {
      const { parent, ...issue } = narrow(madeAnswer, data, source).data.createIssue.issue;
      return { issue: toIssueFacts(issue), linked: parent?.number === effect.parent.number };
    },
    find: async () => {
      const issue = await find();
      return issue && { issue, linked: false };
    },
  };
  const settled = await settleCreation(client, creation, attempt);
  return settled.ok ? settled.made : creation.find();
}

function inputOf(effect: Effect, { repositoryId, parentIssueId, labels, assigneeIds }: ChildPlace): object {
  return {
    repositoryId,
    parentIssueId,
    title: fitLine(effect.title, TITLE_LIMIT),
    body: fitText(effect.body, renderMarker(effect.marker)),
    labelIds: [...labels.values()].filter((id) => id !== null),
    ...(assigneeIds.length > 0 ? { assigneeIds } : {}),
  };
}

/** GraphQL has an hourly quota of its own; REST may still have some. */
function isOutOfQuota(attempt: Attempt): boolean {
  return !attempt.ok && attempt.failure.kind === "limited" && attempt.failure.limit === "quota";
}
