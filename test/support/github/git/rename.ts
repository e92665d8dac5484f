/** Finds renames between removed and added files as git does: equal content first, then at least half alike. */
import type { ObjectStore } from "./objects.ts";
import type { SnapshotFile } from "./snapshot.ts";
import { isBinary } from "./patch.ts";

/** A removed or added path with what it held. */
export interface Candidate {
  readonly path: string;
  readonly file: SnapshotFile;
}

/** A removed path that became an added one. `similarity` is a percentage. */
export interface Rename {
  readonly from: Candidate;
  readonly to: Candidate;
  readonly similarity: number;
}

/** Git gives up inexact search beyond this many files on both sides (`diff.renameLimit`). */
const renameLimit = 1000;

/** Pairs removed with added files; each is used at most once. */
export function findRenames(
  store: ObjectStore,
  removed: readonly Candidate[],
  added: readonly Candidate[],
): readonly Rename[] {
  const exact = findExact(removed, added);
  const leftRemoved = removed.filter((c) => isRegular(c) && !exact.some((r) => r.from === c));
  const leftAdded = added.filter((c) => isRegular(c) && !exact.some((r) => r.to === c));
  if (leftRemoved.length * leftAdded.length > renameLimit * renameLimit) return exact;
  return [...exact, ...findSimilar(store, leftRemoved, leftAdded)];
}

function isRegular(candidate: Candidate): boolean {
  return candidate.file.mode === "100644" || candidate.file.mode === "100755";
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function findExact(removed: readonly Candidate[], added: readonly Candidate[]): Rename[] {
  const bySha = Map.groupBy(
    removed.filter((c) => c.file.mode !== "160000"),
    (c) => c.file.sha,
  );
  const renames: Rename[] = [];
  for (const to of added.filter((c) => c.file.mode !== "160000")) {
    const sources = (bySha.get(to.file.sha) ?? []).filter((c) => isRegular(c) === isRegular(to));
    const from = sources.find((c) => baseName(c.path) === baseName(to.path)) ?? sources[0];
    if (!from) continue;
    bySha.set(
      to.file.sha,
      (bySha.get(to.file.sha) ?? []).filter((c) => c !== from),
    );
    renames.push({ from, to, similarity: 100 });
  }
  return renames;
}

function findSimilar(store: ObjectStore, removed: readonly Candidate[], added: readonly Candidate[]): Rename[] {
  const pieces = new Map<string, Map<string, number>>();
  const piecesOf = (sha: string) => {
    const known = pieces.get(sha) ?? countPieces(store.blobs.get(sha) ?? Buffer.alloc(0));
    pieces.set(sha, known);
    return known;
  };
  const pairs = added.flatMap((to) =>
    removed
      .map((from) => ({ from, to, similarity: similarity(piecesOf(from.file.sha), piecesOf(to.file.sha)) }))
      .filter((pair) => pair.similarity >= 50),
  );
  const sameName = (pair: Rename) => (baseName(pair.from.path) === baseName(pair.to.path) ? 1 : 0);
  const best = pairs.toSorted((a, b) => b.similarity - a.similarity || sameName(b) - sameName(a));
  const used = new Set<Candidate>();
  return best.filter((pair) => {
    if (used.has(pair.from) || used.has(pair.to)) return false;
    used.add(pair.from).add(pair.to);
    return true;
  });
}

/** Bytes by piece: a line, or 64 bytes of a longer one, as in git's diffcore-delta. */
function countPieces(content: Buffer): Map<string, number> {
  const counts = new Map<string, number>();
  const binary = isBinary(content);
  let from = 0;
  for (let at = 0; at < content.length; at += 1) {
    const full = at - from + 1 >= 64 || content[at] === 10 || at === content.length - 1;
    if (!full) continue;
    const raw = content.toString("latin1", from, at + 1);
    const piece = binary ? raw : raw.replace(/\r\n$/, "\n");
    counts.set(piece, (counts.get(piece) ?? 0) + piece.length);
    from = at + 1;
  }
  return counts;
}

function similarity(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): number {
  const size = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((sum, n) => sum + n, 0);
  const larger = Math.max(size(from), size(to));
  if (larger === 0) return 0;
  const copied = [...from].reduce((sum, [piece, bytes]) => sum + Math.min(bytes, to.get(piece) ?? 0), 0);
  return Math.floor((copied * 100) / larger);
}
