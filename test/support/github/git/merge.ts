/** Three-way merges of trees and texts, so that mergeability and merge commits are real. */
import { commitsBetween, mergeBase } from "./history.ts";
import { type Edit, diffLines, splitLines } from "./lines.ts";
import { type ObjectStore, type Signature, writeBlob, writeCommit } from "./objects.ts";
import { isBinary } from "./patch.ts";
import { readSnapshot, type Snapshot, type SnapshotFile, writeSnapshot } from "./snapshot.ts";

/** The merged tree, or the paths that conflict. */
export type MergeResult = { readonly tree: string } | { readonly conflicts: readonly string[] };

/** Merges `theirs` into `ours` from a common ancestor. A path changed on both sides is merged by lines. */
export function mergeSnapshots(
  store: ObjectStore,
  base: Snapshot,
  sides: { ours: Snapshot; theirs: Snapshot },
): MergeResult {
  const { ours, theirs } = sides;
  const merged = new Map<string, SnapshotFile>();
  const conflicts: string[] = [];
  for (const path of new Set([...base.keys(), ...ours.keys(), ...theirs.keys()])) {
    const result = mergeFile(store, base.get(path), { ours: ours.get(path), theirs: theirs.get(path) });
    if (result === "conflict") conflicts.push(path);
    else if (result) merged.set(path, result);
  }
  return conflicts.length > 0 ? { conflicts } : { tree: writeSnapshot(store, merged) };
}

type Side = SnapshotFile | undefined;

function mergeFile(store: ObjectStore, base: Side, sides: { ours: Side; theirs: Side }): Side | "conflict" {
  const { ours, theirs } = sides;
  if (sameFile(ours, theirs) || sameFile(base, theirs)) return ours;
  if (sameFile(base, ours)) return theirs;
  if (!base || !ours || !theirs) return "conflict";
  const contents = [base, ours, theirs].map((file) => store.blobs.get(file.sha));
  const [b, o, t] = contents;
  if (!b || !o || !t || contents.some((c) => c && isBinary(c))) return "conflict";
  const text = mergeText(b.toString("utf8"), o.toString("utf8"), t.toString("utf8"));
  if (text === null) return "conflict";
  return { mode: ours.mode === base.mode ? theirs.mode : ours.mode, sha: writeBlob(store, text) };
}

function sameFile(a: Side, b: Side): boolean {
  return a?.sha === b?.sha && a?.mode === b?.mode;
}

interface Change {
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/** Merges two texts from their ancestor; null when both changed the same or touching lines differently. */
export function mergeText(base: string, ours: string, theirs: string): string | null {
  const lines = splitLines(base);
  const a = changesOf(lines, splitLines(ours));
  const b = changesOf(lines, splitLines(theirs));
  const fresh = b.filter((change) => !a.some((other) => equalChange(change, other)));
  if (fresh.some((x) => a.some((y) => x.from <= y.to && y.from <= x.to))) return null;
  const out: string[] = [];
  let at = 0;
  for (const change of [...a, ...fresh].toSorted((x, y) => x.from - y.from)) {
    out.push(...lines.slice(at, change.from), ...change.lines);
    at = change.to;
  }
  return [...out, ...lines.slice(at)].join("");
}

function equalChange(a: Change, b: Change): boolean {
  return a.from === b.from && a.to === b.to && a.lines.join("") === b.lines.join("");
}

function changesOf(base: readonly string[], side: readonly string[]): Change[] {
  const changes: Change[] = [];
  let open: Edit[] = [];
  const close = () => {
    const [first, last] = [open[0], open.at(-1)];
    if (first && last)
      changes.push({ from: first.oldFrom, to: last.oldTo, lines: side.slice(first.newFrom, last.newTo) });
    open = [];
  };
  for (const edit of diffLines(base, side)) {
    if (edit.kind === "keep") close();
    else open.push(edit);
  }
  close();
  return changes;
}

/** Merges commit `head` into commit `base`; unrelated histories conflict everywhere. */
export function mergeCommits(store: ObjectStore, base: string, head: string): MergeResult {
  const ancestor = mergeBase(store, base, head);
  const snapshot = (sha: string) => readSnapshot(store, store.commits.get(sha)?.tree ?? "");
  if (ancestor === null) return { conflicts: [...snapshot(head).keys()] };
  return mergeSnapshots(store, snapshot(ancestor), { ours: snapshot(base), theirs: snapshot(head) });
}

/** Replays the commits of `head` that `base` lacks onto `base` (merge commits are left out); the new tip, or the paths that conflict. */
export function rebaseCommits(
  store: ObjectStore,
  range: { readonly base: string; readonly head: string },
  committer: Signature,
): { readonly tip: string } | { readonly conflicts: readonly string[] } {
  let tip = range.base;
  for (const commit of commitsBetween(store, range.base, range.head).filter((c) => c.parents.length < 2)) {
    const parent = commit.parents[0] ? store.commits.get(commit.parents[0]) : undefined;
    const before = parent ? readSnapshot(store, parent.tree) : new Map<string, SnapshotFile>();
    const ours = readSnapshot(store, store.commits.get(tip)?.tree ?? "");
    const merged = mergeSnapshots(store, before, { ours, theirs: readSnapshot(store, commit.tree) });
    if ("conflicts" in merged) return merged;
    const { author, message } = commit;
    tip = writeCommit(store, { tree: merged.tree, parents: [tip], author, committer, message });
  }
  return { tip };
}
