/** How overlapping impact adds up between two neighbouring times: the largest, or the capped sum. */
import type { Instant } from "#src/calendar/instant.ts";

/** A stretch `[from, to)` with its impact as a whole number; `to` may be Infinity. */
export interface ScaledStretch {
  readonly from: Instant;
  readonly to: Instant;
  readonly level: bigint;
}

/** For each time, the largest level among the stretches that cover it. `times` holds every end, ascending. O(n log n). */
export function levelsByMaximum(stretches: readonly ScaledStretch[], times: readonly Instant[]): readonly bigint[] {
  const starting = stretches.toSorted((a, b) => a.from - b.from);
  const active: ScaledStretch[] = [];
  let next = 0;
  return times.map((time) => {
    for (; next < starting.length && starting[next]!.from <= time; next += 1) push(active, starting[next]!);
    // Ended ones deeper in the heap may stay: they are below the top, so they cannot be the largest.
    while (active.length > 0 && active[0]!.to <= time) pop(active);
    return active[0]?.level ?? 0n;
  });
}

/** For each time, the sum of the levels of the stretches that cover it, at most `cap`. O(n log n). */
export function levelsBySum(
  stretches: readonly ScaledStretch[],
  { times, cap }: { readonly times: readonly Instant[]; readonly cap: bigint },
): readonly bigint[] {
  const changes = new Map<Instant, bigint>();
  const change = (time: Instant, by: bigint) => changes.set(time, (changes.get(time) ?? 0n) + by);
  for (const { from, to, level } of stretches) {
    change(from, level);
    change(to, -level);
  }
  let sum = 0n;
  return times.map((time) => {
    sum += changes.get(time) ?? 0n;
    return sum < cap ? sum : cap;
  });
}

/** Puts a stretch into a binary heap with the largest level on top. */
function push(heap: ScaledStretch[], stretch: ScaledStretch): void {
  let index = heap.length;
  while (index > 0) {
    const parent = (index - 1) >>> 1;
    if (heap[parent]!.level >= stretch.level) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = stretch;
}

/** Takes the top out of the heap. */
function pop(heap: ScaledStretch[]): void {
  const last = heap.pop();
  if (!last || heap.length === 0) return;
  let index = 0;
  for (;;) {
    let child = 2 * index + 1;
    if (child + 1 < heap.length && heap[child + 1]!.level > heap[child]!.level) child += 1;
    if (child >= heap.length || heap[child]!.level <= last.level) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
}
