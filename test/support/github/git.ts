/** One repository's refs over the objects of its fork network, with the few writes that the API and tests make. */
import {
  type CommitContent,
  type FileMode,
  type ObjectStore,
  type Signature,
  writeBlob,
  writeCommit,
} from "./git/objects.ts";
import type { GitStore } from "./pull-rows.ts";
import { readSnapshot, type SnapshotFile, writeSnapshot } from "./git/snapshot.ts";

/** What a commit does to a path: new text or bytes, a mode, a submodule's commit, a move, or `null` to remove it. */
export type FileEdit =
  | string
  | Buffer
  | null
  | { readonly content?: string | Buffer; readonly mode?: FileMode; readonly from?: string }
  | { readonly submodule: string };

/** A commit to make on a branch. */
export interface CommitEdits {
  readonly files: Readonly<Record<string, FileEdit>>;
  readonly message: string;
  readonly author: Signature;
  readonly committer?: Signature;
}

/** A fork: same objects, refs of its own. Only branches and tags are copied. */
export function forkGitStore(source: GitStore, onlyBranch?: string): GitStore {
  const copied = [...source.refs].filter(([ref]) =>
    onlyBranch === undefined ? /^refs\/(heads|tags)\//.test(ref) : ref === `refs/heads/${onlyBranch}`,
  );
  return { objects: source.objects, refs: new Map(copied) };
}

/** The commit of a branch; undefined when there is no such branch. */
export function branchTip(git: GitStore, branch: string): string | undefined {
  return git.refs.get(`refs/heads/${branch}`);
}

/** A commit id from what people write: full or short id (7 or more), branch, tag, `heads/…`, `refs/…`. */
export function resolveCommit(git: GitStore, name: string): string | undefined {
  const ref = git.refs.get(name) ?? git.refs.get(`refs/${name}`);
  const named = ref ?? git.refs.get(`refs/heads/${name}`) ?? git.refs.get(`refs/tags/${name}`);
  if (named !== undefined) return named;
  if (git.objects.commits.has(name)) return name;
  if (!/^[0-9a-f]{7,39}$/.test(name)) return undefined;
  const found = [...git.objects.commits.keys()].filter((sha) => sha.startsWith(name));
  return found.length === 1 ? found[0] : undefined;
}

/** Applies edits to the files of a commit (or to none) and returns the new tree. */
export function editTree(git: GitStore, parent: string | undefined, edits: CommitEdits["files"]): string {
  const commit = parent === undefined ? undefined : git.objects.commits.get(parent);
  const before = commit ? readSnapshot(git.objects, commit.tree) : new Map<string, SnapshotFile>();
  const after = new Map(before);
  for (const [path, edit] of Object.entries(edits)) applyEdit(git.objects, { before, after }, [path, edit]);
  return writeSnapshot(git.objects, after);
}

function applyEdit(
  store: ObjectStore,
  trees: { before: ReadonlyMap<string, SnapshotFile>; after: Map<string, SnapshotFile> },
  [path, edit]: readonly [string, FileEdit],
): void {
  if (edit === null) return void trees.after.delete(path);
  if (typeof edit === "string" || Buffer.isBuffer(edit)) {
    const mode = trees.before.get(path)?.mode ?? "100644";
    return void trees.after.set(path, { mode, sha: writeBlob(store, edit) });
  }
  if ("submodule" in edit) return void trees.after.set(path, { mode: "160000", sha: edit.submodule });
  const source = trees.before.get(edit.from ?? path);
  const sha = edit.content === undefined ? source?.sha : writeBlob(store, edit.content);
  if (sha === undefined) throw new Error(`${edit.from ?? path} is not there, and no content is given for ${path}`);
  if (edit.from !== undefined) trees.after.delete(edit.from);
  trees.after.set(path, { mode: edit.mode ?? source?.mode ?? "100644", sha });
}

/** Makes a commit on top of `parent` (none: a root commit) without moving any ref. */
export function commitFiles(git: GitStore, parent: string | undefined, edits: CommitEdits): string {
  const content: CommitContent = {
    tree: editTree(git, parent, edits.files),
    parents: parent === undefined ? [] : [parent],
    author: edits.author,
    committer: edits.committer ?? edits.author,
    message: edits.message,
  };
  return writeCommit(git.objects, content);
}
