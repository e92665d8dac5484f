/** What the benchmark reports: a figure with what it is measured by, and the bound that it has to keep. */

/** One figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "s" | "bytes" | "MB" | "requests" | "times" | "share" | "a second" | "an hour";
  /** The most that is allowed; null = told for comparison only, or bounded from below. */
  readonly most: number | null;
  /** The least that is asked for, where more is better. */
  readonly least?: number;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** True when the figure keeps its bound. */
export function keeps({ value, most, least }: Figure): boolean {
  return (most === null || value <= most) && (least === undefined || value >= least);
}

/** A table that people read. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, most, least } = figure;
    const bound = most !== null ? `≤ ${say(most)}` : least === undefined ? "" : `≥ ${say(least)}`;
    return [name, `${say(value)} ${unit}`, bound, keeps(figure) ? "" : "MISSED"];
  });
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column] ?? 0))),
    )
    .map((cells) => cells.join("  ").trimEnd())
    .join("\n");
}

function say(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(value < 10 ? 2 : 1);
}
