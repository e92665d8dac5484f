/** The git data API: refs, trees, blobs and commits. */
import { repositoryWith } from "#test/support/github/access.ts";
import { flag, optionalObjects, optionalText, optionalTexts, requiredText } from "#test/support/github/body-fields.ts";
import {
  type Call,
  GitHubRefusal,
  type Json,
  NO_CONTENT,
  type Reply,
  type Route,
  bodyOf,
  created,
  notFound,
  ok,
} from "#test/support/github/call.ts";
import { doerOf } from "#test/support/github/doer.ts";
import { resolveCommit } from "#test/support/github/git.ts";
import { isAncestor } from "#test/support/github/git/history.ts";
import { type FileMode, type TreeEntry, writeBlob, writeCommit } from "#test/support/github/git/objects.ts";
import { readSnapshot, type SnapshotFile, writeSnapshot } from "#test/support/github/git/snapshot.ts";
import { signatureFor } from "#test/support/github/merge-commits.ts";
import { pagedReply } from "#test/support/github/paging.ts";
import { moveRef, refuseProtectedMove } from "#test/support/github/pushes.ts";
import type { RepositoryRow } from "#test/support/github/rows.ts";
import { gitCommitShape, refShape, treeEntryShape } from "#test/support/github/shapes/commit.ts";
import { repositoryApi } from "#test/support/github/shapes/repository.ts";
import { givenSignature } from "./contents.ts";

const base = "/repos/{owner}/{repo}/git";

/** Routes of the git data API. */
export const GIT_DATA_ROUTES: readonly Route[] = [
  { method: "GET", template: `${base}/ref/{ref}`, handle: readRef },
  { method: "GET", template: `${base}/matching-refs/{ref}`, handle: matchingRefs },
  { method: "POST", template: `${base}/refs`, handle: createRef },
  { method: "PATCH", template: `${base}/refs/{ref}`, handle: updateRef },
  { method: "DELETE", template: `${base}/refs/{ref}`, handle: deleteRef },
  { method: "GET", template: `${base}/trees/{tree_sha}`, handle: readTree },
  { method: "POST", template: `${base}/trees`, handle: createTree },
  { method: "GET", template: `${base}/blobs/{file_sha}`, handle: readBlob },
  { method: "POST", template: `${base}/blobs`, handle: createBlob },
  { method: "GET", template: `${base}/commits/{commit_sha}`, handle: readCommit },
  { method: "POST", template: `${base}/commits`, handle: createCommit },
];

function reading(call: Call): RepositoryRow {
  return repositoryWith(call, { needs: [["contents", "read"]] });
}

function writing(call: Call): RepositoryRow {
  return repositoryWith(call, { needs: [["contents", "write"]], role: "write" });
}

function fullRef(call: Call): string {
  return `refs/${(call.params["ref"] ?? "").replace(/^refs\//, "")}`;
}

function readRef(call: Call): Reply {
  const repository = reading(call);
  const ref = fullRef(call);
  if (!repository.git.refs.has(ref)) throw notFound();
  return ok(refShape(call.world, repository, ref));
}

function matchingRefs(call: Call): Reply {
  const repository = reading(call);
  const refs = [...repository.git.refs.keys()].filter((ref) => ref.startsWith(fullRef(call))).toSorted();
  return pagedReply(call, refs, (ref) => refShape(call.world, repository, ref));
}

