/** The middle of a few numbers: incident times are skewed, so that a mean would mislead. */

/** The median; of an even count the mean of the middle two. @returns null for none. */
export function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** Nine of ten are no larger: the value at rank ⌈0.9·n⌉ of the sorted ones, so always one that occurred. @returns null for none. */
export function ninetieth(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.9) - 1] ?? null;
}
