/** The unified diff of one file, as GitHub gives it in `patch`: hunks only, without the `---`/`+++` header. */
import { type Edit, diffLines, splitLines } from "./lines.ts";

/** A file's patch with its counts. `patch` is undefined for binary files and when no line changed. */
export interface FilePatch {
  readonly patch: string | undefined;
  readonly additions: number;
  readonly deletions: number;
}

/** Git's own test: a zero byte among the first 8,000. */
export function isBinary(content: Buffer): boolean {
  return content.subarray(0, 8000).includes(0);
}

/** Compares two contents; undefined stands for a file that is not there. */
export function patchFile(before: Buffer | undefined, after: Buffer | undefined): FilePatch {
  if ((before && isBinary(before)) || (after && isBinary(after)))
    return { patch: undefined, additions: 0, deletions: 0 };
  const oldLines = splitLines(before?.toString("utf8") ?? "");
  const newLines = splitLines(after?.toString("utf8") ?? "");
  const edits = diffLines(oldLines, newLines);
  const sum = (kind: Edit["kind"], length: (edit: Edit) => number) =>
    edits.filter((edit) => edit.kind === kind).reduce((total, edit) => total + length(edit), 0);
  const additions = sum("insert", (edit) => edit.newTo - edit.newFrom);
  const deletions = sum("delete", (edit) => edit.oldTo - edit.oldFrom);
  const hunks = groupHunks(edits).map((group) => writeHunk(group, oldLines, newLines));
  return { patch: hunks.length === 0 ? undefined : hunks.join("\n"), additions, deletions };
}

const context = 3;

/** Cuts long kept runs to the context, and splits where more than twice the context lies between changes. */
function groupHunks(edits: readonly Edit[]): Edit[][] {
  const groups: Edit[][] = [];
  let group: Edit[] = [];
  edits.forEach((edit, index) => {
    if (edit.kind !== "keep") return void group.push(edit);
    const length = edit.oldTo - edit.oldFrom;
    const first = index === 0;
    const last = index === edits.length - 1;
    if (!first && !last && length <= 2 * context) return void group.push(edit);
    if (!first) groups.push([...group, keepStart(edit)]);
    group = last ? [] : [keepEnd(edit)];
  });
  if (group.some((edit) => edit.kind !== "keep")) groups.push(group);
  return groups;
}

function keepStart(edit: Edit): Edit {
  const length = Math.min(context, edit.oldTo - edit.oldFrom);
  return { ...edit, oldTo: edit.oldFrom + length, newTo: edit.newFrom + length };
}

function keepEnd(edit: Edit): Edit {
  const length = Math.min(context, edit.oldTo - edit.oldFrom);
  return { ...edit, oldFrom: edit.oldTo - length, newFrom: edit.newTo - length };
}

function writeHunk(edits: readonly Edit[], oldLines: readonly string[], newLines: readonly string[]): string {
  const first = edits[0];
  const last = edits.at(-1);
  if (!first || !last) return "";
  const header = `@@ -${range(first.oldFrom, last.oldTo)} +${range(first.newFrom, last.newTo)} @@`;
  const body = edits.flatMap((edit) => {
    const sign = { keep: " ", delete: "-", insert: "+" }[edit.kind];
    const lines =
      edit.kind === "insert" ? newLines.slice(edit.newFrom, edit.newTo) : oldLines.slice(edit.oldFrom, edit.oldTo);
    return lines.map(
      (line) => sign + (line.endsWith("\n") ? line.slice(0, -1) : `${line}\n\\ No newline at end of file`),
    );
  });
  return [header, ...body].join("\n");
}

/** Git counts from 1, names the line before an empty range, and leaves a length of one out. */
function range(from: number, to: number): string {
  if (to - from === 1) return String(from + 1);
  return to === from ? `${from},0` : `${from + 1},${to - from}`;
}