function createRef(call: Call): Reply {
  const repository = writing(call);
  const body = bodyOf(call);
  const ref = requiredText(body, "ref");
  const sha = requiredText(body, "sha");
  if (!/^refs\/[^/]+\/.+/.test(ref))
    throw new GitHubRefusal(422, "Reference name must start with 'refs/' and have at least two slashes.");
  if (/[\s~^:?*[\\]|\.\.|\/\/|\.lock$|\/$/.test(ref))
    throw new GitHubRefusal(422, "Reference name is not well formed.");
  if (repository.git.refs.has(ref)) throw new GitHubRefusal(422, "Reference already exists");
  if (!repository.git.objects.commits.has(sha)) throw new GitHubRefusal(422, "Object does not exist");
  moveRef(call.world, repository, { ref, to: sha, doer: doerOf(call) });
  return created(refShape(call.world, repository, ref), `${repositoryApi(call.world, repository)}/git/${ref}`);
}

function updateRef(call: Call): Reply {
  const repository = writing(call);
  const body = bodyOf(call);
  const ref = fullRef(call);
  const before = repository.git.refs.get(ref);
  const to = requiredText(body, "sha");
  if (before === undefined) throw new GitHubRefusal(422, "Reference does not exist");
  if (!repository.git.objects.commits.has(to)) throw new GitHubRefusal(422, "Object does not exist");
  if (!flag(body, "force", false) && !isAncestor(repository.git.objects, before, to))
    throw new GitHubRefusal(422, "Update is not a fast forward");
  const move = { ref, to, doer: doerOf(call) };
  refuseProtectedMove(call.world, repository, { ...move, status: 422 });
  moveRef(call.world, repository, move);
  return ok(refShape(call.world, repository, ref));
}

function deleteRef(call: Call): Reply {
  const repository = writing(call);
  const ref = fullRef(call);
  if (!repository.git.refs.has(ref)) throw new GitHubRefusal(422, "Reference does not exist");
  const move = { ref, to: null, doer: doerOf(call) };
  refuseProtectedMove(call.world, repository, { ...move, status: 422 });
  moveRef(call.world, repository, move);
  return NO_CONTENT;
}

/** `?recursive=` with any value lists the whole tree. */
function readTree(call: Call): Reply {
  const repository = reading(call);
  const { objects } = repository.git;
  const asked = call.params["tree_sha"] ?? "";
  const commit = objects.commits.get(resolveCommit(repository.git, asked) ?? "");
  const sha = commit?.tree ?? asked;
  if (!objects.trees.has(sha)) throw notFound();
  const entries = listTree(repository, sha, { prefix: "", recursive: call.query.has("recursive") });
  return ok({
    ...treeHead(call, repository, sha),
    tree: entries.map((e) => treeEntryShape(call.world, repository, e)),
    truncated: false,
  });
}

function treeHead(call: Call, repository: RepositoryRow, sha: string): Json {
  return { sha, url: `${repositoryApi(call.world, repository)}/git/trees/${sha}` };
}

function listTree(
  repository: RepositoryRow,
  sha: string,
  how: { prefix: string; recursive: boolean },
): (TreeEntry & { path: string })[] {
  const entries = repository.git.objects.trees.get(sha) ?? [];
  return entries.flatMap((entry) => {
    const path = `${how.prefix}${entry.name}`;
    const inside =
      entry.mode === "040000" && how.recursive
        ? listTree(repository, entry.sha, { prefix: `${path}/`, recursive: true })
        : [];
    return [{ ...entry, path }, ...inside];
  });
}

function createTree(call: Call): Reply {
  const repository = writing(call);
  const body = bodyOf(call);
  const { objects } = repository.git;
  const baseTree = optionalText(body, "base_tree");
  const from = objects.commits.get(baseTree ?? "")?.tree ?? baseTree;
  if (from !== undefined && !objects.trees.has(from)) throw new GitHubRefusal(422, "base_tree is not a valid tree oid");
  const files = from === undefined ? new Map<string, SnapshotFile>() : readSnapshot(objects, from);
  for (const entry of optionalObjects(body, "tree") ?? []) putEntry(repository, files, entry);
  const sha = writeSnapshot(objects, files);
  const entries = listTree(repository, sha, { prefix: "", recursive: false });
  return created({
    ...treeHead(call, repository, sha),
    tree: entries.map((e) => treeEntryShape(call.world, repository, e)),
    truncated: false,
  });
}

function putEntry(repository: RepositoryRow, files: Map<string, SnapshotFile>, entry: Json): void {
  const { objects } = repository.git;
  const path = requiredText(entry, "path");
  if (entry["sha"] === null) {
    for (const known of files.keys()) if (known === path || known.startsWith(`${path}/`)) files.delete(known);
    return;
  }
  const mode = requiredText(entry, "mode");
  const content = optionalText(entry, "content");
  const sha = content === undefined ? requiredText(entry, "sha") : writeBlob(objects, content);
  if (mode === "040000") {
    if (!objects.trees.has(sha)) throw new GitHubRefusal(422, "tree.sha does not exist");
    for (const [inner, file] of readSnapshot(objects, sha, `${path}/`)) files.set(inner, file);
    return;
  }
  if (mode !== "160000" && !objects.blobs.has(sha)) throw new GitHubRefusal(422, `tree.sha ${sha} is not a valid blob`);
  files.set(path, { mode: mode as FileMode, sha });
}

function readBlob(call: Call): Reply {
  const repository = reading(call);
  const sha = call.params["file_sha"] ?? "";
  const blob = repository.git.objects.blobs.get(sha);
  if (!blob) throw notFound();
  const url = `${repositoryApi(call.world, repository)}/git/blobs/${sha}`;
  return ok({
    sha,
    node_id: `B_${Buffer.from(sha).toString("base64url")}`,
    size: blob.length,
    url,
    content: blob.toString("base64"),
    encoding: "base64",
  });
}

function createBlob(call: Call): Reply {
  const repository = writing(call);
  const body = bodyOf(call);
  const content = requiredText(body, "content");
  const sha = writeBlob(
    repository.git.objects,
    Buffer.from(content, optionalText(body, "encoding") === "base64" ? "base64" : "utf8"),
  );
  return created({ sha, url: `${repositoryApi(call.world, repository)}/git/blobs/${sha}` });
}

function readCommit(call: Call): Reply {
  const repository = reading(call);
  const commit = repository.git.objects.commits.get(call.params["commit_sha"] ?? "");
  if (!commit) throw notFound();
  return ok(gitCommitShape(call.world, repository, commit));
}

function createCommit(call: Call): Reply {
  const repository = writing(call);
  const body = bodyOf(call);
  const { objects } = repository.git;
  const tree = requiredText(body, "tree");
  const parents = optionalTexts(body, "parents") ?? [];
  if (!objects.trees.has(tree)) throw new GitHubRefusal(422, "Tree SHA does not exist");
  if (parents.some((sha) => !objects.commits.has(sha)))
    throw new GitHubRefusal(422, "Parent SHA does not exist or is not a commit object");
  const own = signatureFor(call.world, doerOf(call).login);
  const author = givenSignature(body, "author", own);
  const committer = givenSignature(body, "committer", author);
  const sha = writeCommit(objects, { tree, parents, author, committer, message: requiredText(body, "message") });
  const made = objects.commits.get(sha);
  return created(
    made && gitCommitShape(call.world, repository, made),
    `${repositoryApi(call.world, repository)}/git/commits/${sha}`,
  );
}
