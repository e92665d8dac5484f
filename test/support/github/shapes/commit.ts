/** Commits, trees, refs and changed files as GitHub's JSON. */
import type { World } from "#test/support/github/call.ts";
import type { FileDiff } from "#test/support/github/git/diff.ts";
import { diffWithPatches } from "#test/support/github/git/diff.ts";
import { blobSize, type Commit, type Signature, type TreeEntry } from "#test/support/github/git/objects.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { repositoryApi, repositoryPage } from "./repository.ts";
import { userShape } from "./user.ts";

type Json = Record<string, unknown>;

/** What GitHub says of every commit that nobody signed. */
const unsigned = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };

function opaque(kind: string, text: string): string {
  return `${kind}_${Buffer.from(text).toString("base64url")}`;
}

/** The login that a commit's address belongs to; null when it is nobody's. */
export function loginOfSignature(world: World, signature: Signature): string | null {
  const noreply = /^(?:\d+\+)?(.+)@users\.noreply\.github\.com$/.exec(signature.email)?.[1]?.toLowerCase();
  for (const [login, account] of world.state.accounts)
    if (login === noreply || (account.email !== null && account.email === signature.email)) return account.login;
  return null;
}

/** A `git-commit`: the bare object of the git data API. */
export function gitCommitShape(world: World, repository: RepositoryRow, commit: Commit): Json {
  const api = repositoryApi(world, repository);
  return {
    sha: commit.sha,
    node_id: opaque("C", commit.sha),
    url: `${api}/git/commits/${commit.sha}`,
    html_url: `${repositoryPage(world, repository)}/commit/${commit.sha}`,
    author: { ...commit.author },
    committer: { ...commit.committer },
    message: commit.message,
    tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/git/commits/${sha}`,
      html_url: `${repositoryPage(world, repository)}/commit/${sha}`,
    })),
    verification: unsigned,
  };
}

/** A `commit` without its files, as listings give it. */
export function commitShape(world: World, repository: RepositoryRow, commit: Commit): Json {
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const login = loginOfSignature(world, commit.author);
  const committer = loginOfSignature(world, commit.committer);
  return {
    sha: commit.sha,
    node_id: opaque("C", commit.sha),
    url: `${api}/commits/${commit.sha}`,
    html_url: `${page}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    commit: {
      url: `${api}/git/commits/${commit.sha}`,
      author: { ...commit.author },
      committer: { ...commit.committer },
      message: commit.message,
      comment_count: 0,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      verification: unsigned,
    },
    author: login === null ? null : userShape(world, login),
    committer: committer === null ? null : userShape(world, committer),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${page}/commit/${sha}` })),
  };
}

/** A `commit` with statistics and at most 300 files of a page, as `GET …/commits/{ref}` gives it. */
export function commitWithFilesShape(world: World, repository: RepositoryRow, commit: Commit): Json {
  const files = diffWithPatches(repository.git.objects, commit.parents[0] ?? null, commit.sha);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return {
    ...commitShape(world, repository, commit),
    stats: { total: additions + deletions, additions, deletions },
    files: files.slice(0, 300).map((file) => fileShape(world, repository, { file, sha: commit.sha })),
  };
}

/** A `simple-commit`, as webhooks and suites carry it. */
export function simpleCommitShape(commit: Commit): Json {
  const person = ({ name, email }: Signature) => ({ name, email });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: person(commit.author),
    committer: person(commit.committer),
  };
}

/** A `diff-entry` of the commit at `sha`. A file without a patch has no such property. */
export function fileShape(world: World, repository: RepositoryRow, what: { file: FileDiff; sha: string }): Json {
  const { file, sha } = what;
  const api = repositoryApi(world, repository);
  const page = repositoryPage(world, repository);
  const path = file.path.split("/").map(encodeURIComponent).join("/");
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${api}/contents/${path}?ref=${sha}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previousPath === undefined ? {} : { previous_filename: file.previousPath }),
  };
}

/** A `git-ref`. */
export function refShape(world: World, repository: RepositoryRow, ref: string): Json {
  const sha = repository.git.refs.get(ref) ?? "";
  const api = repositoryApi(world, repository);
  return {
    ref,
    node_id: opaque("REF", `${repository.id}:${ref}`),
    url: `${api}/git/${ref}`,
    object: { type: "commit", sha, url: `${api}/git/commits/${sha}` },
  };
}

/** One line of a `git-tree`. Submodules have no address. */
export function treeEntryShape(world: World, repository: RepositoryRow, entry: TreeEntry & { path: string }): Json {
  const kind = entry.mode === "040000" ? "tree" : entry.mode === "160000" ? "commit" : "blob";
  const size = blobSize(repository.git.objects, entry);
  const url = `${repositoryApi(world, repository)}/git/${kind}s/${entry.sha}`;
  return {
    path: entry.path,
    mode: entry.mode,
    type: kind,
    sha: entry.sha,
    ...(size === undefined ? {} : { size }),
    ...(kind === "commit" ? {} : { url }),
  };
}
