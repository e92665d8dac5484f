/** Questions about the commit graph: ancestors, merge bases, what one side has that the other lacks. */
import type { Commit, ObjectStore } from "./objects.ts";

/** The commit and everything that it descends from. */
export function ancestors(store: ObjectStore, sha: string): Set<string> {
  const seen = new Set<string>();
  const open = [sha];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    open.push(...(store.commits.get(next)?.parents ?? []));
  }
  return seen;
}

/** True when `old` is `young` or one of its ancestors. */
export function isAncestor(store: ObjectStore, old: string, young: string): boolean {
  return ancestors(store, young).has(old);
}

/** The best common ancestor, as `git merge-base` gives it; null for unrelated histories. */
export function mergeBase(store: ObjectStore, a: string, b: string): string | null {
  const ofA = ancestors(store, a);
  const common = [...ancestors(store, b)].filter((sha) => ofA.has(sha));
  const beaten = new Set(common.flatMap((sha) => [...(store.commits.get(sha)?.parents ?? [])]));
  return common.find((sha) => !beaten.has(sha)) ?? null;
}

/** Commits that `head` has and `base` lacks, oldest first: parents before children, then by date. */
export function commitsBetween(store: ObjectStore, base: string, head: string): Commit[] {
  const known = ancestors(store, base);
  const order: Commit[] = [];
  const seen = new Set<string>();
  const stack: { sha: string; parentsDone: boolean }[] = [{ sha: head, parentsDone: false }];
  for (let top = stack.pop(); top; top = stack.pop()) {
    const commit = store.commits.get(top.sha);
    if (!commit || known.has(top.sha)) continue;
    if (top.parentsDone) order.push(commit);
    else if (!seen.has(top.sha)) {
      seen.add(top.sha);
      stack.push({ sha: top.sha, parentsDone: true });
      for (const parent of commit.parents.toReversed()) stack.push({ sha: parent, parentsDone: false });
    }
  }
  return order;
}

/** All commits reachable from `head`, newest first. */
export function history(store: ObjectStore, head: string): Commit[] {
  return commitsBetween(store, "", head).toReversed();
}
