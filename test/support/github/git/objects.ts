/** Git's objects with the ids that git itself would give them; a fork network shares one store, as on GitHub. */
import { createHash } from "node:crypto";
import type { FileDiff } from "./diff.ts";

/** What a path can be: a file, an executable, a symbolic link or a submodule. */
export type FileMode = "100644" | "100755" | "120000" | "160000";

/** One line of a tree object. `040000` is a folder. */
export interface TreeEntry {
  readonly mode: FileMode | "040000";
  readonly name: string;
  readonly sha: string;
}

/** Who made a commit, and when (ISO 8601, seconds). */
export interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/** A commit without its id. */
export interface CommitContent {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** A commit as stored. */
export interface Commit extends CommitContent {
  readonly sha: string;
}

/** All objects of a fork network by id. */
export interface ObjectStore {
  readonly blobs: Map<string, Buffer>;
  readonly trees: Map<string, readonly TreeEntry[]>;
  readonly commits: Map<string, Commit>;
  /** Diffs that were already made, by `before..after`: objects never change. */
  readonly diffs: Map<string, readonly FileDiff[]>;
}

/** An empty store. */
export function createObjectStore(): ObjectStore {
  return { blobs: new Map(), trees: new Map(), commits: new Map(), diffs: new Map() };
}

function objectId(kind: "blob" | "tree" | "commit", body: Buffer): string {
  return createHash("sha1").update(`${kind} ${body.length}\0`).update(body).digest("hex");
}

/** Stores a file's content and returns its id. */
export function writeBlob(store: ObjectStore, content: Buffer | string): string {
  const body = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  const sha = objectId("blob", body);
  store.blobs.set(sha, body);
  return sha;
}

/** Stores a folder; git sorts folders as if their name ended in a slash. */
export function writeTree(store: ObjectStore, entries: readonly TreeEntry[]): string {
  const key = (entry: TreeEntry) => Buffer.from(entry.mode === "040000" ? `${entry.name}/` : entry.name);
  const sorted = entries.toSorted((a, b) => Buffer.compare(key(a), key(b)));
  const parts = sorted.flatMap((entry) => [
    Buffer.from(`${entry.mode.replace(/^0/, "")} ${entry.name}\0`),
    Buffer.from(entry.sha, "hex"),
  ]);
  const sha = objectId("tree", Buffer.concat(parts));
  store.trees.set(sha, sorted);
  return sha;
}

function sign(signature: Signature): string {
  return `${signature.name} <${signature.email}> ${Math.floor(Date.parse(signature.date) / 1000)} +0000`;
}

/** Stores a commit and returns its id. */
export function writeCommit(store: ObjectStore, content: CommitContent): string {
  const lines = [
    `tree ${content.tree}`,
    ...content.parents.map((parent) => `parent ${parent}`),
    `author ${sign(content.author)}`,
    `committer ${sign(content.committer)}`,
    "",
    content.message,
  ];
  const sha = objectId("commit", Buffer.from(lines.join("\n")));
  store.commits.set(sha, { ...content, sha });
  return sha;
}

/** How many bytes a tree object has: GitHub gives sizes only for blobs. Undefined for folders and submodules. */
export function blobSize(store: ObjectStore, entry: { mode: string; sha: string }): number | undefined {
  return entry.mode === "040000" || entry.mode === "160000" ? undefined : store.blobs.get(entry.sha)?.length;
}
