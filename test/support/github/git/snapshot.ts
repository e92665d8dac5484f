/** A tree as a flat table of paths, and back: what a commit holds, without its folders. */
import { type FileMode, type ObjectStore, type TreeEntry, writeTree } from "./objects.ts";

/** One path of a snapshot. */
export interface SnapshotFile {
  readonly mode: FileMode;
  readonly sha: string;
}

/** Path → file, folders left out. */
export type Snapshot = ReadonlyMap<string, SnapshotFile>;

/** Flattens a tree. Throws when the store lacks it. */
export function readSnapshot(store: ObjectStore, tree: string, prefix = ""): Map<string, SnapshotFile> {
  const entries = store.trees.get(tree);
  if (!entries) throw new Error(`no tree ${tree}`);
  const files = new Map<string, SnapshotFile>();
  for (const entry of entries) {
    const path = `${prefix}${entry.name}`;
    if (entry.mode === "040000") for (const [p, file] of readSnapshot(store, entry.sha, `${path}/`)) files.set(p, file);
    else files.set(path, { mode: entry.mode, sha: entry.sha });
  }
  return files;
}

/** Stores a snapshot as trees and returns the root's id. A path that is both file and folder keeps the folder. */
export function writeSnapshot(store: ObjectStore, snapshot: Snapshot): string {
  const here = new Map<string, TreeEntry>();
  const below = new Map<string, Map<string, SnapshotFile>>();
  for (const [path, file] of snapshot) {
    const slash = path.indexOf("/");
    if (slash < 0) here.set(path, { mode: file.mode, name: path, sha: file.sha });
    else {
      const folder = path.slice(0, slash);
      const inside = below.get(folder) ?? new Map<string, SnapshotFile>();
      below.set(folder, inside.set(path.slice(slash + 1), file));
    }
  }
  for (const [name, inside] of below) here.set(name, { mode: "040000", name, sha: writeSnapshot(store, inside) });
  return writeTree(store, [...here.values()]);
}

/** The entry at a path of a tree: file, submodule or folder; undefined when there is none. The empty path is the root. */
export function entryAt(store: ObjectStore, tree: string, path: string): TreeEntry | undefined {
  let entry: TreeEntry | undefined = { mode: "040000", name: "", sha: tree };
  for (const part of path.split("/").filter((p) => p !== "")) {
    if (entry?.mode !== "040000") return undefined;
    entry = store.trees.get(entry.sha)?.find((e) => e.name === part);
  }
  return entry;
}
