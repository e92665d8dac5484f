/** What changed between two commits, file by file, in the words of GitHub's `files` listings. */
import type { ObjectStore } from "./objects.ts";
import { patchFile } from "./patch.ts";
import { type Candidate, findRenames } from "./rename.ts";
import { readSnapshot, type Snapshot, type SnapshotFile } from "./snapshot.ts";

/** One changed path. `changed` is a change of type (file, link, submodule); a new mode alone is `modified` without a patch. */
export interface FileChange {
  readonly path: string;
  readonly previousPath: string | undefined;
  readonly status: "added" | "removed" | "modified" | "renamed" | "changed";
  /** Of a rename, in percent. */
  readonly similarity?: number;
  readonly before: SnapshotFile | undefined;
  readonly after: SnapshotFile | undefined;
}

/** A change with its lines. `sha` is the blob on the new side, or the old one of a removed file. */
export interface FileDiff extends FileChange {
  readonly sha: string;
  readonly patch: string | undefined;
  readonly additions: number;
  readonly deletions: number;
}

/** Changes between two snapshots, renames paired, by path as git orders them. */
export function diffSnapshots(store: ObjectStore, before: Snapshot, after: Snapshot): FileChange[] {
  const changes: FileChange[] = [];
  const removed: Candidate[] = [];
  const added: Candidate[] = [];
  for (const [path, file] of before) if (!after.has(path)) removed.push({ path, file });
  for (const [path, file] of after) {
    const old = before.get(path);
    if (!old) added.push({ path, file });
    else if (old.sha !== file.sha || old.mode !== file.mode)
      changes.push({ path, previousPath: undefined, status: statusOf(old, file), before: old, after: file });
  }
  const renames = findRenames(store, removed, added);
  const gone = new Set(renames.map((r) => r.from));
  const come = new Set(renames.map((r) => r.to));
  for (const { from, to, similarity } of renames)
    changes.push({
      path: to.path,
      previousPath: from.path,
      status: "renamed",
      similarity,
      before: from.file,
      after: to.file,
    });
  for (const { path, file } of removed.filter((c) => !gone.has(c)))
    changes.push({ path, previousPath: undefined, status: "removed", before: file, after: undefined });
  for (const { path, file } of added.filter((c) => !come.has(c)))
    changes.push({ path, previousPath: undefined, status: "added", before: undefined, after: file });
  return changes.toSorted((a, b) => Buffer.compare(Buffer.from(a.path), Buffer.from(b.path)));
}

function statusOf(before: SnapshotFile, after: SnapshotFile): "modified" | "changed" {
  const kind = (file: SnapshotFile) => file.mode.slice(0, 3);
  return kind(before) === kind(after) ? "modified" : "changed";
}

/** Changes between the trees of two commits; a missing first commit is the empty tree. */
export function diffCommits(store: ObjectStore, before: string | null, after: string): FileChange[] {
  const snapshot = (sha: string | null) => {
    const commit = sha === null ? undefined : store.commits.get(sha);
    return commit ? readSnapshot(store, commit.tree) : new Map<string, SnapshotFile>();
  };
  return diffSnapshots(store, snapshot(before), snapshot(after));
}

/** Adds lines and counts to a change. A submodule's patch is the change of its commit, as in git. */
export function withPatch(store: ObjectStore, change: FileChange): FileDiff {
  const content = (file: SnapshotFile | undefined) => {
    if (!file) return undefined;
    return file.mode === "160000" ? Buffer.from(`Subproject commit ${file.sha}\n`) : store.blobs.get(file.sha);
  };
  const same = change.before?.sha === change.after?.sha;
  const lines = same
    ? { patch: undefined, additions: 0, deletions: 0 }
    : patchFile(content(change.before), content(change.after));
  return { ...change, ...lines, sha: change.after?.sha ?? change.before?.sha ?? "" };
}

/** All changes between two commits with their lines, remembered by the store. */
export function diffWithPatches(store: ObjectStore, before: string | null, after: string): readonly FileDiff[] {
  const key = `${before ?? ""}..${after}`;
  const known = store.diffs.get(key) ?? diffCommits(store, before, after).map((change) => withPatch(store, change));
  store.diffs.set(key, known);
  return known;
}
