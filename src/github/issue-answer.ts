/** Issues and comments as REST gives them, narrowed to our facts. */
import { z } from "zod";
import type { CommentFacts, IssueFacts, StateReason } from "#src/facts/issue.ts";
import type { IssueReference, RepositoryName } from "#src/facts/issue-reference.ts";
import { restActor } from "./actor-answer.ts";
import { instantAnswer } from "./instant-answer.ts";

const stateReason = z
  .string()
  .nullish()
  .transform((reason): StateReason => toStateReason(reason ?? null));

/** A reason that is newer than this program reads as none: the gate then asks for one rather than guessing. */
export function toStateReason(reason: string | null): StateReason {
  const known = (reason ?? "").toLowerCase();
  return known === "completed" || known === "not_planned" || known === "duplicate" || known === "reopened"
    ? known
    : null;
}

/** Labels are strings in old answers, objects in new ones; a label without a name is no label. */
const labelAnswer = z.union([z.string(), z.object({ name: z.string().nullish() })]);

/** What we use of a REST issue. */
export const issueAnswer = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  state_reason: stateReason,
  labels: z.array(labelAnswer).transform(toLabelNames),
  user: restActor,
  assignees: z.array(z.object({ login: z.string() })).nullish(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  closed_at: instantAnswer.nullish(),
  html_url: z.string(),
  repository_url: z.string().nullish(),
  pull_request: z.unknown().optional(),
  locked: z.boolean().nullish(),
});

/** Sorted, so that REST and GraphQL give equal facts. */
function toLabelNames(labels: readonly z.infer<typeof labelAnswer>[]): string[] {
  return sortLabels(labels.flatMap((label) => (typeof label === "string" ? label : (label.name ?? []))));
}

/** Label names in the one order that facts have. */
export function sortLabels(names: readonly string[]): string[] {
  return names.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** The facts of one issue. Its repository is the one that GitHub names; `asked` where it names none. */
export function toIssueFacts(answer: z.infer<typeof issueAnswer>, asked: RepositoryName): IssueFacts {
  return {
    ...(parseRepositoryUrl(answer.repository_url ?? "") ?? { owner: asked.owner, repo: asked.repo }),
    number: answer.number,
    id: answer.id,
    title: answer.title,
    body: answer.body ?? "",
    state: answer.state,
    stateReason: answer.state_reason,
    labels: answer.labels,
    author: answer.user,
    assignees: (answer.assignees ?? []).map((assignee) => assignee.login),
    createdAt: answer.created_at,
    updatedAt: answer.updated_at,
    closedAt: answer.closed_at ?? null,
    url: answer.html_url,
    isPullRequest: answer.pull_request !== undefined && answer.pull_request !== null,
    locked: answer.locked ?? false,
  };
}

/** `https://api.github.com/repos/acme/shop` → acme/shop; null for anything else. */
export function parseRepositoryUrl(url: string): RepositoryName | null {
  const match = /\/repos\/([^/]+)\/([^/]+)\/?$/.exec(url);
  return match ? { owner: match[1]!, repo: match[2]! } : null;
}

/** What we use of a REST comment. */
export const commentAnswer = z.object({
  id: z.number(),
  body: z.string().nullish(),
  user: restActor,
  created_at: instantAnswer,
  updated_at: instantAnswer,
  html_url: z.string(),
  issue_url: z.string().nullish(),
});

/** The facts of one comment on a known issue. */
export function toCommentFacts(answer: z.infer<typeof commentAnswer>, issue: IssueReference): CommentFacts {
  return {
    id: answer.id,
    issue: { owner: issue.owner, repo: issue.repo, number: issue.number },
    author: answer.user,
    body: answer.body ?? "",
    createdAt: answer.created_at,
    updatedAt: answer.updated_at,
    url: answer.html_url,
  };
}
