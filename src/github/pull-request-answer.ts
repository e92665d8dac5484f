/** Pull requests as REST gives them, in full and in listings, narrowed to our facts. */
import { z } from "zod";
import type { PullRequestFacts } from "#src/facts/pull-request.ts";
import type { RepositoryName } from "#src/facts/issue-reference.ts";
import { restActor } from "./actor-answer.ts";
import { instantAnswer } from "./instant-answer.ts";
import { sortLabels } from "./issue-answer.ts";

const branch = z.object({
  ref: z.string(),
  sha: z.string(),
  /** Null when the fork was deleted. */
  repo: z
    .object({ name: z.string(), owner: z.object({ login: z.string() }), default_branch: z.string().nullish() })
    .nullish(),
});

/** What we use of a REST pull request. Listings leave out `merged` and `changed_files`. */
export const pullRequestAnswer = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]),
  merged: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  draft: z.boolean().nullish(),
  user: restActor,
  labels: z.array(z.object({ name: z.string() })).nullish(),
  head: branch,
  base: branch,
  changed_files: z.number().nullish(),
  merge_commit_sha: z.string().nullish(),
  created_at: instantAnswer,
  updated_at: instantAnswer,
  html_url: z.string(),
});

/** The facts of one pull request. Its repository is that of its base; `asked` where GitHub does not name one. */
export function toPullRequestFacts(answer: z.infer<typeof pullRequestAnswer>, asked: RepositoryName): PullRequestFacts {
  const { head, base } = answer;
  return {
    ...(toRepositoryName(base.repo) ?? { owner: asked.owner, repo: asked.repo }),
    number: answer.number,
    id: answer.id,
    title: answer.title,
    body: answer.body ?? "",
    state: answer.state,
    merged: answer.merged ?? typeof answer.merged_at === "string",
    draft: answer.draft ?? false,
    author: answer.user,
    labels: sortLabels((answer.labels ?? []).map((label) => label.name)),
    headSha: head.sha,
    headRef: head.ref,
    headRepository: toRepositoryName(head.repo),
    baseRef: base.ref,
    baseSha: base.sha,
    defaultBranch: base.repo?.default_branch ?? null,
    changedFiles: answer.changed_files ?? null,
    mergeCommitSha: answer.merge_commit_sha ?? null,
    createdAt: answer.created_at,
    updatedAt: answer.updated_at,
    url: answer.html_url,
  };
}

function toRepositoryName(repo: z.infer<typeof branch>["repo"]): RepositoryName | null {
  return repo ? { owner: repo.owner.login, repo: repo.name } : null;
}
