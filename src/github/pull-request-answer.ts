/** Pull requests as REST gives them, in full and in listings, narrowed to our facts. */
import { z } from "zod";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import { restActor } from "./actor-answer.ts";
import { instantAnswer } from "./instant-answer.ts";
import { sortLabels } from "./issue-answer.ts";
import { repositoryAnswer, toRepositoryFacts } from "./read-repository.ts";

const head = z.object({
  ref: z.string(),
  sha: z.string(),
  /** Null when the fork was deleted. */
  repo: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }).nullish(),
});
const base = z.object({ ref: z.string(), sha: z.string(), repo: repositoryAnswer });

/** What we use of a REST pull request. Listings leave out `merged` and `changed_files`. */
export const pullRequestAnswer = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  merged: z.boolean().nullish(),
  merged_at: instantAnswer.nullish(),
  draft: z.boolean().nullish(),
  user: restActor,
  labels: z.array(z.object({ name: z.string() })).nullish(),
  head,
  base,
  changed_files: z.number().nullish(),
  merge_commit_sha: z.string().nullish(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  html_url: z.string(),
});

/** The facts of one pull request. Its repository is that of its base, under the name that it has now. */
export function toPullRequestFacts(answer: z.infer<typeof pullRequestAnswer>): PullRequestFacts {
  const { head, base } = answer;
  const repository = toRepositoryFacts(base.repo);
  return {
    owner: repository.owner,
    repo: repository.repo,
    number: answer.number,
    id: answer.id,
    title: answer.title,
    body: answer.body ?? "",
    state: answer.state,
    merged: answer.merged ?? typeof answer.merged_at === "number",
    draft: answer.draft ?? false,
    author: answer.user,
    labels: sortLabels((answer.labels ?? []).map((label) => label.name)),
    headSha: head.sha,
    headRef: head.ref,
    headRepository: head.repo ? { owner: head.repo.owner.login, repo: head.repo.name } : null,
    baseRef: base.ref,
    baseSha: base.sha,
    repository,
    changedFiles: answer.changed_files ?? null,
    mergeCommitSha: answer.merge_commit_sha ?? null,
    ...(typeof answer.merged_at === "number" ? { mergedAt: answer.merged_at } : {}),
    createdAt: answer.created_at,
    updatedAt: answer.updated_at,
    url: answer.html_url,
  };
}
