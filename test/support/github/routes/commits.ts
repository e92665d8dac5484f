/** Commits: listed, read, compared, and the pull requests that they belong to. */
import { repositoryWith } from "#test/support/github/access.ts";
import { type Call, GitHubRefusal, type Reply, type Route, notFound, ok } from "#test/support/github/call.ts";
import { diffReply, wantsDiff } from "#test/support/github/diff-media.ts";
import { resolveCommit } from "#test/support/github/git.ts";
import { diffWithPatches } from "#test/support/github/git/diff.ts";
import { ancestors, commitsBetween, history, mergeBase } from "#test/support/github/git/history.ts";
import { type Commit, type ObjectStore } from "#test/support/github/git/objects.ts";
import { entryAt } from "#test/support/github/git/snapshot.ts";
import { pageOf, pagedReply } from "#test/support/github/paging.ts";
import { type PullIssue, asPull, pullCommits } from "#test/support/github/pull-diff.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { commitShape, commitWithFilesShape, fileShape, loginOfSignature } from "#test/support/github/shapes/commit.ts";
import { pullSimpleShape } from "#test/support/github/shapes/pull-request.ts";
import { repositoryApi, repositoryPage } from "#test/support/github/shapes/repository.ts";
import { findRepository, repositoryOf } from "#test/support/github/state.ts";

const base = "/repos/{owner}/{repo}";

/** Routes around commits. */
export const COMMIT_ROUTES: readonly Route[] = [
  { method: "GET", template: `${base}/commits`, handle: listCommits },
  { method: "GET", template: `${base}/commits/{ref}`, handle: readCommit },
  { method: "GET", template: `${base}/commits/{commit_sha}/pulls`, handle: pullsOfCommit },
  { method: "GET", template: `${base}/compare/{basehead}`, handle: compare },
];

function reading(call: Call): RepositoryRow {
  return repositoryWith(call, { needs: [["contents", "read"]] });
}

/** The commit that a name in the path means. Throws 422 as GitHub does for an unknown one. */
export function commitNamed(repository: RepositoryRow, name: string): Commit {
  const commit = repository.git.objects.commits.get(resolveCommit(repository.git, name) ?? "");
  if (!commit) throw new GitHubRefusal(422, `No commit found for SHA: ${name}`);
  return commit;
}

function listCommits(call: Call): Reply {
  const repository = reading(call);
  const { objects } = repository.git;
  const from = call.query.get("sha") ?? repository.defaultBranch;
  const sha = resolveCommit(repository.git, from);
  if (sha === undefined && repository.git.refs.size === 0) throw new GitHubRefusal(409, "Git Repository is empty.");
  if (sha === undefined) throw notFound();
  const commits = history(objects, sha).filter((commit) => wanted(call, objects, commit));
  return pagedReply(call, commits, (commit) => commitShape(call.world, repository, commit));
}

function wanted(call: Call, objects: ObjectStore, commit: Commit): boolean {
  const [path, since, until, author] = ["path", "since", "until", "author"].map((name) => call.query.get(name));
  const at = Date.parse(commit.committer.date);
  if (since && at < Date.parse(since)) return false;
  if (until && at > Date.parse(until)) return false;
  if (
    author &&
    author !== commit.author.email &&
    author.toLowerCase() !== loginOfSignature(call.world, commit.author)?.toLowerCase()
  )
    return false;
  return !path || touches(objects, commit, path);
}

function touches(objects: ObjectStore, commit: Commit, path: string): boolean {
  const here = entryAt(objects, commit.tree, path)?.sha;
  const parents = commit.parents.flatMap((sha) => objects.commits.get(sha) ?? []);
  if (parents.length === 0) return here !== undefined;
  return parents.every((parent) => entryAt(objects, parent.tree, path)?.sha !== here);
}

function readCommit(call: Call): Reply {
  const repository = reading(call);
  const commit = commitNamed(repository, call.params["ref"] ?? "");
  if (wantsDiff(call)) {
    const files = diffWithPatches(repository.git.objects, commit.parents[0] ?? null, commit.sha);
    return diffReply(repository, { files, resource: "Commit" });
  }
  if (/application\/vnd\.github(\.v3)?\.sha\b/.test(String(call.headers["accept"] ?? ""))) {
    return { status: 200, body: commit.sha, headers: { "content-type": "application/vnd.github.sha; charset=utf-8" } };
  }
  return ok(commitWithFilesShape(call.world, repository, commit));
}

/**
 * A commit on the default branch gives the merged pull request that brought it; another gives the open and merged ones
 * whose head is in THIS repository. Asked of the base repository, a fork's commit gives an empty list.
 */
