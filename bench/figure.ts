/** What the benchmark reports: a figure with what it is measured by, and the bound that it has to keep. */

/** One figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "bytes" | "requests" | "times" | "share";
  /** The most that is allowed; null = told for comparison only. */
  readonly most: number | null;
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 === 1 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** True when the figure keeps its bound. */
export function keeps({ value, most }: Figure): boolean {
  return most === null || value <= most;
}

/** A table that people read. */
export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, most } = figure;
    return [name, `${say(value)} ${unit}`, most === null ? "" : `≤ ${say(most)}`, keeps(figure) ? "" : "MISSED"];
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
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(1);
}
