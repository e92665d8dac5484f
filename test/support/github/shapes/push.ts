/** The payload of `push`. */
import type { Doer } from "#test/support/github/branch-rules.ts";
import type { Json, World } from "#test/support/github/call.ts";
import { diffCommits } from "#test/support/github/git/diff.ts";
import { commitsBetween } from "#test/support/github/git/history.ts";
import type { Commit, Signature } from "#test/support/github/git/objects.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { accountOf } from "#test/support/github/state.ts";
import { loginOfSignature, simpleCommitShape } from "./commit.ts";
import { repositoryPage, webhookRepositoryShape } from "./repository.ts";

/** A push lists at most so many commits. */
const LISTED_COMMITS = 2048;

/** A move of a ref with zeros where there was or is nothing. */
export interface PushFacts {
  readonly ref: string;
  readonly before: string;
  readonly to: string;
  readonly forced: boolean;
  readonly doer: Doer;
}

/** The push's own part of the payload; times of the repository are numbers here, as GitHub has them. */
export function pushPayload(world: World, repository: RepositoryRow, push: PushFacts): Json {
  const { objects } = repository.git;
  const { before, to, ref, doer } = push;
  const created = !objects.commits.has(before);
  const deleted = !objects.commits.has(to);
  const known = created ? (repository.git.refs.get(`refs/heads/${repository.defaultBranch}`) ?? "") : before;
  const commits = deleted ? [] : commitsBetween(objects, known === to ? to : known, to).slice(0, LISTED_COMMITS);
  const head = objects.commits.get(to);
  const account = accountOf(world.state, doer.login);
  return {
    ref,
    before,
    after: to,
    created,
    deleted,
    forced: push.forced,
    base_ref: null,
    compare: `${repositoryPage(world, repository)}/compare/${before.slice(0, 12)}...${to.slice(0, 12)}`,
    commits: commits.map((commit) => pushedCommit(world, repository, commit)),
    head_commit: head ? pushedCommit(world, repository, head) : null,
    pusher: { name: account.login, email: account.email ?? `${account.login}@users.noreply.github.com` },
    repository: pushedRepository(world, repository),
  };
}

function pushedRepository(world: World, repository: RepositoryRow): Json {
  return {
    ...webhookRepositoryShape(world, repository),
    created_at: repository.createdAt,
    pushed_at: repository.pushedAt,
    master_branch: repository.defaultBranch,
    stargazers: 0,
  };
}

function pushedCommit(world: World, repository: RepositoryRow, commit: Commit): Json {
  const changes = diffCommits(repository.git.objects, commit.parents[0] ?? null, commit.sha);
  const person = (signature: Signature) => {
    const username = loginOfSignature(world, signature);
    return { name: signature.name, email: signature.email, ...(username === null ? {} : { username }) };
  };
  return {
    ...simpleCommitShape(commit),
    distinct: true,
    url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    added: changes.flatMap((c) => (c.status === "added" || c.status === "renamed" ? [c.path] : [])),
    removed: changes.flatMap((c) =>
      c.status === "removed" ? [c.path] : c.previousPath === undefined ? [] : [c.previousPath],
    ),
    modified: changes.flatMap((c) => (c.status === "modified" || c.status === "changed" ? [c.path] : [])),
  };
}
