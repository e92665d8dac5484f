/** What was spent within the last so many seconds: the form of GitHub's secondary limits. */
import type { Instant, Seconds } from "#src/calendar/instant.ts";

/** A sliding window over what was spent. */
export interface SpendingWindow {
  /** Notes that `cost` was spent at `now`. Times may not go backwards. */
  spend(cost: number, now: Instant): void;
  /** What counts at `now`. */
  spent(now: Instant): number;
  /** The first moment at which no more than `target` counts, when nothing else is spent; `now` when that holds already. */
  fallsTo(target: number, now: Instant): Instant;
}

/** Opens an empty window of this length. */
export function openSpendingWindow(length: Seconds): SpendingWindow {
  const entries: { readonly at: Instant; cost: number }[] = [];
  let first = 0;
  let sum = 0;
  const forget = (now: Instant) => {
    while (first < entries.length && entries[first]!.at + length <= now) {
      sum -= entries[first]!.cost;
      first += 1;
    }
    // Dropping the forgotten ones in heaps keeps every step cheap.
    if (first > 512) first -= entries.splice(0, first).length;
  };
  return {
    spend: (cost, now) => {
      const last = entries.at(-1);
      if (last?.at === now && first < entries.length) last.cost += cost;
      else entries.push({ at: now, cost });
      sum += cost;
    },
    spent: (now) => {
      forget(now);
      return sum;
    },
    fallsTo: (target, now) => {
      forget(now);
      let left = sum;
      for (let index = first; index < entries.length; index += 1) {
        if (left <= target) return index === first ? now : entries[index - 1]!.at + length;
        left -= entries[index]!.cost;
      }
      return entries.length === first ? now : entries.at(-1)!.at + length;
    },
  };
}