function pullsOfCommit(call: Call): Reply {
  const repository = repositoryWith(call, {
    needs: [
      ["contents", "read"],
      ["pull_requests", "read"],
    ],
  });
  const { sha } = commitNamed(repository, call.params["commit_sha"] ?? "");
  const tip = repository.git.refs.get(`refs/heads/${repository.defaultBranch}`) ?? "";
  const landed = ancestors(repository.git.objects, tip).has(sha);
  const found = landed ? broughtBy(repository, sha) : openedFrom(call, repository, sha);
  return pagedReply(call, found, (issue) =>
    pullSimpleShape(call.world, repositoryOf(call.world.state, issue.repositoryId), issue),
  );
}

function broughtBy(repository: RepositoryRow, sha: string): PullIssue[] {
  return [...repository.issues.values()]
    .flatMap((row) => asPull(row) ?? [])
    .filter(
      (issue) =>
        issue.pull.mergedAt !== null && (issue.pull.mergeCommitSha === sha || contains(repository, issue, sha)),
    );
}

function openedFrom(call: Call, repository: RepositoryRow, sha: string): PullIssue[] {
  return [...call.world.state.repositories.values()].flatMap((base) =>
    [...base.issues.values()]
      .flatMap((row) => asPull(row) ?? [])
      .filter(
        (issue) =>
          issue.pull.headRepositoryId === repository.id && (issue.state === "open" || issue.pull.mergedAt !== null),
      )
      .filter((issue) => contains(base, issue, sha)),
  );
}

function contains(repository: RepositoryRow, issue: PullIssue, sha: string): boolean {
  return pullCommits(repository, issue).some((commit) => commit.sha === sha);
}

function compare(call: Call): Reply {
  const repository = reading(call);
  const { objects } = repository.git;
  const [left = "", right = ""] = (call.params["basehead"] ?? "").split("...");
  const from = end(call, repository, left);
  const to = end(call, repository, right);
  const common = mergeBase(objects, from.sha, to.sha);
  if (common === null) throw new GitHubRefusal(404, `No common ancestor between ${left} and ${right}.`);
  if (wantsDiff(call))
    return diffReply(repository, { files: diffWithPatches(objects, common, to.sha), resource: "Comparison" });
  const ahead = commitsBetween(objects, from.sha, to.sha);
  const behind = commitsBetween(objects, to.sha, from.sha).length;
  const { rows, headers } = pageOf(call, ahead);
  const files = (call.query.get("page") ?? "1") === "1" ? diffWithPatches(objects, common, to.sha).slice(0, 300) : [];
  const shape = (commit: Commit | undefined) => commit && commitShape(call.world, repository, commit);
  const page = repositoryPage(call.world, repository);
  const url = `${repositoryApi(call.world, repository)}/compare/${call.params["basehead"]}`;
  const body = {
    url,
    html_url: `${page}/compare/${call.params["basehead"]}`,
    permalink_url: `${page}/compare/${from.sha.slice(0, 7)}...${to.sha.slice(0, 7)}`,
    diff_url: `${page}/compare/${call.params["basehead"]}.diff`,
    patch_url: `${page}/compare/${call.params["basehead"]}.patch`,
    base_commit: shape(from),
    merge_base_commit: shape(objects.commits.get(common)),
    status: statusOf(ahead.length, behind),
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits: rows.map(shape),
    files: files.map((file) => fileShape(call.world, repository, { file, sha: to.sha })),
  };
  return { status: 200, body, headers };
}

function statusOf(ahead: number, behind: number): string {
  if (ahead === 0) return behind === 0 ? "identical" : "behind";
  return behind === 0 ? "ahead" : "diverged";
}

/** One side of a comparison: `branch`, `owner:branch` or `owner:repo:branch`, the latter two of the same network. */
function end(call: Call, repository: RepositoryRow, text: string): Commit {
  const parts = text.split(":");
  const name = parts.at(-1) ?? "";
  const owner = parts.length > 1 ? (parts[0] ?? "") : null;
  const where =
    owner === null
      ? repository
      : forkOf(call, repository, { owner, name: parts.length > 2 ? (parts[1] ?? null) : null });
  const commit = where?.git.objects.commits.get(resolveCommit(where.git, name) ?? "");
  if (!commit || where?.git.objects !== repository.git.objects) throw notFound();
  return commit;
}

function forkOf(
  call: Call,
  repository: RepositoryRow,
  wanted: { owner: string; name: string | null },
): RepositoryRow | undefined {
  if (wanted.name !== null) return findRepository(call.world.state, wanted.owner, wanted.name);
  return [...call.world.state.repositories.values()].find(
    (row) => row.owner.toLowerCase() === wanted.owner.toLowerCase() && row.git.objects === repository.git.objects,
  );
}
