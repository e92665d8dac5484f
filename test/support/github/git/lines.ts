/** The shortest edit between two lists of lines (Myers 1986), with lines kept as git keeps them: with their line ends. */

/** A run of lines: kept, taken away from the old side, or added on the new side. Half-open ranges. */
export interface Edit {
  readonly kind: "keep" | "delete" | "insert";
  readonly oldFrom: number;
  readonly oldTo: number;
  readonly newFrom: number;
  readonly newTo: number;
}

/** Splits into lines that keep their `\n`; a last line without one stays without. */
export function splitLines(text: string): string[] {
  return text === "" ? [] : (text.match(/[^\n]*\n|[^\n]+$/g) ?? []);
}

/** How long a search may get before the middle is given as one replacement; keeps a rewrite of a huge file cheap. */
const longestEdit = 4000;

/** The edits from `before` to `after`, in order; equal lists give one `keep` (or none when empty). */
export function diffLines(before: readonly string[], after: readonly string[]): Edit[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(before.length, after.length) - start && before.at(-1 - tail) === after.at(-1 - tail))
    tail += 1;
  const a = before.slice(start, before.length - tail);
  const b = after.slice(start, after.length - tail);
  const steps = [..."k".repeat(start), ...shortestScript(a, b), ..."k".repeat(tail)];
  return joinSteps(steps);
}

/** One letter a line: keep, delete, insert. */
function shortestScript(a: readonly string[], b: readonly string[]): string[] {
  if (a.length === 0 || b.length === 0) return replaceAll(a, b);
  const trace = searchForward(a, b);
  return trace ? walkBack(trace, a, b) : replaceAll(a, b);
}

function replaceAll(a: readonly string[], b: readonly string[]): string[] {
  return [..."d".repeat(a.length), ..."i".repeat(b.length)];
}

function searchForward(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const trace: Map<number, number>[] = [];
  const best = new Map<number, number>([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, longestEdit); d += 1) {
    trace.push(new Map(best));
    for (let k = -d; k <= d; k += 2) {
      let x = goesDown(best, k, d) ? (best.get(k + 1) ?? 0) : (best.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      best.set(k, x);
      if (x >= a.length && x - k >= b.length) return trace;
    }
  }
  return null;
}

function goesDown(best: ReadonlyMap<number, number>, k: number, d: number): boolean {
  return k === -d || (k !== d && (best.get(k - 1) ?? -1) < (best.get(k + 1) ?? -1));
}

function walkBack(trace: readonly Map<number, number>[], a: readonly string[], b: readonly string[]): string[] {
  const steps: string[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = trace.length - 1; d >= 0; d -= 1) {
    const best = trace[d] ?? new Map<number, number>();
    const k = x - y;
    const down = goesDown(best, k, d);
    const fromK = down ? k + 1 : k - 1;
    const fromX = best.get(fromK) ?? 0;
    while (x > fromX && y > fromX - fromK && x > 0 && y > 0) {
      steps.push("k");
      x -= 1;
      y -= 1;
    }
    if (d > 0) steps.push(down ? "i" : "d");
    x = fromX;
    y = fromX - fromK;
  }
  return steps.toReversed();
}

function joinSteps(steps: readonly string[]): Edit[] {
  const kinds = { k: "keep", d: "delete", i: "insert" } as const;
  const edits: Edit[] = [];
  let oldAt = 0;
  let newAt = 0;
  for (let from = 0; from < steps.length;) {
    let to = from;
    while (to < steps.length && steps[to] === steps[from]) to += 1;
    const kind = kinds[steps[from] as "k" | "d" | "i"];
    const oldTo = oldAt + (kind === "insert" ? 0 : to - from);
    const newTo = newAt + (kind === "delete" ? 0 : to - from);
    edits.push({ kind, oldFrom: oldAt, oldTo, newFrom: newAt, newTo });
    [oldAt, newAt, from] = [oldTo, newTo, to];
  }
  return edits;
}
