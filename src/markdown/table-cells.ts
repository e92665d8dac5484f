/** Splits a table's row as written into its cells. */

/** What stands between the bars, trimmed; an escaped bar is part of its cell. Bars at the two ends are optional. */
export function splitRow(row: string): string[] {
  const cells: string[] = [];
  let cell = "";
  const body = row.trim();
  for (let at = body.startsWith("|") ? 1 : 0; at < body.length; at += 1) {
    if (body[at] === "\\" && body[at + 1] === "|") {
      cell += "|";
      at += 1;
    } else if (body[at] === "|") {
      cells.push(cell.trim());
      cell = "";
    } else cell += body[at];
  }
  if (!body.endsWith("|") || body.endsWith("\\|")) cells.push(cell.trim());
  return cells;
}
